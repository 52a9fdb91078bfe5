/** Ledger entries are only ever added; quarantined payments come and go. */
import type { ImportRecords } from '../back-office/import-store.ts'
import type { EntryStore } from '../ledger/post-entries.ts'
import type { Queries } from './database.ts'
import { inChunks, rowSet } from './row-set.ts'

export function entryWritesOn(queries: Queries): Pick<EntryStore, 'addEntries'> {
  return {
    async addEntries(entries, policyVersion) {
      for (const chunk of inChunks(entries)) {
        const column = <T>(of: (entry: (typeof chunk)[number]) => T): T[] => chunk.map(of)
        await queries.$executeRaw`
          INSERT INTO ledger_entry (entry_id, kind, member_no, named_plan_no, plan_no, is_parked, reverses, currency,
            amount_minor, value_at, received_at, recorded_at, method, policy_version)
          SELECT r.*, ${policyVersion} FROM unnest(${column(({ entryId }) => entryId)}::text[],
            ${column(({ kind }) => kind)}::text[], ${column(({ memberNo }) => memberNo)}::text[],
            ${column(({ namedPlanNo }) => namedPlanNo)}::text[], ${column(({ planNo }) => planNo)}::text[],
            ${column(({ isParked }) => isParked)}::boolean[], ${column(({ reverses }) => reverses)}::text[],
            ${column(({ currency }) => currency)}::text[],
            ${column(({ amountMinor }) => amountMinor.toString())}::text[]::bigint[],
            ${column(({ valueAt }) => valueAt.toString())}::timestamptz[],
            ${column(({ receivedAt }) => receivedAt?.toString() ?? null)}::timestamptz[],
            ${column(({ recordedAt }) => recordedAt.toString())}::timestamptz[],
            ${column(({ method }) => method)}::text[]) AS r`
      }
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
