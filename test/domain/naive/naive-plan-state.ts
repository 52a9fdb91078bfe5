/**
 * A second implementation of DOMAIN.md sections 3 to 6, written from that page alone and made to be read against it:
 * money is a row of single coins, nothing is kept between questions, nothing is fast.
 */
import { dayIn, dayNumber, isoOf } from './naive-calendar.ts'
import { isCancelledAt } from './naive-closing.ts'
import type { Coin, NaiveHistory, NaiveState } from './naive-history.ts'
import { lateness } from './naive-lateness.ts'
import { coinsInForce, isFull, pour, standsAt, totalOf } from './naive-money.ts'
import { offersOf } from './naive-offers.ts'

export function naiveState(history: NaiveHistory, nowMs: number): NaiveState {
  const today = dayIn(history.zone, nowMs)
  const cancelled = isCancelledAt(history, nowMs)
  const coins = coinsInForce(history, nowMs)
  const piles = pour(history, coins)
  const heldBy = piles.map((pile) => pile.length)
  const paid = heldBy.reduce((sum, held) => sum + held, 0)
  const firstUnpaid = history.installments.findIndex((_, i) => !isFull(history, piles, i))
  const allMoney = history.payments.filter((payment) => standsAt(payment, nowMs))
  const toBalance = allMoney.reduce((sum, payment) => sum + payment.amount, 0) - paid

  const late = cancelled || firstUnpaid < 0 ? undefined : lateness(history, firstUnpaid, nowMs)
  const state = cancelled ? 'cancelled' : late === undefined ? 'completed' : late.state
  const shares = sharesOf(history, piles)
  return {
    state,
    paid,
    toBalance,
    outstanding: cancelled ? 0 : totalOf(history) - paid,
    arrears: cancelled
      ? 0
      : history.installments.reduce(
          (sum, { dueOn, amount }, i) => sum + (dayNumber(dueOn) < today ? amount - (heldBy[i] ?? 0) : 0),
          0,
        ),
    heldBy,
    credited: shares.credited,
    fromNextPayments: cancelled ? 0 : shares.fromNextPayments,
    locked: cancelled ? 0 : shares.locked,
    nextSeq: late ? firstUnpaid + 1 : null,
    daysOverdue: late ? late.daysOverdue : 0,
    lastPayableOn: late ? isoOf(late.lastPayable) : null,
    offers: offersOf(history, coins, state, nowMs),
  }
}

// --- section 5 ---

function sharesOf(history: NaiveHistory, piles: readonly Coin[][]) {
  const { shares, installments } = history
  const count = installments.length
  const full = installments.map((_, i) => isFull(history, piles, i))
  if (full.every(Boolean)) return { credited: shares, fromNextPayments: 0, locked: 0 }
  if (count === 1) return { credited: 0, fromNextPayments: 0, locked: shares }
  const [numerator, denominator] = history.heldBack
  const early = Math.floor((shares * (denominator - numerator)) / denominator)
  const paidInFull = installments.reduce((sum, { amount }, i) => sum + (full[i] ? amount : 0), 0)
  const last = installments[count - 1]?.amount ?? 0
  const credited = Math.floor((early * paidInFull) / (totalOf(history) - last))
  return { credited, fromNextPayments: early - credited, locked: shares - early }
}
