/** DOMAIN.md section 3: balances per member and currency, and where all the money is. */

import { countsInPlan } from './naive-closing.ts'
import type { NaivePayment } from './naive-history.ts'
import type { NaiveEntry, NaivePlan, NaiveWorld } from './naive-ledger.ts'
import { coins, pour, standsAt } from './naive-money.ts'

export function paymentOf({ row, recordedAtMs, reversedAtMs }: NaiveEntry): NaivePayment {
  const { id, amount, valueAtMs } = row
  return { id, amount, valueAtMs, recordedAtMs, ...(reversedAtMs !== undefined && { reversedAtMs }) }
}

/** All money that was ever booked to the plan. */
export function moneyOf(plan: NaivePlan, ledger: readonly NaiveEntry[]): NaivePayment[] {
  return ledger.filter((entry) => entry.plan === plan.planNo && entry.row.kind !== 'reversal').map(paymentOf)
}

/** How much of it the plan holds. */
export function heldByPlan(plan: NaivePlan, ledger: readonly NaiveEntry[], atMs: number): number {
  const counting = moneyOf(plan, ledger).filter(
    (payment) => standsAt(payment, atMs) && countsInPlan(plan, payment, atMs),
  )
  return pour(plan, coins(plan.zone, counting)).reduce((sum, pile) => sum + pile.length, 0)
}

export function naiveBalance(
  world: NaiveWorld,
  ledger: readonly NaiveEntry[],
  member: string,
  currency: string,
  atMs: number,
): number {
  let balance = 0
  for (const entry of ledger) {
    const { row, isParked } = entry
    if (row.member !== member || row.currency !== currency || !standsAt(paymentOf(entry), atMs)) continue
    if (row.kind === 'topup' || isParked) balance += row.amount
    if (row.kind === 'from_balance') balance -= row.amount
  }
  for (const plan of world.plans) {
    if (plan.member !== member || plan.currency !== currency) continue
    const arrived = moneyOf(plan, ledger).filter((payment) => standsAt(payment, atMs))
    balance += arrived.reduce((sum, { amount }) => sum + amount, 0) - heldByPlan(plan, ledger, atMs)
  }
  return balance
}

/** Everything in force that came from outside, per currency. */
export function naiveMoneyFromOutside(ledger: readonly NaiveEntry[], currency: string, atMs: number): number {
  return ledger
    .filter(({ row }) => row.currency === currency && (row.kind === 'topup' || row.kind === 'installment'))
    .filter((entry) => standsAt(paymentOf(entry), atMs))
    .reduce((sum, { row }) => sum + row.amount, 0)
}
