/**
 * What a plan's records come to, kept beside them so that lists need not recompute. Written in the transaction that
 * changes the records; `examine` proves it equal. (HOUSE "Money in".)
 */
import type { PlainDateIso } from '../domain/calendar.ts'
import type { PlanState, PlanStateName } from '../domain/plan-state.ts'
import type { Policy } from '../domain/policy.ts'

export interface PlanProjection {
  planNo: string
  asOf: Temporal.Instant
  policyVersion: string
  /** As of `asOf`, as is what is past due. */
  state: PlanStateName
  paidMinor: bigint
  arrearsMinor: bigint
  /** Of the oldest unpaid installment; none when completed or cancelled. */
  nextDueOn: PlainDateIso | null
  lastPayableOn: PlainDateIso | null
  sharesCredited: bigint
  bonusSecured: bigint
}

export function toProjection(state: PlanState, policy: Policy): PlanProjection {
  return {
    planNo: state.terms.planNo,
    asOf: state.asOf,
    policyVersion: policy.version,
    state: state.name,
    paidMinor: state.paidMinor,
    arrearsMinor: state.arrearsMinor,
    nextDueOn: state.next?.dueOn ?? null,
    lastPayableOn: state.delinquency?.lastPayableOn ?? null,
    sharesCredited: state.shares.credited,
    bonusSecured: state.bonusSecured,
  }
}
