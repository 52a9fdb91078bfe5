import type { FollowPolicyStore } from '../ledger/follow-policy.ts'
import type { Database, Queries } from './database.ts'
import type { Tell } from './import-store.ts'
import { lockLedger } from './ledger-lock.ts'
import { ledgerTablesOn } from './ledger-store.ts'
import { loadPlansAfter } from './load-plans.ts'
import { readSetting, saveSetting } from './settings.ts'

/** The setting that has the whole policy document. */
export const POLICY_IN_FORCE = 'policy_in_force'

export function openFollowPolicyStore({ prisma }: Database, tell: (transaction: Queries) => Tell): FollowPolicyStore {
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
          async payersAfter(memberNo, most) {
            const rows = await transaction.$queryRaw<{ member_no: string }[]>`
              SELECT DISTINCT member_no FROM ledger_entry WHERE member_no > ${memberNo ?? ''}
              ORDER BY member_no LIMIT ${most}`
            return rows.map(({ member_no }) => member_no)
          },
        })
      }),
  }
}
