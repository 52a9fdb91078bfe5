/** What could be told to one person, and what is known of them. (DOMAIN section 7.) */
import type { PlainDateIso } from '../calendar.ts'
import type { PlanPayment } from '../plan.ts'
import type { PlanState } from '../plan-state.ts'
import type { Policy } from '../policy.ts'
import type { Category, EventName, NudgeRule } from './catalogue.ts'
import type { OwnClock } from './contact-hours.ts'
import type { LadderKind } from './ladder.ts'

export type SkipReason =
  | 'paid'
  | 'overtaken'
  | 'quiet_hours'
  | 'cap'
  | 'opted_out'
  | 'unreachable'
  | 'promise_open'
  | 'claim_open'
  | 'arrangement'
  | 'merged'
  | 'no_channel'
  | 'stale_data'
  | 'already_sent'
  | 'paused'

export interface Person {
  memberNo: string
  clock: OwnClock
  reach: 'reachable' | 'unreachable' | 'no_channel'
  optedOut: ReadonlySet<Category>
  /** The support team asked for silence. */
  isHeld: boolean
  /** Unasked messages of the last seven days; those on their way, too. */
  messages: readonly PastMessage[]
  /** What they have heard of, by `keyOf`. */
  said: ReadonlySet<string>
  /** "I have paid", by plan: until when it silences. */
  claims: ReadonlyMap<string, Temporal.Instant>
  /** What they have on account, by currency, in minor units. */
  balances: ReadonlyMap<string, bigint>
  isVerified: boolean
}

export interface PastMessage {
  /** The date on the person's own clock. */
  on: PlainDateIso
  /** Counts among the three in seven days. */
  isReminder: boolean
}

export interface ConsideredPlan {
  state: PlanState
  /** With those that were taken back. */
  payments: readonly PlanPayment[]
  /** Long past when it was first imported: never messaged. */
  isHistory: boolean
}

/** Something that happened and is to be told. */
export interface WaitingEvent {
  id: number
  kind: EventName
  planNo: string | null
  subject: string
  happenedOn: PlainDateIso
  /** From when on it may be told. */
  fromAt: Temporal.Instant
  /** The installment it is about. */
  seq?: number
  /** The ledger entries it tells of. */
  payments?: readonly string[]
}

/** A step about a plan, or an event. */
export interface Topic {
  /** What it is about, within a member: `plan K-1001`. */
  obligation: string
  planNo: string | null
  /** The ladder's offset (`-7`, `0`, `+18`) or the event's name. */
  step: string
  kind: LadderKind | EventName
  /** It is told once for this date. */
  about: PlainDateIso
  eventId?: number
}

export function keyOf({ obligation, step, about }: Pick<Topic, 'obligation' | 'step' | 'about'>): string {
  return `${obligation}|${step}|${about}`
}

export interface Moment {
  policy: Policy
  now: Temporal.Instant
  /** Up to when the back office said that its payments are complete. */
  paymentsCompleteTo: Temporal.Instant | undefined
}

/** A topic that was looked at by itself: `due`, or why not. */
export interface Considered {
  topic: Topic
  rule: NudgeRule
  reason: SkipReason | 'due'
  /** When it may be right, where it is not now; none: not before something changes. */
  lookAt: Temporal.Instant | null
}

export function isBefore(one: Temporal.Instant, other: Temporal.Instant): boolean {
  return one.epochMilliseconds < other.epochMilliseconds
}

export function earliest(instants: readonly (Temporal.Instant | null)[]): Temporal.Instant | null {
  return instants.reduce((one, other) => (!one || (other && isBefore(other, one)) ? other : one), null)
}
