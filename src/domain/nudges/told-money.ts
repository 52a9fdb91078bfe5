/**
 * What is still so of the money that an event tells of: some of it may have been taken back before it is told.
 *
 * Two payments of 100.00 came in at 22:00, one was taken back at 08:00: at 09:00 it is true that 100.00 was received. What
 * the two of them had added is not said any more, nor where money of other days was taken back, since what a payment adds
 * hangs on what lies before it. (DOMAIN sections 3 and 7.)
 */
import { compareInstants } from '../calendar.ts'
import type { PlanPayment } from '../plan.ts'

export interface ToldMoney {
  /** Of the event's own money. */
  standing: readonly PlanPayment[]
  /** Of it. */
  isAnyTakenBack: boolean
  /** Of the whole plan, since the event's money was recorded. */
  isPlanReduced: boolean
}

/** `entryIds`: what the event tells of. */
export function toldMoney(entryIds: readonly string[], payments: readonly PlanPayment[]): ToldMoney {
  const own = payments.filter(({ entryId }) => entryIds.includes(entryId))
  const standing = own.filter(({ reversedAt }) => reversedAt === undefined)
  const isSince = (at: Temporal.Instant) => own.some(({ recordedAt }) => compareInstants(at, recordedAt) > 0)
  return {
    standing,
    isAnyTakenBack: standing.length < own.length,
    isPlanReduced: payments.some(({ reversedAt }) => reversedAt !== undefined && isSince(reversedAt)),
  }
}
