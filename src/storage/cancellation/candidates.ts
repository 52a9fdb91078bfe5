/**
 * Plans whose grace may be over, by the index of their last payable dates: as they were last projected, so that each is
 * looked at again before anything is done about it. An arrangement that ends is projected anew.
 */
import type { Candidate } from '../../cancellation/cancellation-store.ts'
import type { PlainDateIso } from '../../domain/calendar.ts'
import { toDateColumn } from '../engine/columns.ts'
import type { Queries } from '../engine/database.ts'
import { Prisma } from '../generated/client.ts'

const fromOpenPlans = Prisma.sql`
  FROM plan_projection j JOIN plan p ON p.plan_no = j.plan_no
  WHERE NOT p.is_history AND j.state NOT IN ('cancelled', 'completed', 'arranged')`

/** The oldest date first, then in order of their numbers. */
export function loadCandidates(
  queries: Queries,
  upTo: PlainDateIso,
  after: Candidate | undefined,
  most: number,
): Promise<Candidate[]> {
  const onwards = after
    ? Prisma.sql`AND (j.last_payable_on, j.plan_no) > (${toDateColumn(after.lastPayableOn)}::date, ${after.planNo})`
    : Prisma.empty
  return queries.$queryRaw<Candidate[]>`
    SELECT j.plan_no AS "planNo", j.last_payable_on::text AS "lastPayableOn" ${fromOpenPlans}
      AND j.last_payable_on <= ${toDateColumn(upTo)}::date ${onwards}
    ORDER BY j.last_payable_on, j.plan_no LIMIT ${most}`
}

export async function countCandidates(
  queries: Queries,
  before: PlainDateIso,
  after: PlainDateIso | undefined,
): Promise<number> {
  const from = after ? Prisma.sql`AND j.last_payable_on > ${toDateColumn(after)}::date` : Prisma.empty
  const [counted] = await queries.$queryRaw<{ total: number }[]>`
    SELECT count(*)::int AS total ${fromOpenPlans} AND j.last_payable_on < ${toDateColumn(before)}::date ${from}`
  return counted?.total ?? 0
}

export async function countOpenPlans(queries: Queries, cancelledSince: Temporal.Instant): Promise<number> {
  const [counted] = await queries.$queryRaw<{ total: number }[]>`
    SELECT count(*)::int AS total FROM plan_projection j JOIN plan p ON p.plan_no = j.plan_no
    WHERE NOT p.is_history AND (j.state NOT IN ('cancelled', 'completed') OR j.state = 'cancelled' AND j.plan_no IN (
      SELECT e.plan_no FROM plan_event e
      WHERE e.kind = 'cancelled' AND e.recorded_at >= ${cancelledSince.toString()}::timestamptz))`
  return counted?.total ?? 0
}

export async function countCancelled(queries: Queries, since: Temporal.Instant): Promise<number> {
  const [counted] = await queries.$queryRaw<{ total: number }[]>`
    SELECT count(*)::int AS total FROM plan_event
    WHERE kind = 'cancelled' AND recorded_at >= ${since.toString()}::timestamptz`
  return counted?.total ?? 0
}
