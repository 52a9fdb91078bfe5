/** What the assistant needs to know and to change; storage implements it. */

import type { Money } from '../domain/money.ts'
import type { Offer } from '../domain/offers/offer.ts'
import type { PlanRecords } from '../domain/plan.ts'
import type { ContactDesk } from '../nudges/contact-desk.ts'
import type { LatePlanSource } from '../structure/late-plans.ts'
import type { NewTask } from '../tasks/task.ts'
import type { TaskDesk } from '../tasks/task-desk.ts'
import type { ChatAddress, Inbound } from './message.ts'

export interface MemberProfile {
  memberNo: string
  fullName: string
  phone?: string
  email?: string
  /** From the back office, BCP 47. */
  language?: string
  /** Chosen in a chat; wins. */
  chosenLanguage?: string
  timeZone?: string
  sponsorName?: string
  isPartner: boolean
  isInvestor: boolean
}

export interface ChatRecord {
  member?: MemberProfile
  /** Chosen in this chat before it was linked. */
  language?: string
  dialogue?: Dialogue
  /** Linked, and the platform said that nothing arrives here any more. */
  isUnreachable?: true
}

/** What a chat is in the middle of. */
export interface Dialogue {
  kind: 'confirm_link'
  memberNo: string
  basis: LinkBasis
  /** In which the question was asked. */
  locale?: string
  /** Epoch milliseconds. */
  until: number
}

/** What led to the question "is this you?"; looked at again when it is answered. */
export type LinkBasis =
  /** Used up when the member confirms. */
  { by: 'code'; codeHash: string } | { by: 'phone'; phone: string } | { by: 'telegram_id' }

export interface Reads extends LatePlanSource {
  plansOf(memberNo: string): Promise<PlanRecords[]>
  offers(): Promise<Offer[]>
  /** Non-zero balances, one per currency. */
  balancesOf(memberNo: string, asOf: Temporal.Instant): Promise<Money[]>
}

export interface LinkCodeRecord {
  memberNo: string
  expiresAt: Temporal.Instant
  isUsed: boolean
}

export interface Changes extends Reads {
  /** The chat as it is within this transaction. */
  chat(address: ChatAddress): Promise<ChatRecord>
  member(memberNo: string): Promise<MemberProfile | undefined>
  saveDialogue(chat: ChatAddress, dialogue: Dialogue | undefined, now: Temporal.Instant): Promise<void>
  chooseLanguage(chat: ChatAddress, memberNo: string | undefined, tag: string, now: Temporal.Instant): Promise<void>
  findLinkCode(codeHash: string): Promise<LinkCodeRecord | undefined>
  /** False when somebody else used it first. */
  useLinkCode(codeHash: string, now: Temporal.Instant): Promise<boolean>
  membersWithPhone(phone: string): Promise<MemberProfile[]>
  memberWithTelegramId(telegramUserId: string): Promise<MemberProfile | undefined>
  chatsOf(memberNo: string): Promise<ChatAddress[]>
  linkChat(chat: ChatAddress, memberNo: string, now: Temporal.Instant): Promise<void>
  unlinkChat(chat: ChatAddress): Promise<void>
  failedLinkAttempts(since: Temporal.Instant, chat: ChatAddress): Promise<{ ofChat: number; overall: number }>
  recordFailedLinkAttempt(chat: ChatAddress, now: Temporal.Instant): Promise<void>
  tasks: TaskDesk
  /** What is open already stays as it is. */
  openTask(task: NewTask, now: Temporal.Instant): Promise<OpenedTask>
  contact: ContactDesk
}

export interface OpenedTask {
  isNew: boolean
  /** The partner whose it is; none: the support team's. */
  ownerName: string | null
}

export interface AssistantStore {
  reads: Reads
  /** Who is behind this chat, and whether this very update took effect before. */
  lookUp(inbound: Inbound): Promise<ChatRecord & { isHandled: boolean }>
  markHandled(inbound: Inbound, now: Temporal.Instant): Promise<void>
  /** They have written from a chat that was given up. */
  markReachable(chat: ChatAddress, memberNo: string, now: Temporal.Instant): Promise<void>
  /** Runs the work in one transaction together with the mark; `undefined` if the update took effect before. */
  changeOnce<T>(inbound: Inbound, now: Temporal.Instant, work: (changes: Changes) => Promise<T>): Promise<T | undefined>
}
