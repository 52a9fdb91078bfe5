/** What members have on account, one figure a currency, and what is wrong with it. (DOMAIN section 3.) */

import { type BalanceEntry, balances } from '../domain/balance.ts'
import { formatAmount } from '../domain/money.ts'
import type { PlanFacts } from '../domain/plan.ts'
import type { NewTask } from '../tasks/task.ts'
import type { SettledTask } from './ledger-effects.ts'
import type { LedgerStore } from './ledger-store.ts'

export interface MemberBalance {
  memberNo: string
  currency: string
  /** In minor units; negative when a top-up was taken back that had been moved already. */
  minor: bigint
}

export function balancesOfMembers(
  memberNos: readonly string[],
  entries: readonly (BalanceEntry & { memberNo: string })[],
  plans: readonly PlanFacts[],
  contractZone: string,
  now: Temporal.Instant,
): MemberBalance[] {
  const entriesOf = Map.groupBy(entries, ({ memberNo }) => memberNo)
  const plansOf = Map.groupBy(plans, ({ terms }) => terms.memberNo)
  return memberNos.flatMap((memberNo) => {
    const records = { entries: entriesOf.get(memberNo) ?? [], plans: plansOf.get(memberNo) ?? [] }
    return [...balances(records, contractZone, now)].map(([currency, minor]) => ({ memberNo, currency, minor }))
  })
}

/** Works the balances of these members out anew, and sees to it that negative ones are looked at. */
export async function refreshBalances(
  store: LedgerStore,
  memberNos: readonly string[],
  contractZone: string,
  now: Temporal.Instant,
): Promise<void> {
  if (memberNos.length === 0) return
  const entries = await store.balanceEntries(memberNos)
  const plans = await store.plansOfMembers(memberNos)
  const all = balancesOfMembers(memberNos, entries, plans, contractZone, now)
  await store.saveBalances(memberNos, all, now)
  const { open, settled } = negativeBalances(all)
  await store.openTasks(open, now)
  await store.closeTasks(settled, now)
}

/** A negative balance waits for a person; one that is so no longer has settled itself. */
function negativeBalances(all: readonly MemberBalance[]): { open: NewTask[]; settled: SettledTask[] } {
  const kind = 'negative_balance'
  const subject = ({ memberNo, currency }: MemberBalance) => `${memberNo} ${currency}`
  return {
    open: all
      .filter(({ minor }) => minor < 0n)
      .map((balance) => ({
        kind,
        subject: subject(balance),
        memberNo: balance.memberNo,
        planNo: null,
        details: { currency: balance.currency, amount: formatAmount(balance) },
      })),
    settled: all
      .filter(({ minor }) => minor >= 0n)
      .map((balance) => ({ kind, subject: subject(balance), outcome: 'the balance is no longer negative' })),
  }
}
