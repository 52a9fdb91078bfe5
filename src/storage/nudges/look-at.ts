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
