/**
 * What is kept of members' balances follows the ledger. A negative one is looked at, and so are the plans of whose balance
 * rose: it may pay the next installment, but not by itself. (DOMAIN sections 3 and 7.)
 */
import { formatAmount } from '../domain/money.ts'
import type { NewTask } from '../tasks/task.ts'
import { balancesOfMembers, type MemberBalance } from './balances-of-members.ts'
import type { SettledTask } from './ledger-effects.ts'
import type { LedgerStore } from './ledger-store.ts'

/** Works the balances of these members out anew, with what follows from them. */
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
  const before = await store.saveBalances(memberNos, all, now)
  await store.lookAtPlans(withMore(all, before), now)
  const { open, settled } = negativeBalances(all)
  await store.openTasks(open, now)
  await store.closeTasks(settled, now)
}

/** The members who have more than before in some currency. */
function withMore(all: readonly MemberBalance[], before: readonly MemberBalance[]): string[] {
  const minorBefore = new Map(before.map((balance) => [nameOf(balance), balance.minor]))
  const risen = all.filter((balance) => balance.minor > 0n && balance.minor > (minorBefore.get(nameOf(balance)) ?? 0n))
  return [...new Set(risen.map(({ memberNo }) => memberNo))]
}

/** A negative balance waits for a person; one that is so no longer has settled itself. */
function negativeBalances(all: readonly MemberBalance[]): { open: NewTask[]; settled: SettledTask[] } {
  const kind = 'negative_balance'
  return {
    open: all
      .filter(({ minor }) => minor < 0n)
      .map((balance) => ({
        kind,
        subject: nameOf(balance),
        memberNo: balance.memberNo,
        planNo: null,
        details: { currency: balance.currency, amount: formatAmount(balance) },
      })),
    settled: all
      .filter(({ minor }) => minor >= 0n)
      .map((balance) => ({ kind, subject: nameOf(balance), outcome: 'the balance is no longer negative' })),
  }
}

function nameOf({ memberNo, currency }: MemberBalance): string {
  return `${memberNo} ${currency}`
}
