/** Open tasks follow the structure: who is no longer above the member hands them to the nearest partner who is. */
import type { Queries } from '../engine/database.ts'

export async function giveTasksToThoseAbove(queries: Queries, now: Temporal.Instant): Promise<void> {
  await queries.$executeRaw`
    WITH RECURSIVE line AS (
      SELECT t.id AS task_id, m.sponsor_no AS above, 1 AS distance
      FROM task t JOIN member m ON m.member_no = t.member_no
      WHERE t.closed_at IS NULL AND t.owner_no IS NOT NULL
      UNION ALL
      SELECT l.task_id, m.sponsor_no, l.distance + 1 FROM line l JOIN member m ON m.member_no = l.above
    ), given AS (
      UPDATE task t SET owner_no = (
        SELECT l.above FROM line l JOIN member p ON p.member_no = l.above
        WHERE l.task_id = t.id AND p.partner_agreement_on IS NOT NULL ORDER BY l.distance LIMIT 1)
      WHERE t.closed_at IS NULL AND t.owner_no IS NOT NULL AND t.member_no IS NOT NULL
        AND NOT EXISTS (SELECT FROM line l WHERE l.task_id = t.id AND l.above = t.owner_no)
      RETURNING t.id, t.owner_no
    )
    INSERT INTO task_note (task_id, at, actor, action, text)
    SELECT id, ${now.toString()}::timestamptz, 'kisht', 'given', owner_no FROM given`
}
