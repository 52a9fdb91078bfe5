/** Short ways to write blocks. */
import type { CommandName } from '../command.ts'
import type { Block, Choice, Content, Message } from '../message.ts'
import type { MessageKey } from '../message-key.ts'
import { actionFor } from '../understand/read-request.ts'

export function say(key: MessageKey, params?: Record<string, Content>): Message {
  return params ? { key, params } : { key }
}

export const heading = (text: Content): Block => ({ block: 'heading', text })
export const text = (content: Content): Block => ({ block: 'text', text: content })
export const note = (content: Content): Block => ({ block: 'note', text: content })
export const choices = (...offered: Choice[]): Block => ({ block: 'choices', choices: offered })

export type FactRow = [label: MessageKey, value: Content | undefined]

/** Facts whose value is there; the others are left out. */
export function facts(...rows: FactRow[]): Block {
  return {
    block: 'facts',
    facts: rows.flatMap(([label, value]) => (value ? [{ label: { key: label }, value }] : [])),
  }
}

/** A button that runs a command, labelled as in the menu unless told otherwise. */
export function button(name: keyof typeof menuKeys, ...args: (string | number)[]): Choice {
  return { label: { key: menuKeys[name] }, action: actionFor(name, ...args) }
}

const menuKeys = {
  next: 'menu.next',
  schedule: 'menu.schedule',
  shares: 'menu.shares',
  bonus: 'menu.bonus',
  pay: 'menu.pay',
  overdue: 'menu.overdue',
  tasks: 'menu.tasks',
  support: 'menu.support',
  settings: 'menu.settings',
  language: 'menu.language',
  help: 'menu.help',
} as const satisfies Partial<Record<CommandName, MessageKey>>

export type MenuCommand = keyof typeof menuKeys

export function isInMenu(name: CommandName): name is MenuCommand {
  return name in menuKeys
}
