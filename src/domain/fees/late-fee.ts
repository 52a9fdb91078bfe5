/**
 * The late fee, which is off by default: once per missed installment, a share of its amount, and of one plan never more
 * than a share of the plan's total (policy: `rate`, `cap`). It is an entry of its own and changes no installment.
 *
 * An installment is missed when it was not complete at the end of its due date, by value time; money that was taken back
 * later was there on that day. The fee bites from the day after the due date on, and is shown before that. What falls due
 * while an arrangement is active is not missed, for its own steps carry it. What was charged stays charged. A cancelled plan
 * is charged nothing more.
 *
 * 2 % with a cap of 5 % on 6 x 100.00: 2.00 for each missed installment, rounded down to the minor unit, 30.00 at most. #3 of
 * 10 March is unpaid on 11 March: 2.00. Its 100.00 valued 10 March are imported on 11 March, before anything was charged:
 * nothing. (DOMAIN section 9.)
 */
import { allocate } from '../allocation.ts'
import { activePeriods } from '../arrangement-events.ts'
import { addDays, endOfDate, type PlainDateIso } from '../calendar.ts'
import { type Ratio, sumMinor } from '../money.ts'
import type { PlanFacts } from '../plan.ts'
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
  plan: PlanFacts,
  state: PlanState,
  charged: readonly ChargedFee[],
  { fees: { lateFee }, contractZone }: Policy,
): LateFee[] {
  if (!lateFee || state.name === 'cancelled') return []
  const missed = state.installments.filter((installment) => isMissed(installment, plan, state, contractZone))
  return chargesFor(missed, charged, state.terms.totalMinor, lateFee)
}

/** What missing the next installment would cost, to be shown before; none once it is past due, or where nothing can be charged. */
export function lateFeeAhead(
  plan: PlanFacts,
  state: PlanState,
  charged: readonly ChargedFee[],
  policy: Policy,
): LateFee | undefined {
  const { next, today, name, terms } = state
  const { lateFee } = policy.fees
  if (!lateFee || !next || next.dueOn < today || name === 'arranged') return undefined
  const due = lateFeesDue(plan, state, charged, policy)
  return chargesFor([next], [...charged, ...due], terms.totalMinor, lateFee)[0]
}

function chargesFor(
  missed: readonly ScheduledInstallment[],
  charged: readonly ChargedFee[],
  totalMinor: bigint,
  { rate, cap }: { rate: Ratio; cap: Ratio },
): LateFee[] {
  const chargedSeqs = new Set(charged.map(({ seq }) => seq))
  let leftMinor = partOf(totalMinor, cap) - sumMinor(charged.map(({ amountMinor }) => amountMinor))
  const due: LateFee[] = []
  for (const { seq, amountMinor: installmentMinor, dueOn } of missed) {
    const feeMinor = partOf(installmentMinor, rate)
    const amountMinor = feeMinor < leftMinor ? feeMinor : leftMinor
    if (chargedSeqs.has(seq) || amountMinor <= 0n) continue
    leftMinor -= amountMinor
    due.push({ seq, amountMinor, bitesOn: addDays(dueOn, 1) })
  }
  return due
}

function isMissed(
  { dueOn, cumulativeMinor }: ScheduledInstallment,
  plan: PlanFacts,
  { today, asOf }: PlanState,
  contractZone: string,
): boolean {
  if (dueOn >= today) return false
  const isCarried = activePeriods(plan.events, asOf).some(
    ({ fromOn, untilOn }) => fromOn <= dueOn && (untilOn === undefined || dueOn <= untilOn),
  )
  if (isCarried) return false
  const lastMoment = endOfDate(dueOn, contractZone).subtract({ nanoseconds: 1 })
  return allocate(plan, contractZone, lastMoment).paidMinor < cumulativeMinor
}

function partOf(minor: bigint, { numerator, denominator }: Ratio): bigint {
  return (minor * numerator) / denominator
}
