/**
 * What is kept beside the ledger is made under a policy. When the policy is another one than it was made under, all of it
 * is made anew, before anything is answered from it: in portions, and from the beginning if that is interrupted.
 */
import type { PlanRecords } from '../domain/plan.ts'
import type { Policy } from '../domain/policy.ts'
import type { LedgerStore } from './ledger-store.ts'
import { refreshBalances } from './refresh-balances.ts'
import { settlePlans } from './settle-plans.ts'

export interface FollowPolicyStore {
  /** The whole document that holds; `undefined` before the first. */
  policyInForce(): Promise<string | undefined>
  savePolicyInForce(document: string): Promise<void>
  inTransaction<T>(work: (records: FollowPolicyRecords) => Promise<T>): Promise<T>
}

export interface FollowPolicyRecords extends LedgerStore {
  /** The next ones in order of their numbers. */
  plansAfter(planNo: string | null, most: number): Promise<PlanRecords[]>
  /** The next members who have ledger entries. */
  payersAfter(memberNo: string | null, most: number): Promise<string[]>
}

const AT_ONCE = 500

/** `document`: the policy as text, equal for equal policies. */
export async function followPolicy(
  store: FollowPolicyStore,
  policy: Policy,
  document: string,
  now: Temporal.Instant,
): Promise<void> {
  if ((await store.policyInForce()) === document) return
  await inPortions((after) =>
    store.inTransaction(async (records) => {
      const plans = await records.plansAfter(after, AT_ONCE)
      const unchanged = plans.map((plan) => ({ before: plan, after: plan }))
      await settlePlans(records, unchanged, await records.offers(), policy, now)
      return plans.map(({ terms }) => terms.planNo)
    }),
  )
  await inPortions((after) =>
    store.inTransaction(async (records) => {
      const memberNos = await records.payersAfter(after, AT_ONCE)
      await refreshBalances(records, memberNos, policy.contractZone, now)
      return memberNos
    }),
  )
  await store.savePolicyInForce(document)
}

/** `take` gives the keys that it took, in order. */
async function inPortions(take: (after: string | null) => Promise<readonly string[]>): Promise<void> {
  let after: string | null = null
  let taken: readonly string[]
  do {
    taken = await take(after)
    after = taken.at(-1) ?? null
  } while (taken.length === AT_ONCE)
}
