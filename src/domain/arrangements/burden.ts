/**
 * What a timetable must carry: the arrears of its plans, and the installments that fall due until its end, so that then
 * nothing is past due.
 *
 * #3 = 100.00 of 10 March is late on 28 March; #4 to #6 = 100.00 each fall due on the 10th. Until 9 April: 100.00; until
 * 15 April: 200.00; until 15 May: 300.00. (DOMAIN section 9.)
 */
import { daysBetween, type PlainDateIso } from '../calendar.ts'
import { type Ratio, sumMinor } from '../money.ts'
import type { PlanState } from '../plan-state.ts'
import { unpaidMinor } from '../schedule.ts'
import type { CoveredPlan } from './agreement.ts'

/** What the late plans owe up to and on this date, in minor units. */
export function owedMinor(late: readonly PlanState[], until: PlainDateIso): bigint {
  return sumMinor(
    late.flatMap(({ installments }) => installments.filter(({ dueOn }) => dueOn <= until).map(unpaidMinor)),
  )
}

export function allArrearsMinor(late: readonly PlanState[]): bigint {
  return sumMinor(late.map(({ arrearsMinor }) => arrearsMinor))
}

/** Of the arrears, rounded up to the minor unit; at least one unit. */
export function minDepositMinor(arrearsMinor: bigint, { numerator, denominator }: Ratio): bigint {
  const deposit = (arrearsMinor * numerator + denominator - 1n) / denominator
  return deposit > 0n ? deposit : 1n
}

export function coveredPlans(late: readonly PlanState[], endOn: PlainDateIso): CoveredPlan[] {
  return late.map((state) => {
    const { terms, installments, delinquency, today } = state
    if (!delinquency) throw new RangeError(`plan ${terms.planNo} is not late`)
    const { lastPayableOn } = delinquency
    return {
      planNo: terms.planNo,
      settledAtMinor: installments.findLast(({ dueOn }) => dueOn <= endOn)?.cumulativeMinor ?? 0n,
      owedMinor: owedMinor([state], endOn),
      lastPayableOn,
      daysLeft: Math.max(0, daysBetween(today, lastPayableOn)),
    }
  })
}
