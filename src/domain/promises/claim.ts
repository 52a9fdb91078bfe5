/**
 * "I have paid": what a claim does, and when it closes.
 *
 * It holds the ladder for 3 days of 24 hours (policy). It closes as seen when the money shows: the installment it was made
 * about and all before it are paid, or money of the stated amount, valued from the stated date on (a day before it, too:
 * banks and people count differently), is in the plan. Once the hold has run out without that, it closes as not seen, and a
 * person is asked to look for the money.
 *
 * 20 March, 10:00: "100.00, paid on the 19th" holds until 23 March, 10:00. 100.00 valued 19 March, imported on the 21st: seen.
 * 40.00 of them: not seen, at 10:00 on the 23rd. (DOMAIN section 8.)
 */
import { addDays, compareInstants, dateAt, type PlainDateIso } from '../calendar.ts'
import type { PlanPayment } from '../plan.ts'
import type { PlanState } from '../plan-state.ts'
import type { Policy } from '../policy.ts'
import { isPaid } from '../schedule.ts'

export interface ClaimedPayment {
  /** Due date of the installment that was the oldest unpaid one. */
  dueOn: PlainDateIso
  claimedAt: Temporal.Instant
  holdUntil: Temporal.Instant
  /** What they say they paid, and when; not everybody says. */
  paidOn?: PlainDateIso
  amountMinor?: bigint
}

export type ClaimStanding = 'open' | 'seen' | 'not_seen'

export function claimHoldUntil(claimedAt: Temporal.Instant, { promises }: Policy): Temporal.Instant {
  return claimedAt.add({ hours: 24 * promises.claimHoldDays })
}

/** As of the state's instant; `payments`: those of the plan. */
export function judgeClaim(
  claim: ClaimedPayment,
  state: PlanState,
  payments: readonly PlanPayment[],
  contractZone: string,
): ClaimStanding {
  const { asOf } = state
  // Money pays the oldest installments first, so all that is due by then must be paid.
  const due = state.installments.filter(({ dueOn }) => dueOn <= claim.dueOn)
  if (due.every(isPaid) || isClaimedMoneyThere(claim, payments, contractZone, asOf)) return 'seen'
  return hasRunOut(claim, asOf) ? 'not_seen' : 'open'
}

export function hasRunOut({ holdUntil: until }: Pick<ClaimedPayment, 'holdUntil'>, now: Temporal.Instant): boolean {
  return compareInstants(until, now) <= 0
}

/** Money that was known when they claimed is not what they speak of. */
function isClaimedMoneyThere(
  { paidOn, amountMinor, claimedAt }: ClaimedPayment,
  payments: readonly PlanPayment[],
  contractZone: string,
  asOf: Temporal.Instant,
): boolean {
  if (amountMinor === undefined) return false
  const fromOn = addDays(paidOn ?? dateAt(claimedAt, contractZone), -1)
  let sumMinor = 0n
  for (const payment of payments) {
    const { valueAt, recordedAt, reversedAt } = payment
    const isKnown = compareInstants(recordedAt, asOf) <= 0 && compareInstants(valueAt, asOf) <= 0
    const isNews = compareInstants(recordedAt, claimedAt) > 0
    const isBack = reversedAt !== undefined && compareInstants(reversedAt, asOf) <= 0
    if (isKnown && isNews && !isBack && dateAt(valueAt, contractZone) >= fromOn) sumMinor += payment.amountMinor
  }
  return sumMinor >= amountMinor
}
