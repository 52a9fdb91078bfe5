/** What members have on account, one figure a currency. (DOMAIN section 3.) */
import { type BalanceEntry, balances } from '../domain/balance.ts'
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
    return [...balances(records, contractZone, now)].map(([currency, minor]) => ({ memberNo, currency, minor }))
  })
}
