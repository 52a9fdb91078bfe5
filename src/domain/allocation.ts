/**
 * Which money counts in a plan, and which part of the plan each payment covers.
 *
 * Money fills the plan from its oldest installment on, in order of value time, so a payment covers an interval of the
 * plan's total: with installments of 100, a payment of 160 after one of 40 covers 40 to 200, the rest of #1 and all of
 * #2. What exceeds the plan, and what is valued while the plan was cancelled, goes to the member's balance. As of an
 * instant, payments count by their value time and reversals by the time they were recorded. (DOMAIN section 3.)
 */
import { compareInstants, dateAt, type PlainDateIso } from './calendar.ts'
import { closedPeriods, isKeptOut } from './closed-period.ts'
import type { PlanFacts, PlanPayment } from './plan.ts'

export interface CoveringPayment {
  entryId: string
  valueOn: PlainDateIso
  valueAt: Temporal.Instant
  recordedAt: Temporal.Instant
  /** The covered interval of the plan's total, in minor units: from (inclusive) to (exclusive). */
  fromMinor: bigint
  toMinor: bigint
}

export interface ToBalance {
  entryId: string
  amountMinor: bigint
  reason: 'beyond_plan' | 'plan_cancelled'
}

export interface Allocation {
  covering: readonly CoveringPayment[]
  paidMinor: bigint
  toBalance: readonly ToBalance[]
}

export function allocate(plan: PlanFacts, contractZone: string, asOf: Temporal.Instant): Allocation {
  const { terms, payments } = plan
  const closed = closedPeriods(plan, asOf, dateAt(asOf, contractZone))
  const covering: CoveringPayment[] = []
  const toBalance: ToBalance[] = []
  let paidMinor = 0n
  for (const payment of inValueOrder(payments)) {
    if (!isInForce(payment, asOf)) continue
    const valueOn = dateAt(payment.valueAt, contractZone)
    if (isKeptOut(payment, valueOn, closed)) {
      toBalance.push({ entryId: payment.entryId, amountMinor: payment.amountMinor, reason: 'plan_cancelled' })
      continue
    }
    const roomMinor = terms.totalMinor - paidMinor
    const coveredMinor = payment.amountMinor < roomMinor ? payment.amountMinor : roomMinor
    const { entryId, valueAt, recordedAt } = payment
    if (coveredMinor > 0n) {
      const toMinor = paidMinor + coveredMinor
      covering.push({ entryId, valueOn, valueAt, recordedAt, fromMinor: paidMinor, toMinor })
      paidMinor = toMinor
    }
    const excessMinor = payment.amountMinor - coveredMinor
    if (excessMinor > 0n) toBalance.push({ entryId, amountMinor: excessMinor, reason: 'beyond_plan' })
  }
  return { covering, paidMinor, toBalance }
}

/** Counts as of this instant: valued by then, and not taken back by then. */
export function isInForce(
  entry: { valueAt: Temporal.Instant; reversedAt?: Temporal.Instant },
  asOf: Temporal.Instant,
): boolean {
  if (compareInstants(entry.valueAt, asOf) > 0) return false
  return entry.reversedAt === undefined || compareInstants(entry.reversedAt, asOf) > 0
}

/** Value time decides; entries of one moment are taken in the order of their ids, so that the input's order never does. */
function inValueOrder(payments: readonly PlanPayment[]): PlanPayment[] {
  return payments.toSorted((a, b) => compareInstants(a.valueAt, b.valueAt) || (a.entryId < b.entryId ? -1 : 1))
}
