/**
 * Something that a person must look at. At most one task of a kind is open about the same subject; what is done about it
 * is kept as a history that only grows.
 */
import type { PlainDateIso } from '../domain/calendar.ts'
import type { TaskKind } from './kinds.ts'

/**
 * What else is known. A chat shows what stands under these names: `payment_id`, `amount` (a decimal string) with its
 * `currency`, `seq` (of the installment), `last_payable_on`, `reason` (why a payment waits), `event`. The command line
 * shows all of it.
 */
export type TaskDetails = Readonly<Record<string, string | number | null>>

export interface NewTask {
  kind: TaskKind
  /** What it is about within its kind: a payment, a plan, a member and a currency. */
  subject: string
  /** About whom; one who is not in the base is not kept here. */
  memberNo: string | null
  planNo: string | null
  details: TaskDetails
}

export interface Task extends NewTask {
  id: number
  memberName: string | null
  openedAt: Temporal.Instant
  dueOn: PlainDateIso | null
  /** The partner whose it is; none: the support team's. */
  ownerNo: string | null
  ownerName: string | null
  /** Since when its owner is at it; none while nobody has said so. */
  takenAt: Temporal.Instant | null
  closedAt: Temporal.Instant | null
  outcome: string | null
}

export interface TaskNote {
  at: Temporal.Instant
  /** A member's number, `support`, `support:<who of them>`, or `kisht` itself. */
  actor: string
  action: 'opened' | 'taken' | 'given' | 'noted' | 'closed'
  text: string | null
}
