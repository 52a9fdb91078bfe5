/**
 * What happened to a member's plans and is to be told to them. Written once, in the transaction of its cause; whether and
 * when it is told is decided later, by what is true then. (DOMAIN section 7.)
 */
import type { PlainDateIso } from '../domain/calendar.ts'
import type { EventName } from '../domain/nudges/catalogue.ts'
import type { EventDetails } from './outbox.ts'

export interface NewNudgeEvent {
  kind: EventName
  memberNo: string
  planNo: string | null
  /** What it is about within its kind: the same is told once. */
  subject: string
  /** In the contract zone. */
  happenedOn: PlainDateIso
  details: EventDetails
  /** From when on it may be told. */
  fromAt: Temporal.Instant
}
