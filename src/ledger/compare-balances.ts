/** What is kept of members' balances against what their records come to. */
import type { LedgerEntry } from '../domain/ledger-entry.ts'
import { formatAmount } from '../domain/money.ts'
import type { PlanRecords } from '../domain/plan.ts'
import { balancesOfMembers, type MemberBalance, touchesBalance } from './balances-of-members.ts'
import type { StandingEntry } from './day-sums.ts'
import type { KeptBalance } from './examine-store.ts'
import type { Detail } from './finding.ts'

/** Each member's as they had to be kept last: since the entry that touched them last, or later. */
export function balanceFaults(
  standing: readonly StandingEntry[],
  plans: readonly PlanRecords[],
  kept: readonly KeptBalance[],
  memberNos: readonly string[],
  contractZone: string,
): Detail[] {
  const entriesOf = Map.groupBy(standing, ({ memberNo }) => memberNo)
  const plansOf = Map.groupBy(plans, ({ terms }) => terms.memberNo)
  const keptOf = Map.groupBy(kept, ({ memberNo }) => memberNo)
  return memberNos.flatMap((memberNo) => {
    const [entries = [], keptBalances = []] = [entriesOf.get(memberNo), keptOf.get(memberNo)]
    const asOf = lastOf([...keptBalances.map(({ asOf }) => asOf), ...recordedTimes(entries.filter(touchesBalance))])
    const at = asOf ?? lastOf(recordedTimes(entries))
    const computed = at && balancesOfMembers([memberNo], entries, plansOf.get(memberNo) ?? [], contractZone, at)
    return differences(computed ?? [], keptBalances)
  })
}

function recordedTimes(entries: readonly LedgerEntry[]): Temporal.Instant[] {
  return entries.map(({ recordedAt }) => recordedAt)
}

function lastOf([first, ...others]: readonly Temporal.Instant[]): Temporal.Instant | undefined {
  return first && others.reduce((last, at) => (Temporal.Instant.compare(at, last) > 0 ? at : last), first)
}

function differences(computed: readonly MemberBalance[], kept: readonly MemberBalance[]): Detail[] {
  const key = ({ memberNo, currency }: MemberBalance) => `${memberNo} ${currency}`
  const minorOf = (balances: readonly MemberBalance[]) => new Map(balances.map((each) => [key(each), each.minor]))
  const [now, before] = [minorOf(computed), minorOf(kept)]
  const all = new Map([...kept, ...computed].map((each) => [key(each), each]))
  return [...all.values()].flatMap((balance): Detail[] => {
    const { memberNo, currency } = balance
    const amount = (minors: ReadonlyMap<string, bigint>) =>
      formatAmount({ minor: minors.get(key(balance)) ?? 0n, currency })
    const [computedAmount, keptAmount] = [amount(now), amount(before)]
    return computedAmount === keptAmount
      ? []
      : [{ member_no: memberNo, currency, kept: keptAmount, computed: computedAmount }]
  })
}
