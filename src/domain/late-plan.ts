/**
 * A late plan as a partner's list shows it, and the order of that list: arrears / (days left + 1), highest first, so
 * that much money with little time left comes on top. (DOMAIN section 10.)
 */
import { daysBetween, type PlainDateIso } from './calendar.ts'
import { compareBigints } from './money.ts'
import type { PlanState } from './plan-state.ts'
import { type ScheduledInstallment, unpaidMinor } from './schedule.ts'

export interface LatePlan {
  planNo: string
  memberNo: string
  currency: string
  /** The oldest unpaid installment. */
  seq: number
  dueOn: PlainDateIso
  unpaidMinor: bigint
  /** All that is past due. */
  arrearsMinor: bigint
  daysOverdue: number
  /** Whole days from today to X; 0 on X itself and when X has passed. */
  daysLeft: number
  lastPayableOn: PlainDateIso
  isCancellationDue: boolean
  lastPaidOn?: PlainDateIso
}

/** `undefined` for a plan that is not late. */
export function latePlan(state: PlanState): LatePlan | undefined {
  const { next, delinquency, terms } = state
  if (!next || !delinquency || delinquency.daysOverdue === 0) return undefined
  const lastPaidOn = state.allocation.covering.at(-1)?.valueOn
  return {
    planNo: terms.planNo,
    memberNo: terms.memberNo,
    currency: terms.currency,
    ...oldest(next),
    arrearsMinor: state.arrearsMinor,
    daysOverdue: delinquency.daysOverdue,
    daysLeft: Math.max(0, daysBetween(state.today, delinquency.lastPayableOn)),
    lastPayableOn: delinquency.lastPayableOn,
    isCancellationDue: delinquency.isCancellationDue,
    ...(lastPaidOn && { lastPaidOn }),
  }
}

/** Grouped by currency, in each the highest arrears per day left first. */
export function byNeed(a: LatePlan, b: LatePlan): number {
  if (a.currency !== b.currency) return a.currency < b.currency ? -1 : 1
  const weightOfA = a.arrearsMinor * BigInt(b.daysLeft + 1)
  const weightOfB = b.arrearsMinor * BigInt(a.daysLeft + 1)
  return compareBigints(weightOfB, weightOfA) || b.daysOverdue - a.daysOverdue || (a.planNo < b.planNo ? -1 : 1)
}

function oldest(next: ScheduledInstallment) {
  return { seq: next.seq, dueOn: next.dueOn, unpaidMinor: unpaidMinor(next) }
}
