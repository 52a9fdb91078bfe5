/**
 * The late fee, which is off by default: once per missed installment, a share of its amount, and of one plan never more
 * than a share of the plan's total (policy: `rate`, `cap`). It is an entry of its own and changes no installment.
 *
 * An installment is missed when money of a value date up to its due date has not completed it. It bites from the day after
 * the due date on, and is shown before that. While an arrangement runs, what falls due in it is not missed; what a fee was
 * charged for stays charged. A cancelled plan is charged nothing more.
 *
 * 2 % with a cap of 5 % on 6 x 100.00: 2.00 for each missed installment, rounded down to the minor unit, 30.00 at most. #3 of 10
 * March is unpaid on 11 March: 2.00. Paid on 12 March: 2.00 stay. Its completing payment is reversed: still once. (DOMAIN section 9.)
 */
import { addDays, type PlainDateIso } from '../calendar.ts'
import type { Ratio } from '../money.ts'
import type { PlanState } from '../plan-state.ts'
import type { Policy } from '../policy.ts'
import type { ScheduledInstallment } from '../schedule.ts'

export interface LateFee {
  seq: number
  amountMinor: bigint
  /** The day after the due date. */
  bitesOn: PlainDateIso
}

export interface ChargedFee {
  seq: number
  amountMinor: bigint
}

/** To be charged now, as of the state's instant: what was missed and not charged yet. Empty where it is switched off. */
export function lateFeesDue(
  state: PlanState,
  charged: readonly ChargedFee[],
  { fees: { lateFee } }: Policy,
): LateFee[] {
  if (!lateFee || state.name === 'cancelled' || state.name === 'arranged') return []
  const { terms, installments, today } = state
  const chargedSeqs = new Set(charged.map(({ seq }) => seq))
  let leftMinor =
    partOf(terms.totalMinor, lateFee.cap) - charged.reduce((sum, { amountMinor }) => sum + amountMinor, 0n)
  const due: LateFee[] = []
  for (const installment of installments) {
    if (chargedSeqs.has(installment.seq) || !isMissed(installment, today)) continue
    const feeMinor = partOf(installment.amountMinor, lateFee.rate)
    const amountMinor = feeMinor < leftMinor ? feeMinor : leftMinor
    if (amountMinor <= 0n) continue
    leftMinor -= amountMinor
    due.push({ seq: installment.seq, amountMinor, bitesOn: addDays(installment.dueOn, 1) })
  }
  return due
}

/** What missing the next installment would cost, to be shown before; none when it is past due, or nothing can be charged. */
export function lateFeeAhead(state: PlanState, charged: readonly ChargedFee[], policy: Policy): LateFee | undefined {
  const { next, today } = state
  if (!next || next.dueOn < today) return undefined
  const due = lateFeesDue(state, charged, policy)
  const ifMissed = { ...state, today: addDays(next.dueOn, 1), installments: [next] }
  return lateFeesDue(ifMissed, [...charged, ...due], policy)[0]
}

function isMissed({ completedBy, dueOn }: ScheduledInstallment, today: PlainDateIso): boolean {
  return completedBy ? completedBy.valueOn > dueOn : dueOn < today
}

function partOf(minor: bigint, { numerator, denominator }: Ratio): bigint {
  return (minor * numerator) / denominator
}
