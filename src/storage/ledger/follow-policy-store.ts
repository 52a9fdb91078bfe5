import type { FollowPolicyStore } from '../../ledger/follow-policy.ts'
import type { Database } from '../engine/database.ts'
import { lockLedger } from '../engine/ledger-lock.ts'
import { readSetting, saveSetting } from '../engine/settings.ts'
import { POLICY_IN_FORCE } from './contract-zone.ts'
import { ledgerTablesOn } from './ledger-store.ts'
import { loadPayersAfter, loadPlansAfter } from './load-plans.ts'
import type { TellOn } from './tell.ts'

export function openFollowPolicyStore({ prisma }: Database, tell: TellOn): FollowPolicyStore {
  return {
    policyInForce: () => readSetting<string>(prisma, POLICY_IN_FORCE),
    savePolicyInForce: (document) => saveSetting(prisma, POLICY_IN_FORCE, document),
    inTransaction: (work) =>
      prisma.$transaction(async (transaction) => {
        await lockLedger(transaction)
        return work({
          ...ledgerTablesOn(transaction),
          ...tell(transaction),
          plansAfter: (planNo, most) => loadPlansAfter(transaction, planNo, most),
          payersAfter: (memberNo, most) => loadPayersAfter(transaction, memberNo, most),
        })
      }),
  }
}
