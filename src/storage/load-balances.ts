import { type BalanceEntry, balances } from '../domain/balance.ts'
import type { PaymentKind } from '../domain/ledger-entry.ts'
import type { Money } from '../domain/money.ts'
import { fromInstantColumn } from './columns.ts'
import type { Queries } from './database.ts'
import { loadPlansOfMember } from './load-plans.ts'

interface BalanceRow {
  kind: PaymentKind
  is_parked: boolean
  currency: string
  amount_minor: bigint
  value_at: Date
  reversed_at: Date | null
}

/** The member's balances that are not zero, negative ones included, in order of their currencies. */
export async function loadBalances(
  queries: Queries,
  memberNo: string,
  contractZone: string,
  asOf: Temporal.Instant,
): Promise<Money[]> {
  const rows = await queries.$queryRaw<BalanceRow[]>`
    SELECT e.kind, e.is_parked, e.currency, e.amount_minor, e.value_at, r.recorded_at AS reversed_at
    FROM ledger_entry e LEFT JOIN ledger_entry r ON r.reverses = e.entry_id
    WHERE e.member_no = ${memberNo} AND e.kind <> 'reversal'`
  const entries = rows.map(
    (row): BalanceEntry => ({
      kind: row.kind,
      isParked: row.is_parked,
      currency: row.currency,
      amountMinor: row.amount_minor,
      valueAt: fromInstantColumn(row.value_at),
      ...(row.reversed_at && { reversedAt: fromInstantColumn(row.reversed_at) }),
    }),
  )
  const plans = await loadPlansOfMember(queries, memberNo)
  return [...balances({ entries, plans }, contractZone, asOf)]
    .filter(([, minor]) => minor !== 0n)
    .map(([currency, minor]) => ({ currency, minor }))
    .toSorted((a, b) => (a.currency < b.currency ? -1 : 1))
}
