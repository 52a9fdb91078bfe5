/**
 * What an offer has secured on a plan, each time that it changes, with the versions of offer and policy that decided it.
 * Nothing of it is ever changed: the last decision is the one that holds. (DOMAIN section 6.)
 */
import type { PlanState } from '../domain/plan-state.ts'

export interface BonusDecision {
  planNo: string
  offerCode: string
  /** The versions that judged the money that earns; none when nothing is secured any more. */
  offerVersions: readonly number[]
  policyVersion: string
  /** Bonus shares from now on. */
  secured: bigint
  change: BonusChange
  decidedAt: Temporal.Instant
}

/** `reduced` and `lost`: a reversal, or a change of the schedule. `voided`: the plan was cancelled; `regained`: restored. */
type BonusChange = 'secured' | 'reduced' | 'lost' | 'voided' | 'regained'

export function decideBonuses(
  { terms: { planNo }, name, bonuses }: PlanState,
  last: readonly BonusDecision[],
  policyVersion: string,
  decidedAt: Temporal.Instant,
): BonusDecision[] {
  const before = new Map(last.map((decision) => [decision.offerCode, decision]))
  const now = new Map(bonuses.map((bonus) => [bonus.offerCode, bonus]))
  return [...new Set([...before.keys(), ...now.keys()])].flatMap((offerCode): BonusDecision[] => {
    const { shares: secured, versions: offerVersions } = now.get(offerCode) ?? { shares: 0n, versions: [] }
    const decided = before.get(offerCode)
    const securedBefore = decided?.secured ?? 0n
    if (secured === securedBefore) return []
    const change = changeFrom(securedBefore, secured, name === 'cancelled', decided?.change === 'voided')
    return [{ planNo, offerCode, offerVersions, policyVersion, secured, change, decidedAt }]
  })
}

function changeFrom(before: bigint, secured: bigint, isCancelled: boolean, wasVoided: boolean): BonusChange {
  if (secured > before) return wasVoided ? 'regained' : 'secured'
  if (isCancelled) return 'voided'
  return secured === 0n ? 'lost' : 'reduced'
}
