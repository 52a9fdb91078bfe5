/**
 * What comes with a thing that is said, besides its plan, read leniently: what is not there, is not said.
 *
 *   payment_received   amount, currency, shares_added, bonus_added; so, too, `completed` and `part_paid`
 *   reversed           amount, currency: what was taken back
 *   onboarding_stuck   stage: `verification`, `topup` or `package`
 *   every installment  balance, currency: what is on the balance, where it would pay the installment
 *
 * Amounts are decimal strings, shares whole numbers.
 */
import { type Money, parseAmount } from '../../domain/money.ts'
import type { EventDetails } from '../../nudges/outbox.ts'

export function moneyOf(details: EventDetails, name: 'amount' | 'balance' = 'amount'): Money | undefined {
  const { [name]: amount, currency } = details
  if (amount === undefined || amount === null || typeof currency !== 'string') return undefined
  const minor = parseAmount(String(amount), currency)
  return minor === undefined ? undefined : { minor, currency }
}

/** A positive whole number, or nothing. */
export function countOf(details: EventDetails, name: 'shares_added' | 'bonus_added'): bigint | undefined {
  const text = String(details[name] ?? '')
  return /^[1-9]\d*$/.test(text) ? BigInt(text) : undefined
}

const stages = ['verification', 'topup', 'package'] as const
export type Stage = (typeof stages)[number]

export function stageOf({ stage }: EventDetails): Stage {
  const known = stages.find((each) => each === stage)
  if (!known) throw new Error(`no words for somebody stuck at ${stage}`)
  return known
}
