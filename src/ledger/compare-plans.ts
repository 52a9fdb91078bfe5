/** What is kept beside a plan against what its records come to. */
import { formatAmount, sumMinor } from '../domain/money.ts'
import type { PlanRecords } from '../domain/plan.ts'
import type { PlanState } from '../domain/plan-state.ts'
import type { Policy } from '../domain/policy.ts'
import type { BonusDecision } from './bonus-decision.ts'
import type { Detail } from './finding.ts'
import { type PlanProjection, toProjection } from './plan-projection.ts'

const compared = [
  'policyVersion',
  'state',
  'paidMinor',
  'arrearsMinor',
  'nextDueOn',
  'lastPayableOn',
  'sharesCredited',
  'bonusSecured',
] as const

export function projectionFaults(
  planNo: string,
  kept: PlanProjection | undefined,
  state: PlanState | undefined,
  policy: Policy,
): Detail[] {
  if (!kept || !state) return [{ plan_no: planNo, field: 'projection', kept: null, computed: 'missing' }]
  const computed = toProjection(state, policy, true)
  return compared
    .filter((field) => kept[field] !== computed[field])
    .map((field) => ({ plan_no: planNo, field, kept: asText(kept[field]), computed: asText(computed[field]) }))
}

/** The last decision on each offer is what the plan has secured from it. */
export function bonusFaults({ terms: { planNo }, bonuses }: PlanState, decisions: readonly BonusDecision[]): Detail[] {
  const decided = new Map(decisions.map(({ offerCode, secured }) => [offerCode, secured]))
  const secured = new Map(bonuses.map(({ offerCode, shares }) => [offerCode, shares]))
  return [...new Set([...decided.keys(), ...secured.keys()])].flatMap((offerCode): Detail[] => {
    const [kept, computed] = [decided.get(offerCode) ?? 0n, secured.get(offerCode) ?? 0n]
    if (kept === computed) return []
    return [{ plan_no: planNo, offer_code: offerCode, kept: kept.toString(), computed: computed.toString() }]
  })
}

/** Plans whose installments do not add up to their total. */
export function totalFaults(plans: readonly PlanRecords[]): Detail[] {
  return plans.flatMap(({ terms: { planNo, currency, totalMinor, installments } }): Detail[] => {
    const sum = sumMinor(installments.map(({ amountMinor }) => amountMinor))
    if (sum === totalMinor) return []
    const amount = (minor: bigint) => formatAmount({ minor, currency })
    return [{ plan_no: planNo, total: amount(totalMinor), installments: amount(sum) }]
  })
}

function asText(value: string | bigint | null): string | null {
  return value === null ? null : value.toString()
}
