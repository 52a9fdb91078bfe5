/** Everything that is known of people when it is decided what they are told. */
import { dateAt, type PlainDateIso } from '../../domain/calendar.ts'
import type { Category, EventName } from '../../domain/nudges/catalogue.ts'
import type { Topic, WaitingEvent } from '../../domain/nudges/topic.ts'
import type { Offer } from '../../domain/offers/offer.ts'
import type { PlanRecords } from '../../domain/plan.ts'
import type { Policy } from '../../domain/policy.ts'
import type { EventDetails, OutboxKey, Recipient } from '../outbox.ts'

export interface PersonRecords {
  recipient: Recipient
  /** The hour of their own day that they chose. */
  contactHour: number | null
  /** They have a chat, whether or not anything arrives there. */
  hasChat: boolean
  optedOut: ReadonlySet<Category>
  /** The support team asked for silence. */
  isHeld: boolean
  /** What went out unasked, or is on its way, in the last days. */
  messages: readonly RecordedMessage[]
  /** By which message. */
  said: readonly (OutboxKey & { messageId: number })[]
  claims: ReadonlyMap<string, Temporal.Instant>
  balances: ReadonlyMap<string, bigint>
  isVerified: boolean
  plans: readonly PlanRecords[]
  events: readonly RecordedEvent[]
}

export interface RecordedMessage {
  id: number
  /** When it went, or now where it is still to go. */
  at: Temporal.Instant
  isPending: boolean
  isReminder: boolean
}

export interface RecordedEvent extends WaitingEvent {
  kind: EventName
  details: EventDetails
}

/** What holds for everybody at a moment. */
export interface Common {
  offers: readonly Offer[]
  /** Up to when the back office said that its payments are complete. */
  paymentsCompleteTo: Temporal.Instant | undefined
}

export interface AsOf {
  now: Temporal.Instant
  /** In the contract zone. */
  today: PlainDateIso
}

export function asOf(now: Temporal.Instant, { contractZone }: Pick<Policy, 'contractZone'>): AsOf {
  return { now, today: dateAt(now, contractZone) }
}

export interface PeopleStore {
  common(): Promise<Common>
  /**
   * In the order of their numbers. `rechecked`: messages that are looked at again; the events of these are given, too.
   */
  people(memberNos: readonly string[], at: AsOf, rechecked?: readonly number[]): Promise<PersonRecords[]>
}

/** A message on its way, as it was planned. */
export interface PlannedMessage {
  id: number
  memberNo: string
  topics: readonly Topic[]
}
