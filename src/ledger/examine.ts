/**
 * Does everything that is kept beside the ledger still equal what the ledger comes to, and what waits for a person?
 * Every plan is recomputed from its entries and compared with its projection, at the projection's own instant.
 * (CONTRACT "doctor".)
 */

import { formatAmount } from '../domain/money.ts'
import { planState } from '../domain/plan-state.ts'
import type { Policy } from '../domain/policy.ts'
import { balancesByMember, type Detail, type MemberBalance, moneyFaults, totalFaults } from './ledger-sums.ts'
import type { ExamineStore, LedgerView } from './ledger-view.ts'
import { type PlanProjection, toProjection } from './plan-projection.ts'

export interface Finding {
  check: 'projections' | 'sums' | 'quarantined' | 'parked' | 'negative_balances' | 'history_plans'
  /** Holds. What only waits for a person is listed in `details` and is no fault of the installation. */
  ok: boolean
  details: readonly Detail[]
}

export async function examine({
  store,
  policy,
  now,
}: {
  store: ExamineStore
  policy: Policy
  now: Temporal.Instant
}): Promise<Finding[]> {
  const view = await store.view()
  const memberBalances = balancesByMember(view, policy.contractZone, now)
  return [
    found('projections', projectionFaults(view, policy)),
    found('sums', [...moneyFaults(view, policy.contractZone, memberBalances, now), ...totalFaults(view.plans)]),
    listed('quarantined', quarantinedDetails(view)),
    listed('parked', parkedDetails(view)),
    listed('negative_balances', negativeBalances(memberBalances)),
    listed(
      'history_plans',
      view.plans.filter(({ isHistory }) => isHistory).map(({ terms }) => ({ plan_no: terms.planNo })),
    ),
  ]
}

function projectionFaults({ plans, offers, projections }: LedgerView, policy: Policy): Detail[] {
  const projectionOf = new Map(projections.map((projection) => [projection.planNo, projection]))
  return plans.flatMap((plan): Detail[] => {
    const { planNo } = plan.terms
    const kept = projectionOf.get(planNo)
    if (!kept) return [{ plan_no: planNo, field: 'projection', kept: null, computed: 'missing' }]
    const computed = toProjection(planState(plan, offers, policy, kept.asOf), policy)
    return differences(kept, computed)
  })
}

function differences(kept: PlanProjection, computed: PlanProjection): Detail[] {
  const fields = [
    'policyVersion',
    'state',
    'paidMinor',
    'arrearsMinor',
    'nextDueOn',
    'lastPayableOn',
    'sharesCredited',
    'bonusSecured',
  ] as const
  return fields
    .filter((field) => kept[field] !== computed[field])
    .map((field) => ({ plan_no: kept.planNo, field, kept: asText(kept[field]), computed: asText(computed[field]) }))
}

function quarantinedDetails({ quarantined }: LedgerView): Detail[] {
  return quarantined
    .map(({ paymentId, reason, quarantinedAt }) => ({
      payment_id: paymentId,
      reason,
      quarantined_at: quarantinedAt.toString(),
    }))
    .toSorted((a, b) => (a.payment_id < b.payment_id ? -1 : 1))
}

function parkedDetails({ entries }: LedgerView): Detail[] {
  return entries
    .filter(({ isParked, reversedBy }) => isParked && reversedBy === undefined)
    .map(({ entryId, memberNo, currency, amountMinor }) => ({
      payment_id: entryId,
      member_no: memberNo,
      currency,
      amount: formatAmount({ minor: amountMinor, currency }),
    }))
    .toSorted((a, b) => (a.payment_id < b.payment_id ? -1 : 1))
}

function negativeBalances(memberBalances: readonly MemberBalance[]): Detail[] {
  return memberBalances
    .filter(({ minor }) => minor < 0n)
    .map(({ memberNo, currency, minor }) => ({
      member_no: memberNo,
      currency,
      amount: formatAmount({ minor, currency }),
    }))
}

function found(check: Finding['check'], faults: readonly Detail[]): Finding {
  return { check, ok: faults.length === 0, details: faults }
}

function listed(check: Finding['check'], details: readonly Detail[]): Finding {
  return { check, ok: true, details }
}

function asText(value: string | bigint | null): string | null {
  return value === null ? null : value.toString()
}
