import type { LedgerEntry, PaymentKind } from '../../domain/ledger-entry.ts'
import type { Queries } from '../engine/database.ts'
import { Prisma } from '../generated/client.ts'

interface EntryRow extends Omit<LedgerEntry, 'valueAt' | 'receivedAt' | 'recordedAt' | 'reversedBy'> {
  kind: PaymentKind
  /** In milliseconds. */
  valueAt: number
  receivedAt: number | null
  recordedAt: number
  reversedBy: string | null
}

/** Those of these entries that are there, with what took them back. */
export function loadEntries(queries: Queries, entryIds: readonly string[]): Promise<LedgerEntry[]> {
  return load(queries, Prisma.sql`e.entry_id = ANY(${entryIds})`)
}

export function loadEntriesOfMembers(queries: Queries, memberNos: readonly string[]): Promise<LedgerEntry[]> {
  return load(queries, Prisma.sql`e.member_no = ANY(${memberNos})`)
}

export function loadAllEntries(queries: Queries): Promise<LedgerEntry[]> {
  return load(queries, Prisma.sql`TRUE`)
}

/** `condition` speaks of the entry as `e`. */
async function load(queries: Queries, condition: Prisma.Sql): Promise<LedgerEntry[]> {
  const rows = await queries.$queryRaw<EntryRow[]>`
    SELECT e.entry_id AS "entryId", e.kind, e.member_no AS "memberNo", e.named_plan_no AS "namedPlanNo",
      e.plan_no AS "planNo", e.is_parked AS "isParked", e.reverses, e.currency, e.amount_minor AS "amountMinor",
      (extract(epoch FROM e.value_at) * 1000)::float8 AS "valueAt",
      (extract(epoch FROM e.received_at) * 1000)::float8 AS "receivedAt",
      (extract(epoch FROM e.recorded_at) * 1000)::float8 AS "recordedAt",
      e.method, r.entry_id AS "reversedBy"
    FROM ledger_entry e LEFT JOIN ledger_entry r ON r.reverses = e.entry_id
    WHERE ${condition}`
  return rows.map(({ valueAt, receivedAt, recordedAt, reversedBy, ...row }) => ({
    ...row,
    valueAt: toInstant(valueAt),
    receivedAt: receivedAt === null ? null : toInstant(receivedAt),
    recordedAt: toInstant(recordedAt),
    ...(reversedBy !== null && { reversedBy }),
  }))
}

function toInstant(milliseconds: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(milliseconds)
}
