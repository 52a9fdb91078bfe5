/** Records on their way in, staged in tables of their own. Whole sets of rows travel as one parameter. */
import type { FileName } from '../../back-office/back-office-files.ts'
import type { StagedRecord, Staging } from '../../back-office/importing/staging.ts'
import type { CopyIn, Queries } from '../engine/database.ts'
import { inChunks, rowSet } from '../engine/row-set.ts'
import { Prisma } from '../generated/client.ts'
import { paymentStagingOn } from './staged-payments.ts'

export function stagingOn(queries: Queries, copyIn?: CopyIn): Staging {
  return {
    ...paymentStagingOn(queries, copyIn),

    async settle() {
      // Without figures the database would read all that is staged for each portion.
      if (!(await hasFew(queries))) await queries.$executeRaw`ANALYZE staged_payment, staged_record`
    },

    async clear() {
      // Emptying a small table row by row is cheaper than giving it a new file.
      if (await hasFew(queries)) {
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
  }
}

async function hasFew(queries: Queries): Promise<boolean> {
  const [staged] = await queries.$queryRaw<{ few: boolean }[]>`
    SELECT (SELECT count(*) FROM (SELECT FROM staged_payment LIMIT 1000) p)
      + (SELECT count(*) FROM (SELECT FROM staged_record LIMIT 1000) r) < 1000 AS few`
  return staged?.few === true
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
