import type { Queries } from '../engine/database.ts'

/** What may be said about the plans of these members is looked at again now, whatever was decided before. */
export async function lookAtPlansOf(
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
