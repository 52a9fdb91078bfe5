/** What is known besides the ledger when a plan is to be cancelled: statements, holds, and who handled which task. */
import type { FoundTask } from '../../cancellation/cancellation-store.ts'
import type { PlainDateIso } from '../../domain/calendar.ts'
import type { TaskKind } from '../../tasks/kinds.ts'
import { fromInstantColumn, toDateColumn } from '../engine/columns.ts'
import type { Queries } from '../engine/database.ts'

/** The latest that an import stated which is done. */
export async function loadPaymentsCompleteTo(queries: Queries): Promise<Temporal.Instant | undefined> {
  const [latest] = await queries.$queryRaw<{ asOf: Date | null }[]>`
    SELECT max(as_of) AS "asOf" FROM import_run WHERE progress IS NULL`
  return latest?.asOf ? fromInstantColumn(latest.asOf) : undefined
}

export async function loadHeldMembers(
  queries: Queries,
  memberNos: readonly string[],
  today: PlainDateIso,
): Promise<ReadonlySet<string>> {
  const held = await queries.contactHold.findMany({
    where: { memberNo: { in: [...memberNos] }, OR: [{ untilOn: null }, { untilOn: { gt: toDateColumn(today) } }] },
    select: { memberNo: true },
  })
  return new Set(held.map(({ memberNo }) => memberNo))
}

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
