/** DOMAIN.md section 3: which money is in force, and where it lies. Money is a row of single coins. */
import { dayIn } from './naive-calendar.ts'
import { countsInPlan } from './naive-closing.ts'
import type { Coin, NaiveHistory, NaivePayment } from './naive-history.ts'

export function standsAt(payment: Pick<NaivePayment, 'valueAtMs' | 'reversedAtMs'>, atMs: number): boolean {
  const takenBack = payment.reversedAtMs !== undefined && payment.reversedAtMs <= atMs
  return payment.valueAtMs <= atMs && !takenBack
}

/** The coins that count in the plan. */
export function coinsInForce(history: NaiveHistory, atMs: number): Coin[] {
  return coinsOf(
    history,
    history.payments.filter((payment) => standsAt(payment, atMs)),
    atMs,
  )
}

/** The coins of those of these payments that the plan takes. */
export function coinsOf(history: NaiveHistory, payments: readonly NaivePayment[], atMs: number): Coin[] {
  return coins(
    history.zone,
    payments.filter((payment) => countsInPlan(history, payment, atMs)),
  )
}

/** In the order of their value. */
export function coins(zone: string, payments: readonly NaivePayment[]): Coin[] {
  const inOrder = [...payments].sort((a, b) => a.valueAtMs - b.valueAtMs || (a.id < b.id ? -1 : 1))
  return inOrder.flatMap((from) => {
    const coin = { from, day: dayIn(zone, from.valueAtMs) }
    return Array.from({ length: from.amount }, () => coin)
  })
}

type Installments = Pick<NaiveHistory, 'installments'>

/** Coin by coin into the oldest unpaid installment; what does not fit any more lies on the balance. */
export function pour({ installments }: Installments, money: readonly Coin[]): Coin[][] {
  const piles = installments.map((): Coin[] => [])
  for (const coin of money) {
    const pile = piles.find((held, i) => held.length < (installments[i]?.amount ?? 0))
    pile?.push(coin)
  }
  return piles
}

export function isFull({ installments }: Installments, piles: readonly Coin[][], i: number): boolean {
  return piles[i]?.length === installments[i]?.amount
}

export function totalOf({ installments }: Installments): number {
  return installments.reduce((sum, { amount }) => sum + amount, 0)
}
