/**
 * Tasks that the product itself opens and closes, whole sets at a time, in whatever transaction their cause is recorded.
 *
 * Of two that open the same task at once the index `task_open_key` lets one do it; the other waits and then finds it open.
 * Rows are written in the order of that index, so that two large sets cannot wait for each other.
 */
import { addDays, dateAt } from '../../domain/calendar.ts'
import { ruleOfTask, type TaskKind } from '../../tasks/kinds.ts'
import type { NewTask } from '../../tasks/task.ts'
import type { Queries } from '../engine/database.ts'
import { inChunks, rowSet } from '../engine/row-set.ts'
import { contractZoneInForce } from '../ledger/contract-zone.ts'

/**
 * What is open already stays as it is; where the details differ from those last heard, that is noted. What a person has
 * handled once and for all (`isHandledOnce`) stays closed.
 */
export async function openTasks(queries: Queries, tasks: readonly NewTask[], now: Temporal.Instant): Promise<void> {
  if (tasks.length === 0) return
  const today = dateAt(now, await contractZoneInForce(queries))
  for (const chunk of inChunks(tasks)) {
    const rows = rowSet(
      chunk.map(({ kind, subject, memberNo, planNo, details }, place) => {
        const { opensWith, dueAfterDays, isHandledOnce = false } = ruleOfTask(kind)
        const dueOn = dueAfterDays === null ? null : addDays(today, dueAfterDays)
        return { place, kind, subject, memberNo, planNo, details, dueOn, opensWith, isHandledOnce }
      }),
    )
    await openNew(queries, rows, now)
    await noteNews(queries, rows, now)
  }
}

/** Closes what is open of these; the rest is passed over. */
export async function closeTasks(
  queries: Queries,
  about: readonly { kind: TaskKind; subject: string }[],
  outcome: string,
  now: Temporal.Instant,
): Promise<void> {
  for (const chunk of inChunks(about)) {
    await queries.$executeRaw`
      WITH about AS (
        SELECT t.id FROM json_to_recordset(${rowSet(chunk.map(({ kind, subject }) => ({ kind, subject })))}::json)
          AS r(kind text, subject text)
        JOIN task t ON t.kind = r.kind AND t.subject = r.subject AND t.closed_at IS NULL
        ORDER BY t.kind, t.subject FOR UPDATE OF t
      ), closed AS (
        UPDATE task SET closed_at = ${now.toString()}::timestamptz, outcome = ${outcome}
        FROM about WHERE task.id = about.id AND task.closed_at IS NULL
        RETURNING task.id
      )
      INSERT INTO task_note (task_id, at, actor, action, text)
      SELECT id, ${now.toString()}::timestamptz, 'kisht', 'closed', ${outcome} FROM closed`
  }
}

/** The line above a member ends at the first partner: to them the task goes. */
async function openNew(queries: Queries, rows: string, now: Temporal.Instant): Promise<void> {
  await queries.$executeRaw`
    WITH RECURSIVE given AS (
      SELECT DISTINCT ON (r.kind, r.subject) r.*
      FROM json_to_recordset(${rows}::json) AS r(place int, kind text, subject text, "memberNo" text, "planNo" text,
        details jsonb, "dueOn" date, "opensWith" text, "isHandledOnce" boolean)
      WHERE NOT (r."isHandledOnce" AND EXISTS (
        SELECT FROM task t JOIN task_note n ON n.task_id = t.id AND n.action = 'closed' AND n.actor <> 'kisht'
        WHERE t.kind = r.kind AND t.subject = r.subject))
      ORDER BY r.kind, r.subject, r.place
    ), line AS (
      SELECT m.member_no, m.sponsor_no AS above FROM member m
      WHERE m.member_no IN (SELECT g."memberNo" FROM given g WHERE g."opensWith" = 'sponsor')
      UNION
      SELECT l.member_no, s.sponsor_no FROM line l JOIN member s ON s.member_no = l.above
      WHERE s.partner_agreement_on IS NULL
    ), nearest AS (
      SELECT l.member_no, p.member_no AS partner_no FROM line l JOIN member p ON p.member_no = l.above
      WHERE p.partner_agreement_on IS NOT NULL
    ), opened AS (
      INSERT INTO task (kind, subject, member_no, plan_no, details, opened_at, due_on, owner_no)
      SELECT g.kind, g.subject, m.member_no, g."planNo", g.details, ${now.toString()}::timestamptz, g."dueOn",
        n.partner_no
      FROM given g
      LEFT JOIN member m ON m.member_no = g."memberNo"
      LEFT JOIN nearest n ON n.member_no = m.member_no AND g."opensWith" = 'sponsor'
      ORDER BY g.kind, g.subject
      ON CONFLICT (kind, subject) WHERE closed_at IS NULL DO NOTHING
      RETURNING id
    )
    INSERT INTO task_note (task_id, at, actor, action)
    SELECT id, ${now.toString()}::timestamptz, 'kisht', 'opened' FROM opened ORDER BY id`
}

/** In a statement of its own, which sees what another transaction has opened meanwhile. */
async function noteNews(queries: Queries, rows: string, now: Temporal.Instant): Promise<void> {
  await queries.$executeRaw`
    WITH given AS (
      SELECT DISTINCT ON (r.kind, r.subject) r.kind, r.subject, r.details::text AS details
      FROM json_to_recordset(${rows}::json) AS r(place int, kind text, subject text, details jsonb)
      ORDER BY r.kind, r.subject, r.place DESC
    )
    INSERT INTO task_note (task_id, at, actor, action, text)
    SELECT t.id, ${now.toString()}::timestamptz, 'kisht', 'noted', g.details
    FROM given g JOIN task t ON t.kind = g.kind AND t.subject = g.subject AND t.closed_at IS NULL
    WHERE g.details <> coalesce(
      (SELECT n.text FROM task_note n WHERE n.task_id = t.id AND n.actor = 'kisht' AND n.action = 'noted'
        ORDER BY n.id DESC LIMIT 1),
      t.details::text)`
}
