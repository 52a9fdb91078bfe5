/** What a person settles about being written to; storage implements it. */
import type { PlainDateIso } from '../domain/calendar.ts'
import type { Category } from '../domain/nudges/catalogue.ts'
import type { ConsentChange } from './outbox.ts'

export interface ContactDesk {
  /** What they no longer want. */
  optedOut(memberNo: string): Promise<ReadonlySet<Category>>
  /** Kept in this order: the last word on a category holds. The back office is told of what somebody no longer wants. */
  record(changes: readonly ConsentChange[]): Promise<void>
  /** The hour of their own day at which they want to be written to. */
  contactHour(memberNo: string): Promise<number | undefined>
  chooseContactHour(memberNo: string, hour: number | undefined): Promise<void>
  /** What may be said about their plans is looked at again now. */
  lookAtPlans(memberNo: string, now: Temporal.Instant): Promise<void>
  /** The last claim to have paid the installment of this due date, or the open one about this plan. */
  lastClaim(planNo: string, dueOn: PlainDateIso): Promise<PaymentClaim | undefined>
  /** `undefined` where another one about this plan is open. */
  addClaim(claim: NewClaim): Promise<PaymentClaim | undefined>
  closeClaimAsSeen(id: number, now: Temporal.Instant): Promise<void>
  /** When a reminder that was asked for comes. */
  waitingReminder(planNo: string): Promise<Temporal.Instant | undefined>
  addReminder(reminder: NewReminder): Promise<void>
  /** What was asked for about this plan does not come any more, also where it is about to go. */
  takeBackReminders(planNo: string): Promise<void>
}

/** "I have paid": silences reminders about a plan for a while. (DOMAIN section 8.) */
export interface NewClaim {
  memberNo: string
  planNo: string
  /** Of the installment that was the oldest unpaid one. */
  dueOn: PlainDateIso
  claimedAt: Temporal.Instant
  holdUntil: Temporal.Instant
}

export interface PaymentClaim extends NewClaim {
  id: number
  /** None while it is open. */
  outcome: ClaimOutcome | null
}

export type ClaimOutcome = 'seen' | 'not_seen'

/** "Remind me tomorrow". */
export interface NewReminder {
  memberNo: string
  planNo: string
  /** The date on their own calendar on which it comes. */
  on: PlainDateIso
  /** Of the installment that it is about. */
  dueOn: PlainDateIso
  seq: number
  at: Temporal.Instant
  /** When that date is over on their own clock: it is not made up for then. */
  until: Temporal.Instant
}
