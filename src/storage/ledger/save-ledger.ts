/** Ledger entries are only ever added; quarantined payments come and go. */
import type { ImportRecords } from '../../back-office/importing/import-store.ts'
import type { Queries } from '../engine/database.ts'
import { inChunks, rowSet } from '../engine/row-set.ts'

export function stagedEntriesOn(queries: Queries): Pick<ImportRecords, 'addStagedEntries'> {
  return {
    /** What the rows say is there already; only what was decided travels. */
    async addStagedEntries(booked, recordedAt, policyVersion) {
      if (booked.length === 0) return
      // The range keeps the database from looking through all that is staged.
      await queries.$executeRaw`
        WITH d AS (
          SELECT * FROM unnest(${booked.map(({ staged }) => staged.bookedWith)}::text[],
            ${booked.map(({ staged }) => staged.line)}::int[], ${booked.map(({ entry }) => entry.planNo)}::text[],
            ${booked.map(({ entry }) => entry.isParked)}::boolean[]) AS d(booked_with, line, plan_no, is_parked)
        )
        INSERT INTO ledger_entry (entry_id, kind, member_no, named_plan_no, plan_no, is_parked, reverses, currency,
          amount_minor, value_at, received_at, recorded_at, method, policy_version)
        SELECT s.payment_id, s.kind, s.member_no, s.plan_no, d.plan_no, d.is_parked, s.reverses, s.currency,
          s.amount_minor, s.value_at, s.received_at, ${recordedAt.toString()}::timestamptz, s.method, ${policyVersion}
        FROM d JOIN staged_payment s ON s.booked_with = d.booked_with AND s.line = d.line
        WHERE s.booked_with BETWEEN (SELECT min(booked_with) FROM d) AND (SELECT max(booked_with) FROM d)`
    },
  }
}

export function quarantineOn(queries: Queries): Pick<ImportRecords, 'saveWaiting' | 'releaseWaiting'> {
  return {
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
        DELETE FROM quarantined_payment q
        USING unnest(${payments.map(({ paymentId }) => paymentId)}::text[],
          ${payments.map(({ contentHash }) => contentHash)}::text[]) AS r(payment_id, content_hash)
        WHERE q.payment_id = r.payment_id AND q.content_hash = r.content_hash`
    },
  }
}
