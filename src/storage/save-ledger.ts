/** Ledger entries are only ever added; quarantined payments come and go. */
import type { ImportRecords } from '../back-office/import-store.ts'
import type { Queries } from './database.ts'
import { inChunks, rowSet } from './row-set.ts'

export function saveLedger(queries: Queries): Pick<ImportRecords, 'addEntries' | 'saveWaiting' | 'releaseWaiting'> {
  return {
    async addEntries(entries) {
      for (const chunk of inChunks(entries)) {
        await queries.$executeRaw`
          INSERT INTO ledger_entry (entry_id, kind, member_no, named_plan_no, plan_no, is_parked, reverses, currency,
            amount_minor, value_at, received_at, recorded_at, method)
          SELECT * FROM json_to_recordset(${rowSet(chunk.map((entry) => ({ ...entry })))}::json) AS r("entryId" text,
            kind text, "memberNo" text, "namedPlanNo" text, "planNo" text, "isParked" boolean, reverses text,
            currency text, "amountMinor" bigint, "valueAt" timestamptz, "receivedAt" timestamptz,
            "recordedAt" timestamptz, method text)`
      }
    },

    async saveWaiting(payments, quarantinedAt) {
      for (const chunk of inChunks(payments)) {
        await queries.$executeRaw`
          INSERT INTO quarantined_payment (payment_id, content_hash, row, reason, quarantined_at, member_no, plan_no,
            reverses)
          SELECT r.*, ${quarantinedAt.toString()}::timestamptz, content ->> 'member_no', content ->> 'plan_no',
            content ->> 'reverses'
          FROM json_to_recordset(${rowSet(chunk.map((payment) => ({ ...payment })))}::json)
            AS r("paymentId" text, "contentHash" text, content jsonb, reason text)
          ON CONFLICT (payment_id, content_hash) DO UPDATE SET reason = excluded.reason`
      }
    },

    async releaseWaiting(payments) {
      if (payments.length === 0) return
      await queries.$executeRaw`
        DELETE FROM quarantined_payment WHERE content_hash = ANY(${payments.map(({ contentHash }) => contentHash)})`
    },
  }
}
