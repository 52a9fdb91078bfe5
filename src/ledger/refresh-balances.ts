/** What is kept of members' balances follows the ledger; a negative one is looked at. (DOMAIN section 3.) */
import { formatAmount } from '../domain/money.ts'
import type { NewTask } from '../tasks/task.ts'
import { balancesOfMembers, type MemberBalance } from './balances-of-members.ts'
import type { SettledTask } from './ledger-effects.ts'
import type { LedgerStore } from './ledger-store.ts'

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
