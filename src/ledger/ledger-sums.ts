/** What members hold, and whether all money that came in is in plans or on balances. (DOMAIN section 3.) */
import { allocate, isInForce } from '../domain/allocation.ts'
import { balances } from '../domain/balance.ts'
import type { LedgerEntry } from '../domain/ledger-entry.ts'
import { formatAmount, sumMinor } from '../domain/money.ts'
import type { PlanRecords } from '../domain/plan.ts'
import type { LedgerView } from './ledger-view.ts'

/** One thing that was found, as plain data. */
export type Detail = Readonly<Record<string, string | number | null>>

export interface MemberBalance {
  memberNo: string
  currency: string
  minor: bigint
}

/** All money from outside that is in force is in plans or on balances, per currency. */
export function moneyFaults(
  { plans, entries }: LedgerView,
  contractZone: string,
  memberBalances: readonly MemberBalance[],
  now: Temporal.Instant,
): Detail[] {
  const recordedAt = new Map(entries.map((entry) => [entry.entryId, entry.recordedAt]))
  const fromOutside = new Map<string, bigint>()
  for (const entry of entries) {
    if (entry.kind !== 'topup' && entry.kind !== 'installment') continue
    if (isInForce(withReversal(entry, recordedAt), now)) add(fromOutside, entry.currency, entry.amountMinor)
  }
  const inPlans = new Map<string, bigint>()
  for (const plan of plans) {
    add(inPlans, plan.terms.currency, allocate(plan, contractZone, now).paidMinor)
  }
  const onBalances = new Map<string, bigint>()
  for (const { currency, minor } of memberBalances) add(onBalances, currency, minor)
  return [...new Set([...fromOutside.keys(), ...inPlans.keys(), ...onBalances.keys()])]
    .toSorted()
    .flatMap((currency) => {
      const [total, paidIn, onBalance] = [fromOutside, inPlans, onBalances].map((sums) => sums.get(currency) ?? 0n)
      if (total === undefined || paidIn === undefined || onBalance === undefined || total === paidIn + onBalance)
        return []
      const text = (minor: bigint) => formatAmount({ minor, currency })
      return [{ currency, ledger: text(total), in_plans: text(paidIn), on_balances: text(onBalance) }]
    })
}

export function balancesByMember(
  { plans, entries }: LedgerView,
  contractZone: string,
  now: Temporal.Instant,
): MemberBalance[] {
  const recordedAt = new Map(entries.map((entry) => [entry.entryId, entry.recordedAt]))
  const plansOf = Map.groupBy(plans, ({ terms }) => terms.memberNo)
  const entriesOf = Map.groupBy(entries, ({ memberNo }) => memberNo)
  return [...new Set([...plansOf.keys(), ...entriesOf.keys()])].toSorted().flatMap((memberNo) => {
    const own = (entriesOf.get(memberNo) ?? []).map((entry) => withReversal(entry, recordedAt))
    const sums = balances({ entries: own, plans: plansOf.get(memberNo) ?? [] }, contractZone, now)
    return [...sums].map(([currency, minor]) => ({ memberNo, currency, minor }))
  })
}

function withReversal(entry: LedgerEntry, recordedAt: ReadonlyMap<string, Temporal.Instant>) {
  const reversedAt = entry.reversedBy === undefined ? undefined : recordedAt.get(entry.reversedBy)
  return { ...entry, ...(reversedAt && { reversedAt }) }
}

function add(sums: Map<string, bigint>, currency: string, minor: bigint): void {
  sums.set(currency, (sums.get(currency) ?? 0n) + minor)
}

/** Plans whose installments do not add up to their total. */
export function totalFaults(plans: readonly PlanRecords[]): Detail[] {
  return plans.flatMap(({ terms: { planNo, currency, totalMinor, installments } }): Detail[] => {
    const sum = sumMinor(installments.map(({ amountMinor }) => amountMinor))
    if (sum === totalMinor) return []
    const [total, amounts] = [totalMinor, sum].map((minor) => formatAmount({ minor, currency }))
    return [{ plan_no: planNo, total: total ?? null, installments: amounts ?? null }]
  })
}
