/** When a plan is to be cancelled: who handled which task about it. */
import type { FoundTask } from '../../cancellation/cancellation-store.ts'
import type { TaskKind } from '../../tasks/kinds.ts'
import { fromInstantColumn } from '../engine/columns.ts'
import type { Queries } from '../engine/database.ts'

export async function loadTasksAbout(
  queries: Queries,
  kind: TaskKind,
  subjects: readonly string[],
): Promise<FoundTask[]> {
  if (subjects.length === 0) return []
  const rows = await queries.$queryRaw<
    { subject: string; openedAt: Date; closedAt: Date | null; closer: string | null; outcome: string | null }[]
  >`
    SELECT t.subject, t.opened_at AS "openedAt", t.closed_at AS "closedAt", t.outcome,
      (SELECT n.actor FROM task_note n WHERE n.task_id = t.id AND n.action = 'closed' ORDER BY n.id DESC LIMIT 1)
        AS closer
    FROM task t WHERE t.kind = ${kind} AND t.subject = ANY(${subjects}) ORDER BY t.id`
  return rows.map(({ subject, openedAt, closedAt, closer, outcome }) => ({
    subject,
    openedAt: fromInstantColumn(openedAt),
    closedAt: closedAt && fromInstantColumn(closedAt),
    outcome,
    closedBy: closedAt && (closer === null || closer === 'kisht' ? 'kisht' : 'person'),
  }))
}

export async function loadOpenSubjects(queries: Queries, kind: TaskKind): Promise<string[]> {
  const rows = await queries.task.findMany({ where: { kind, closedAt: null }, select: { subject: true } })
  return rows.map(({ subject }) => subject)
}
