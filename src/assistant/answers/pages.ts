/** Long lists are shown in pages; turning one edits the message. */
import type { CommandName } from '../command.ts'
import type { Block, Choice } from '../message.ts'
import { actionFor } from '../understand/read-request.ts'
import { note, say } from './blocks.ts'

/** The number of the page that was asked for, among those that there are. */
export function readPage(asked: string, pages: number): number {
  return Math.min(Math.max(1, Number.parseInt(asked, 10) || 1), Math.max(1, pages))
}

export const pageLine = (page: number, pages: number): Block =>
  note(say('overdue.page', { page: { number: page }, pages: { number: pages } }))

/** The page is the command's first argument. */
export function turns(name: CommandName, page: number, pages: number): Choice[] {
  return [
    ...(page > 1 ? [{ label: say('overdue.back'), action: actionFor(name, page - 1) }] : []),
    ...(page < pages ? [{ label: say('overdue.more'), action: actionFor(name, page + 1) }] : []),
  ]
}
