/**
 * The support team lets a person alone. The operator names the last date of silence, a date of the contract zone: a hold
 * until 5 April is still in force on 5 April, 23:59 in that zone, and over on the 6th at 00:00.
 */
import { addDays, type PlainDateIso } from '../domain/calendar.ts'

export const holdReasons = ['bereavement', 'dispute'] as const
export type HoldReason = (typeof holdReasons)[number]

export interface Hold {
  memberNo: string
  reason: HoldReason
  since: Temporal.Instant
  /** The last date of silence; none: until somebody ends it. */
  untilOn: PlainDateIso | null
  /** As the history of tasks names them. */
  setBy: string
}

export type NewHold = Omit<Hold, 'since'>

export function isHoldReason(text: string): text is HoldReason {
  return holdReasons.some((reason) => reason === text)
}

/** The first date on which it no longer holds. */
export function overOn({ untilOn }: Pick<Hold, 'untilOn'>): PlainDateIso | null {
  return untilOn === null ? null : addDays(untilOn, 1)
}
