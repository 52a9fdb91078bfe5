/** What members have on account, one figure a currency. (DOMAIN section 3.) */
import { type BalanceEntry, balances } from '../domain/balance.ts'
import type { LedgerEntry } from '../domain/ledger-entry.ts'
import type { PlanFacts } from '../domain/plan.ts'

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
    // Zero is said of what plans could give back, so that it is known to be zero.
    const none = records.plans.map(({ terms }) => [terms.currency, 0n] as const)
    const all = new Map([...none, ...balances(records, contractZone, now)])
    return [...all].map(([currency, minor]) => ({ memberNo, currency, minor }))
  })
}

/** What stays inside plans changes no balance, unless a plan cannot take it. */
export function touchesBalance({ planNo, kind }: LedgerEntry): boolean {
  return planNo === null || kind !== 'installment'
}
