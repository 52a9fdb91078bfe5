/**
 * For each day of the contract zone and each currency: what came in from outside by value date, and where it lies. A move
 * from the balance takes there and gives to a plan, so it cancels out. (DOMAIN section 3.)
 */
import { allocate, isInForce } from '../domain/allocation.ts'
import { dateAt } from '../domain/calendar.ts'
import type { LedgerEntry } from '../domain/ledger-entry.ts'
import { formatAmount } from '../domain/money.ts'
import type { PlanRecords } from '../domain/plan.ts'
import type { Detail } from './finding.ts'

interface DaySum {
  day: string
  currency: string
  ledger: bigint
  inPlans: bigint
  onBalances: bigint
}

/** By day and currency. */
export type DaySums = Map<string, DaySum>

/** With the time at which it was taken back. */
export type StandingEntry = LedgerEntry & { reversedAt?: Temporal.Instant }

/** Adds some members' money, all of it, and gives their entries with the time at which each was taken back. */
export function sumDays(
  sums: DaySums,
  entries: readonly LedgerEntry[],
  plans: readonly PlanRecords[],
  contractZone: string,
  now: Temporal.Instant,
): StandingEntry[] {
  const recordedAt = new Map(entries.map((entry) => [entry.entryId, entry.recordedAt]))
  const standing = entries.map((entry) => {
    const reversedAt = entry.reversedBy === undefined ? undefined : recordedAt.get(entry.reversedBy)
    return { ...entry, ...(reversedAt && { reversedAt }) }
  })
  const dayOf = new Map<string, string>()
  for (const entry of standing) {
    const day = dateAt(entry.valueAt, contractZone)
    dayOf.set(entry.entryId, day)
    if (entry.kind === 'reversal' || !isInForce(entry, now)) continue
    const sum = sumOf(sums, day, entry.currency)
    if (entry.kind === 'from_balance') sum.onBalances -= entry.amountMinor
    else sum.ledger += entry.amountMinor
    if (entry.kind === 'topup' || entry.isParked) sum.onBalances += entry.amountMinor
  }
  for (const plan of plans) {
    const { currency } = plan.terms
    const { covering, toBalance } = allocate(plan, contractZone, now)
    for (const { valueOn, fromMinor, toMinor } of covering)
      sumOf(sums, valueOn, currency).inPlans += toMinor - fromMinor
    for (const { entryId, amountMinor } of toBalance) {
      sumOf(sums, dayOf.get(entryId) ?? 'unknown', currency).onBalances += amountMinor
    }
  }
  return standing
}

export function dayFaults(sums: DaySums): Detail[] {
  return [...sums.values()]
    .filter(({ ledger, inPlans, onBalances }) => ledger !== inPlans + onBalances)
    .toSorted((a, b) => (`${a.day} ${a.currency}` < `${b.day} ${b.currency}` ? -1 : 1))
    .map(({ day, currency, ledger, inPlans, onBalances }) => {
      const amount = (minor: bigint) => formatAmount({ minor, currency })
      return { day, currency, ledger: amount(ledger), in_plans: amount(inPlans), on_balances: amount(onBalances) }
    })
}

function sumOf(sums: DaySums, day: string, currency: string): DaySum {
  const key = `${day} ${currency}`
  const there = sums.get(key) ?? { day, currency, ledger: 0n, inPlans: 0n, onBalances: 0n }
  sums.set(key, there)
  return there
}
