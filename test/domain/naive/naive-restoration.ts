/**
 * DOMAIN.md section 4: money with a value time up to X that is recorded after the cancellation and, counted in its place,
 * pays the installment at D in full restores the plan by itself. What the back office cancelled only `restored_on` reopens.
 */
import { dayIn, isoOf } from './naive-calendar.ts'
import { countsInPlan, isCancelledByBackOffice, openCancellation } from './naive-closing.ts'
import type { NaiveHistory, NaivePayment } from './naive-history.ts'
import { coins, isFull, pour, standsAt } from './naive-money.ts'

/** The date of the restoration, when the plan has to be restored now. */
export function naiveRestoration(history: NaiveHistory, nowMs: number): string | null {
  const today = dayIn(history.zone, nowMs)
  const cancellation = openCancellation(history, nowMs)
  if (!cancellation || isCancelledByBackOffice(history, today)) return null
  const isLate = (payment: NaivePayment) =>
    payment.recordedAtMs >= cancellation.recordedAtMs && dayIn(history.zone, payment.valueAtMs) < cancellation.on
  const inItsPlace = history.payments.filter(
    (payment) =>
      standsAt(payment, nowMs) &&
      (countsInPlan(history, payment, nowMs) ||
        (isLate(payment) && countsInPlan(history, payment, nowMs, cancellation))),
  )
  const piles = pour(history, coins(history.zone, inItsPlace))
  const helped = piles.slice(0, cancellation.seq).some((pile) => pile.some(({ from }) => isLate(from)))
  return helped && isFull(history, piles, cancellation.seq - 1) ? isoOf(today) : null
}
