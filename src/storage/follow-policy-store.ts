import type { FollowPolicyStore } from '../ledger/follow-policy.ts'
import type { Database } from './database.ts'
import { lockLedger } from './ledger-lock.ts'
import { loadOffers } from './load-offers.ts'
import { loadPlansByNumber } from './load-plans.ts'
import { saveProjections } from './save-projections.ts'
import { readSetting, saveSetting } from './settings.ts'

export const POLICY_IN_FORCE = 'policy_in_force'

export function openFollowPolicyStore({ prisma }: Database): FollowPolicyStore {
  return {
    policyInForce: () => readSetting<string>(prisma, POLICY_IN_FORCE),
    inTransaction: (work) =>
      prisma.$transaction(async (transaction) => {
        await lockLedger(transaction)
        await work({
          planRecords: (planNos) => loadPlansByNumber(transaction, planNos),
          offers: () => loadOffers(transaction),
          saveProjections: (projections) => saveProjections(transaction, projections),
          allPlanNos: async () =>
            (await transaction.plan.findMany({ select: { planNo: true } })).map(({ planNo }) => planNo),
          savePolicyInForce: (document) => saveSetting(transaction, POLICY_IN_FORCE, document),
        })
      }),
  }
}
