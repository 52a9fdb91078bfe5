/** Records on their way in, staged in tables of their own. Whole sets of rows travel as one parameter. */
import type { FileName } from '../back-office/back-office-files.ts'
import type { StagedPayment, StagedRecord, Staging } from '../back-office/staging.ts'
import type { Queries } from './database.ts'
import { Prisma } from './generated/client.ts'
import { inChunks, rowSet } from './row-set.ts'

export function stagingOn(queries: Queries): Staging {
  return {
    async clear() {
      // Emptying a small table row by row is cheaper than giving it a new file.
      const [few] = await queries.$queryRaw<{ few: boolean }[]>`
        SELECT (SELECT count(*) FROM (SELECT FROM staged_payment LIMIT 1000) p)
          + (SELECT count(*) FROM (SELECT FROM staged_record LIMIT 1000) r) < 1000 AS few`
      if (few?.few) {
        await queries.$executeRaw`DELETE FROM staged_payment`
        await queries.$executeRaw`DELETE FROM staged_record`
      } else await queries.$executeRaw`TRUNCATE staged_payment, staged_record`
    },

    async addRecords(file, records) {
      for (const chunk of inChunks(records, 5_000)) {
        await queries.$executeRaw`
          INSERT INTO staged_record (file, line, key, fields)
          SELECT ${file}, r.* FROM json_to_recordset(${rowSet(chunk.map((record) => ({ ...record })))}::json)
            AS r(line int, key text, fields jsonb)`
      }
    },

    async addPayments(payments) {
      for (const chunk of inChunks(payments, 5_000)) {
        await queries.$executeRaw`
          INSERT INTO staged_payment (booked_with, line, payment_id, content_hash, content)
          SELECT * FROM unnest(${chunk.map(({ bookedWith }) => bookedWith)}::text[],
            ${chunk.map(({ line }) => line)}::int[], ${chunk.map(({ paymentId }) => paymentId)}::text[],
            ${chunk.map(({ contentHash }) => contentHash)}::text[],
            ${chunk.map(({ content }) => JSON.stringify(content))}::jsonb[])`
      }
    },

    async keysAfter(files, after, most) {
      const ofFile = (file: FileName) => Prisma.sql`
        (SELECT DISTINCT key FROM staged_record WHERE file = ${file} AND key > ${after ?? ''} ORDER BY key LIMIT ${most})`
      const rows = await queries.$queryRaw<{ key: string }[]>`
        SELECT key FROM (${Prisma.join(files.map(ofFile), ' UNION ')}) AS keys ORDER BY key LIMIT ${most}`
      return rows.map(({ key }) => key)
    },

    records: (file, keys): Promise<StagedRecord[]> => queries.$queryRaw`
      SELECT line, key, fields FROM staged_record WHERE file = ${file} AND key = ANY(${keys}) ORDER BY line`,

    async stagedKeys(file, keys) {
      const rows = await queries.$queryRaw<{ key: string }[]>`
        SELECT DISTINCT key FROM staged_record WHERE file = ${file} AND key = ANY(${keys})`
      return rows.map(({ key }) => key)
    },

    linesUpAfter: (memberNos) => queries.$queryRaw`
      WITH RECURSIVE line(member_no, sponsor_no) AS (
        SELECT k.member_no, above.sponsor_no
        FROM unnest(${memberNos}::text[]) AS k(member_no) CROSS JOIN LATERAL (${sponsorOf('k.member_no')}) AS above
        UNION
        SELECT l.sponsor_no, above.sponsor_no
        FROM line l CROSS JOIN LATERAL (${sponsorOf('l.sponsor_no')}) AS above WHERE l.sponsor_no IS NOT NULL
      )
      SELECT member_no AS "memberNo", sponsor_no AS "sponsorNo" FROM line`,

    telegramHoldersAfter: (telegramUserIds) => queries.$queryRaw`
      SELECT key AS "memberNo", fields ->> 'telegram_user_id' AS "telegramUserId" FROM staged_record
      WHERE file = 'members.csv' AND fields ->> 'telegram_user_id' = ANY(${telegramUserIds})
      UNION
      SELECT m.member_no, m.telegram_user_id::text FROM member m
      WHERE m.telegram_user_id = ANY(${telegramUserIds}::bigint[]) AND NOT EXISTS (
        SELECT FROM staged_record s
        WHERE s.file = 'members.csv' AND s.key = m.member_no AND jsonb_exists(s.fields, 'telegram_user_id'))`,

    async markNewHistory(planNos) {
      if (planNos.length === 0) return
      await queries.$executeRaw`
        UPDATE staged_record SET is_new_history = true WHERE file = 'plans.csv' AND key = ANY(${planNos})`
    },

    async newHistory(most) {
      const rows = await queries.$queryRaw<{ plan_no: string }[]>`
        SELECT DISTINCT p.plan_no FROM staged_record s JOIN plan p ON p.plan_no = s.key
        WHERE s.is_new_history AND p.is_history ORDER BY p.plan_no LIMIT ${most}`
      return rows.map(({ plan_no }) => plan_no)
    },

    async planKeysOf(memberNos, planNos) {
      const rows = await queries.$queryRaw<{ key: string }[]>`
        SELECT key FROM staged_record WHERE file = 'plans.csv' AND fields ->> 'member_no' = ANY(${memberNos})
        UNION SELECT key FROM staged_record WHERE file IN ('plans.csv', 'installments.csv') AND key = ANY(${planNos})`
      return rows.map(({ key }) => key)
    },

    async namedByPlans(planNos) {
      const rows = await queries.$queryRaw<{ member_no: string; package_code: string }[]>`
        SELECT DISTINCT fields ->> 'member_no' AS member_no, fields ->> 'package_code' AS package_code
        FROM staged_record WHERE file = 'plans.csv' AND key = ANY(${planNos})`
      const distinct = (values: readonly string[]) => [...new Set(values)]
      return {
        memberNos: distinct(rows.map(({ member_no }) => member_no)),
        packageCodes: distinct(rows.map(({ package_code }) => package_code)),
      }
    },

    async withPayments(memberNos) {
      const rows = await queries.$queryRaw<{ booked_with: string }[]>`
        SELECT DISTINCT booked_with FROM staged_payment WHERE booked_with = ANY(${memberNos})`
      return rows.map(({ booked_with }) => booked_with)
    },

    async joinWaitingPayments() {
      await joinWaiting(queries)
      await queries.$executeRaw`
        UPDATE staged_payment s SET booked_with = same.booked_with
        FROM (
          SELECT payment_id, COALESCE(min(booked_with) FILTER (WHERE line > 0), min(booked_with)) AS booked_with
          FROM staged_payment GROUP BY payment_id HAVING min(booked_with) <> max(booked_with)
        ) AS same
        WHERE s.payment_id = same.payment_id AND s.booked_with <> same.booked_with`
    },

    async paymentsAfter(bookedWith, atLeast) {
      const after = bookedWith ?? ''
      const [last] = await queries.$queryRaw<{ booked_with: string }[]>`
        SELECT booked_with FROM staged_payment WHERE booked_with > ${after}
        ORDER BY booked_with, line OFFSET ${atLeast - 1} LIMIT 1`
      const upTo = last ? Prisma.sql`AND booked_with <= ${last.booked_with}` : Prisma.empty
      return queries.$queryRaw<StagedPayment[]>`
        SELECT booked_with AS "bookedWith", line, payment_id AS "paymentId", content_hash AS "contentHash", content,
          waited_for AS "waitedFor"
        FROM staged_payment WHERE booked_with > ${after} ${upTo} ORDER BY booked_with, line`
    },
  }
}

/** By the first well-formed row about the member, if it says so, otherwise as it is. */
function sponsorOf(member: 'k.member_no' | 'l.sponsor_no'): Prisma.Sql {
  const memberNo = Prisma.raw(member)
  return Prisma.sql`
    SELECT CASE WHEN jsonb_exists(s.fields, 'sponsor_no') THEN NULLIF(s.fields ->> 'sponsor_no', '')
      ELSE (SELECT m.sponsor_no FROM member m WHERE m.member_no = ${memberNo}) END AS sponsor_no
    FROM (SELECT) AS one LEFT JOIN LATERAL (
      SELECT fields FROM staged_record
      WHERE file = 'members.csv' AND key = ${memberNo} AND fields IS NOT NULL ORDER BY line LIMIT 1
    ) AS s ON TRUE`
}

/** What waits is tried again when anything that it names arrives, or another payment of its member. */
async function joinWaiting(queries: Queries): Promise<void> {
  const [waiting] = await queries.$queryRaw<{ any: boolean }[]>`
    SELECT EXISTS (SELECT FROM quarantined_payment) AS any`
  if (!waiting?.any) return
  await queries.$executeRaw`
    INSERT INTO staged_payment (booked_with, line, payment_id, content_hash, content, waited_for)
    SELECT q.member_no, -row_number() OVER (ORDER BY q.payment_id, q.content_hash), q.payment_id, q.content_hash, q.row,
      q.reason
    FROM quarantined_payment q JOIN (
      SELECT w.payment_id, w.content_hash FROM staged_payment s JOIN quarantined_payment w
        ON w.payment_id = s.payment_id
      UNION SELECT w.payment_id, w.content_hash FROM staged_payment s JOIN quarantined_payment w
        ON w.member_no = s.booked_with
      UNION SELECT w.payment_id, w.content_hash FROM staged_payment s JOIN quarantined_payment w
        ON w.reverses = s.payment_id
      UNION SELECT w.payment_id, w.content_hash FROM staged_record r JOIN quarantined_payment w
        ON r.file = 'members.csv' AND w.member_no = r.key
      UNION SELECT w.payment_id, w.content_hash FROM staged_record r JOIN quarantined_payment w
        ON r.file = 'plans.csv' AND w.plan_no = r.key
      UNION SELECT w.payment_id, w.content_hash FROM staged_record r JOIN quarantined_payment w
        ON r.file = 'plans.csv' AND w.member_no = r.fields ->> 'member_no'
    ) AS named ON named.payment_id = q.payment_id AND named.content_hash = q.content_hash`
}
