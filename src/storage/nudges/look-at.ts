/** Whatever was decided before, what may be said to somebody is looked at again. */
import type { Queries } from '../engine/database.ts'
import { Prisma } from '../generated/client.ts'

/** Their plans, and what happened and was not told. */
export async function lookAtPlansOf(
  queries: Queries,
  memberNos: readonly string[],
  now: Temporal.Instant,
): Promise<void> {
  await lookAtLaddersOf(queries, memberNos, now)
  await queries.$executeRaw`
    WITH members AS (SELECT unnest(${[...memberNos]}::text[]) AS member_no) ${reopenEvents('members', now)}`
}

/** Their plans alone. */
export async function lookAtLaddersOf(
  queries: Queries,
  memberNos: readonly string[],
  now: Temporal.Instant,
): Promise<void> {
  // In one order, so that two that look at the same plans do not wait for each other.
  await queries.$executeRaw`
    WITH plans AS (
      SELECT p.plan_no FROM plan_projection p JOIN plan ON plan.plan_no = p.plan_no
      WHERE plan.member_no = ANY(${[...memberNos]}) AND NOT plan.is_history
      ORDER BY p.plan_no FOR UPDATE OF p
    )
    UPDATE plan_projection SET nudge_look_at = ${now.toString()}::timestamptz
    FROM plans WHERE plan_projection.plan_no = plans.plan_no`
}

/** Nothing older is told any more, whatever the policy says. */
const OLDEST_DAYS = 62

/**
 * For a statement that has the members as a table of this name. What is no longer true stays untold. What was asked
 * for a day keeps to it, and stays untold once that day is over.
 */
export function reopenEvents(members: 'members' | 'ended', now: Temporal.Instant): Prisma.Sql {
  return Prisma.sql`
    UPDATE nudge_event e SET look_at = greatest(${now.toString()}::timestamptz, (e.details ->> 'at')::timestamptz)
    FROM ${Prisma.raw(members)} m
    WHERE e.member_no = m.member_no AND e.look_at IS NULL
      AND e.happened_on > (${now.toString()}::timestamptz)::date - ${OLDEST_DAYS}::int
      AND coalesce((e.details ->> 'until')::timestamptz > ${now.toString()}::timestamptz, true)
      AND NOT EXISTS (SELECT FROM outbox_item i WHERE i.member_no = e.member_no AND NOT i.is_void
        AND i.obligation = 'event ' || e.subject AND i.step = e.kind)`
}

/** The same of what happened to these members and waits only because they had been told enough. */
export async function lookAtCappedEvents(
  queries: Queries,
  memberNos: readonly string[],
  now: Temporal.Instant,
): Promise<void> {
  await queries.$executeRaw`
    UPDATE nudge_event e SET look_at = ${now.toString()}::timestamptz
    WHERE e.member_no = ANY(${[...memberNos]}) AND e.look_at > ${now.toString()}::timestamptz
      AND EXISTS (SELECT FROM nudge_decision d WHERE d.member_no = e.member_no AND d.obligation = 'event ' || e.subject
        AND d.step = e.kind AND d.reason = 'cap')`
}
