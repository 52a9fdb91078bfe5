/**
 * Projections are made under a policy. When the policy is another one than they were made under, every plan is projected
 * anew, before anything is answered from them.
 */
import type { Policy } from '../domain/policy.ts'
import { type PlanProjections, projectPlans } from './plan-projection.ts'

export interface FollowPolicyStore {
  /** The whole document that the projections were made under; `undefined` before the first. */
  policyInForce(): Promise<string | undefined>
  inTransaction(work: (records: FollowPolicyRecords) => Promise<void>): Promise<void>
}

export interface FollowPolicyRecords extends PlanProjections {
  allPlanNos(): Promise<string[]>
  savePolicyInForce(document: string): Promise<void>
}

/** `document`: the policy as text, equal for equal policies. */
export async function followPolicy(
  store: FollowPolicyStore,
  policy: Policy,
  document: string,
  now: Temporal.Instant,
): Promise<void> {
  if ((await store.policyInForce()) === document) return
  await store.inTransaction(async (records) => {
    await projectPlans(records, policy, now, await records.allPlanNos())
    await records.savePolicyInForce(document)
  })
}
