/**
 * What a plan's records come to, kept beside them so that lists need not recompute. Written in the transaction that
 * changes the records; `examine` proves it equal. (HOUSE "Money in".)
 */
import { type PlainDateIso, startOfDate } from '../domain/calendar.ts'
import { nextLadderDate } from '../domain/nudges/ladder.ts'
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
  /** When a reminder about it may next be right, whoever it is for; none: not before something changes. */
  nudgeLookAt: Temporal.Instant | null
}

/** What was known of a plan before it changed, by the dates and money of its last projection. */
export type ProjectedBefore = Pick<PlanProjection, 'state' | 'nextDueOn' | 'lastPayableOn' | 'bonusSecured'>

/** `isSilent`: its owner is never written to about it. */
export function toProjection(state: PlanState, policy: Policy, isSilent: boolean): PlanProjection {
  const lookOn = isSilent || state.name === 'arranged' ? undefined : nextLadderDate(state, policy)
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
    nudgeLookAt: lookOn ? startOfDate(lookOn, policy.contractZone) : null,
  }
}
