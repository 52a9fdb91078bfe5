/**
 * What an event carries besides its plan, read leniently: what is not there, is not said.
 *
 *   payment_received   amount, currency, shares_added, bonus_added
 *   part_paid          amount, currency, seq
 *   reversed           amount, currency
 *   balance_idle       amount, currency: what is on the balance
 *   onboarding_stuck   stage: `verification`, `topup` or `package`
 *
 * Amounts are decimal strings, shares whole numbers.
 */
import { type Money, parseAmount } from '../../domain/money.ts'
import type { EventDetails } from '../../nudges/outbox.ts'

export function moneyOf({ amount, currency }: EventDetails): Money | undefined {
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
