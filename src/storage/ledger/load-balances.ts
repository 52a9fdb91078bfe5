import { balances } from '../../domain/balance.ts'
import type { PaymentKind } from '../../domain/ledger-entry.ts'
import type { Money } from '../../domain/money.ts'
import type { MemberBalanceEntry } from '../../ledger/ledger-store.ts'
import { fromInstantColumn } from '../engine/columns.ts'
import type { Queries } from '../engine/database.ts'
import { loadPlansOfMember } from './load-plans.ts'

interface BalanceRow {
  member_no: string
  kind: PaymentKind
  is_parked: boolean
  currency: string
  amount_minor: bigint
  value_at: Date
  recorded_at: Date
  reversed_at: Date | null
}

/** The entries of these members that touch their balances directly, not by way of a plan. */
export async function loadBalanceEntries(
  queries: Queries,
  memberNos: readonly string[],
): Promise<MemberBalanceEntry[]> {
  const rows = await queries.$queryRaw<BalanceRow[]>`
    SELECT e.member_no, e.kind, e.is_parked, e.currency, e.amount_minor, e.value_at, e.recorded_at,
      r.recorded_at AS reversed_at
    FROM ledger_entry e LEFT JOIN ledger_entry r ON r.reverses = e.entry_id
    WHERE e.member_no = ANY(${memberNos}) AND e.kind <> 'reversal'
      AND (e.plan_no IS NULL OR e.kind = 'from_balance')`
  return rows.map((row) => ({
    memberNo: row.member_no,
    kind: row.kind,
    isParked: row.is_parked,
    currency: row.currency,
    amountMinor: row.amount_minor,
    valueAt: fromInstantColumn(row.value_at),
    recordedAt: fromInstantColumn(row.recorded_at),
    ...(row.reversed_at && { reversedAt: fromInstantColumn(row.reversed_at) }),
  }))
}

/** The member's balances that are not zero, negative ones included, in order of their currencies. */
export async function loadBalances(
  queries: Queries,
  memberNo: string,
  contractZone: string,
  asOf: Temporal.Instant,
): Promise<Money[]> {
  const entries = await loadBalanceEntries(queries, [memberNo])
  const plans = await loadPlansOfMember(queries, memberNo)
  return [...balances({ entries, plans }, contractZone, asOf)]
    .filter(([, minor]) => minor !== 0n)
    .map(([currency, minor]) => ({ currency, minor }))
    .toSorted((a, b) => (a.currency < b.currency ? -1 : 1))
}
