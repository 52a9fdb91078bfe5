/**
 * What a plan's records come to, kept beside them so that lists need not recompute. Written in the transaction that
 * changes the records; `examine` proves it equal. (HOUSE "Money in".)
 */
import type { PlainDateIso } from '../domain/calendar.ts'
import type { Offer } from '../domain/offers/offer.ts'
import type { PlanRecords } from '../domain/plan.ts'
import { type PlanState, type PlanStateName, planState } from '../domain/plan-state.ts'
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

/** The port: one transaction's view of plans. */
export interface PlanProjections {
  planRecords(planNos: readonly string[]): Promise<PlanRecords[]>
  offers(): Promise<Offer[]>
  saveProjections(projections: readonly PlanProjection[]): Promise<void>
}

export interface ProjectedPlan {
  records: PlanRecords
  state: PlanState
}

/** Recomputes and saves the projections of these plans, and returns what they were made from. */
export async function projectPlans(
  store: PlanProjections,
  policy: Policy,
  now: Temporal.Instant,
  planNos: readonly string[],
): Promise<ProjectedPlan[]> {
  if (planNos.length === 0) return []
  const offers = await store.offers()
  const projected = (await store.planRecords(planNos)).map((records) => ({
    records,
    state: planState(records, offers, policy, now),
  }))
  await store.saveProjections(projected.map(({ state }) => toProjection(state, policy)))
  return projected
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
