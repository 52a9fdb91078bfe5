/** Who is let alone. The column has the first date on which a hold is over; a hold that is over counts for nothing. */
import { addDays, type PlainDateIso } from '../../domain/calendar.ts'
import { type Hold, type HoldReason, type NewHold, overOn } from '../../nudges/holds.ts'
import { fromInstantColumn } from '../engine/columns.ts'
import type { Queries } from '../engine/database.ts'
import { Prisma } from '../generated/client.ts'
import { reopenEvents } from './look-at.ts'

/** A hold already in force takes the new reason and end, and keeps its beginning. `false`: there is no such member. */
export async function holdMember(
  queries: Queries,
  hold: NewHold,
  now: Temporal.Instant,
  today: PlainDateIso,
): Promise<boolean> {
  const { memberNo, reason, setBy } = hold
  const written = await queries.$executeRaw`
    INSERT INTO contact_hold (member_no, reason, since, until_on, set_by)
    SELECT m.member_no, ${reason}, ${now.toString()}::timestamptz, ${overOn(hold)}::date, ${setBy}
    FROM member m WHERE m.member_no = ${memberNo}
    ON CONFLICT (member_no) DO UPDATE SET reason = excluded.reason, until_on = excluded.until_on,
      set_by = excluded.set_by,
      since = CASE WHEN contact_hold.until_on <= ${today}::date THEN excluded.since ELSE contact_hold.since END`
  return written === 1
}

/** `no_member`, or `not_held` where there was nothing to end. The member's plans are looked at again at once. */
export async function endHold(
  queries: Queries,
  memberNo: string,
  now: Temporal.Instant,
  today: PlainDateIso,
): Promise<'ended' | 'not_held' | 'no_member'> {
  const [ended] = await queries.$queryRaw<{ was_in_force: boolean }[]>`
    WITH ended AS (DELETE FROM contact_hold WHERE member_no = ${memberNo} RETURNING member_no, until_on), looked AS (
      UPDATE plan_projection j SET nudge_look_at = ${now.toString()}::timestamptz
      FROM ended e JOIN plan p ON p.member_no = e.member_no WHERE j.plan_no = p.plan_no
    ), reopened AS (${reopenEvents('ended', now)})
    SELECT coalesce(until_on > ${today}::date, true) AS was_in_force FROM ended`
  if (ended?.was_in_force) return 'ended'
  return (await queries.member.count({ where: { memberNo } })) === 0 ? 'no_member' : 'not_held'
}

/** Forgets holds whose last date has passed, and has the plans of these people looked at again; gives how many. */
export async function endPastHolds(queries: Queries, now: Temporal.Instant, today: PlainDateIso): Promise<number> {
  const [past] = await queries.$queryRaw<{ total: number }[]>`
    WITH ended AS (DELETE FROM contact_hold WHERE until_on <= ${today}::date RETURNING member_no), looked AS (
      UPDATE plan_projection j SET nudge_look_at = ${now.toString()}::timestamptz
      FROM ended e JOIN plan p ON p.member_no = e.member_no WHERE j.plan_no = p.plan_no
    ), reopened AS (${reopenEvents('ended', now)})
    SELECT count(*)::int AS total FROM ended`
  return past?.total ?? 0
}

/** In SQL, of a row `h` of contact_hold. */
export function isInForce(today: PlainDateIso): Prisma.Sql {
  return Prisma.sql`(h.until_on IS NULL OR h.until_on > ${today}::date)`
}

/** Those of these members who are let alone today, a date of the contract zone. */
export async function loadHeld(
  queries: Queries,
  memberNos: readonly string[],
  today: PlainDateIso,
): Promise<ReadonlySet<string>> {
  const rows = await queries.$queryRaw<{ member_no: string }[]>`
    SELECT member_no FROM contact_hold h
    WHERE member_no = ANY(${memberNos}) AND ${isInForce(today)}`
  return new Set(rows.map(({ member_no }) => member_no))
}

/** In force today, the latest first. */
export async function listHolds(queries: Queries, today: PlainDateIso): Promise<(Hold & { memberName: string })[]> {
  const rows = await queries.$queryRaw<HoldRow[]>`
    SELECT h.member_no AS "memberNo", m.full_name AS "memberName", h.reason, h.since, h.until_on::text AS "overOn",
      h.set_by AS "setBy"
    FROM contact_hold h JOIN member m ON m.member_no = h.member_no
    WHERE ${isInForce(today)}
    ORDER BY h.since DESC, h.member_no`
  return rows.map(({ since, overOn: over, ...row }) => ({
    ...row,
    since: fromInstantColumn(since),
    untilOn: over === null ? null : addDays(over, -1),
  }))
}

interface HoldRow {
  memberNo: string
  memberName: string
  reason: HoldReason
  since: Date
  overOn: PlainDateIso | null
  setBy: string
}
