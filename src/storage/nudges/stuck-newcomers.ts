/**
 * Who registered and came no further: not verified, nothing on account, or money on account and no plan. Looked for once a
 * date, among those whose step began as many days ago, so that nobody is told twice of the same step. (DOMAIN section 11.)
 */
import { addDays, type PlainDateIso } from '../../domain/calendar.ts'
import type { StuckNewcomer } from '../../nudges/planning/rehearse-nudges.ts'
import type { Queries } from '../engine/database.ts'
import { readSetting, saveSetting } from '../engine/settings.ts'
import { Prisma } from '../generated/client.ts'

const NAME = 'newcomers_looked_on'
/** After an outage those of the last days are still told. */
const CATCH_UP_DAYS = 2

/** A date and how many days before it somebody's step began who is stuck on it. */
export interface StuckOn {
  today: PlainDateIso
  stuckDays: number
}

export async function noteStuckNewcomers(queries: Queries, stuckOn: StuckOn, now: Temporal.Instant): Promise<void> {
  if (await isLookedFor(queries, stuckOn)) return
  await queries.$executeRaw`
    INSERT INTO nudge_event (kind, member_no, plan_no, subject, happened_on, details, look_at)
    SELECT 'onboarding_stuck', n.member_no, NULL, n.subject, ${stuckOn.today}::date,
      jsonb_build_object('stage', n.stage), ${now.toString()}::timestamptz
    FROM (${stuckNewcomers(stuckOn)}) AS n
    ON CONFLICT (kind, subject) DO NOTHING`
  await saveSetting(queries, NAME, stuckOn.today)
}

/** Those for whom word would be left on that date and has not been yet. */
export async function loadStuckNewcomers(queries: Queries, stuckOn: StuckOn): Promise<StuckNewcomer[]> {
  if (await isLookedFor(queries, stuckOn)) return []
  return queries.$queryRaw<StuckNewcomer[]>`
    SELECT n.member_no AS "memberNo", n.stage, n.subject FROM (${stuckNewcomers(stuckOn)}) AS n
    WHERE NOT EXISTS (SELECT FROM nudge_event e WHERE e.kind = 'onboarding_stuck' AND e.subject = n.subject)`
}

async function isLookedFor(queries: Queries, { today }: StuckOn): Promise<boolean> {
  return (await readSetting<PlainDateIso>(queries, NAME)) === today
}

function stuckNewcomers({ today, stuckDays }: StuckOn): Prisma.Sql {
  const [from, to] = [addDays(today, -stuckDays - CATCH_UP_DAYS), addDays(today, -stuckDays)]
  return Prisma.sql`
    WITH newcomer AS (
      SELECT m.member_no, 'verification' AS stage FROM member m
      WHERE m.registered_on BETWEEN ${from}::date AND ${to}::date AND m.verified_on IS NULL
      UNION ALL
      SELECT m.member_no, 'topup' FROM member m
      WHERE m.verified_on BETWEEN ${from}::date AND ${to}::date
        AND NOT EXISTS (SELECT FROM ledger_entry e WHERE e.member_no = m.member_no)
      UNION ALL
      SELECT b.member_no, 'package' FROM member_balance b
      WHERE b.minor > 0 AND b.as_of >= ${from}::date AND b.as_of < ${to}::date + 1
    )
    SELECT DISTINCT n.member_no, n.stage, n.member_no || ' ' || n.stage AS subject
    FROM newcomer n
    WHERE NOT EXISTS (SELECT FROM plan p WHERE p.member_no = n.member_no)
      AND EXISTS (SELECT FROM chat_link l WHERE l.member_no = n.member_no)`
}
