import type { CommandName } from '../command.ts'
import type { Block } from '../message.ts'
import { button, choices, isInMenu } from './blocks.ts'

/** A button for each command that the person is offered. */
export function menuOf(offered: readonly CommandName[]): Block {
  return choices(...offered.filter(isInMenu).map((name) => button(name)))
}
