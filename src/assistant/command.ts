/** A command: who may use it and what it answers. One file per command in commands/; index.ts there lists them. */
import type { Policy } from '../domain/policy.ts'
import type { Content, Inbound, Outgoing, Reply } from './message.ts'
import type { Changes, Reads } from './ports.ts'
import type { Speaker } from './speaker.ts'

export const commandNames = [
  'start',
  'help',
  'language',
  'next',
  'schedule',
  'shares',
  'bonus',
  'pay',
  'support',
  'overdue',
  'tasks',
  'settings',
  'stop',
] as const

/** The words of CONTRACT.md's "Commands in chat", as far as they exist. */
export type CommandName = (typeof commandNames)[number]

export interface Asking {
  inbound: Inbound
  speaker: Speaker
  now: Temporal.Instant
  policy: Policy
  /** Tags of the languages there are. */
  languages: readonly string[]
  /** The commands that a person is offered, in the order of the menu. */
  offeredTo(speaker: Speaker): readonly CommandName[]
  /** How it reads in a language, for records of what somebody was shown. */
  wording(content: Content, locale: string): string
}

interface CommonToCommands {
  name: CommandName
  /** Is it offered to this person in menus and help? */
  isFor(speaker: Speaker): boolean
  /** Meant for the support team, so it is answered with data in their group; every other one in private chats only. */
  isForSupportGroup?: true
}

/** Changes nothing, so it may be answered again if an answer got lost. */
export interface AnsweringCommand extends CommonToCommands {
  changes: false
  answer(asking: Asking, args: string, reads: Reads): Promise<Reply>
}

/** Runs in the transaction that marks the update as handled. */
export interface ChangingCommand extends CommonToCommands {
  changes: true
  carryOut(asking: Asking, args: string, changes: Changes): Promise<Outcome>
}

export type Command = AnsweringCommand | ChangingCommand

/** An answer to the chat that asked, and what other chats are told. */
export interface Outcome {
  reply: Reply
  notices?: readonly Outgoing[]
  /** The locale to answer in, when the command changed it. */
  locale?: string
  /** The commands offered in this chat from now on, when language or person may have changed. */
  menu?: readonly CommandName[]
}
