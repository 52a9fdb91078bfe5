/** Tasks as a viewer sees them. */
import type { PlainDateIso } from '../../domain/calendar.ts'
import type { TaskKind } from '../../tasks/kinds.ts'
import type { Task, TaskDetails, TaskNote } from '../../tasks/task.ts'
import type { Part, TaskQuestion } from '../../tasks/task-desk.ts'
import { ownerFor, type Viewer } from '../../tasks/viewer.ts'
import { fromInstantColumn } from '../engine/columns.ts'
import type { Queries } from '../engine/database.ts'
import { Prisma } from '../generated/client.ts'

interface TaskRow {
  id: number
  kind: TaskKind
  subject: string
  memberNo: string | null
  memberName: string | null
  planNo: string | null
  details: TaskDetails
  openedAt: Date
  dueOn: PlainDateIso | null
  ownerNo: string | null
  ownerName: string | null
  takenAt: Date | null
  closedAt: Date | null
  outcome: string | null
}

/** Those due first come first, those without a date last. */
export async function loadTasks(
  queries: Queries,
  viewer: Viewer,
  question: TaskQuestion = {},
  part?: Part,
): Promise<Task[]> {
  const limits = part ? Prisma.sql`LIMIT ${part.limit} OFFSET ${part.offset}` : Prisma.empty
  const rows = await queries.$queryRaw<TaskRow[]>`
    ${selection} WHERE ${conditions(viewer, question)} ORDER BY t.due_on NULLS LAST, t.opened_at, t.id ${limits}`
  return rows.map(toTask)
}

export async function countTasks(queries: Queries, viewer: Viewer, question: TaskQuestion = {}): Promise<number> {
  const [counted] = await queries.$queryRaw<{ total: number }[]>`
    SELECT count(*)::int AS total FROM task t WHERE ${conditions(viewer, question)}`
  return counted?.total ?? 0
}

/** Open or closed. */
export async function loadTask(queries: Queries, viewer: Viewer, id: number): Promise<Task | undefined> {
  const [row] = await queries.$queryRaw<TaskRow[]>`${selection} WHERE t.id = ${id} AND ${visibleTo(viewer)}`
  return row && toTask(row)
}

/** From the oldest to the newest; none where there is no such task. */
export async function loadTaskHistory(queries: Queries, taskId: number): Promise<TaskNote[]> {
  const notes = await queries.taskNote.findMany({ where: { taskId }, orderBy: { id: 'asc' } })
  return notes.map(({ at, actor, action, text }) => ({
    at: fromInstantColumn(at),
    actor,
    action: action as TaskNote['action'],
    text,
  }))
}

/** In a statement that calls the task `t`. */
export function visibleTo(viewer: Viewer): Prisma.Sql {
  const ownerNo = ownerFor(viewer)
  if (ownerNo === null) return Prisma.sql`TRUE`
  // Who moved to another part of the structure is no longer theirs to see, whoever the task was given to.
  return Prisma.sql`t.owner_no = ${ownerNo} AND (t.member_no IS NULL OR EXISTS (
    WITH RECURSIVE line AS (
      SELECT sponsor_no FROM member WHERE member_no = t.member_no
      UNION
      SELECT m.sponsor_no FROM member m JOIN line ON m.member_no = line.sponsor_no
    )
    SELECT FROM line WHERE sponsor_no = ${ownerNo}))`
}

const selection = Prisma.sql`
  SELECT t.id, t.kind, t.subject, t.member_no AS "memberNo", m.full_name AS "memberName", t.plan_no AS "planNo",
    t.details, t.opened_at AS "openedAt", t.due_on::text AS "dueOn", t.owner_no AS "ownerNo",
    o.full_name AS "ownerName", t.closed_at AS "closedAt", t.outcome,
    (SELECT CASE n.action WHEN 'taken' THEN n.at END FROM task_note n
      WHERE n.task_id = t.id AND n.action IN ('taken', 'given') ORDER BY n.id DESC LIMIT 1) AS "takenAt"
  FROM task t
  LEFT JOIN member m ON m.member_no = t.member_no
  LEFT JOIN member o ON o.member_no = t.owner_no`

function conditions(viewer: Viewer, { kind, ownerNo, isClosedToo = false }: TaskQuestion): Prisma.Sql {
  const all = [
    visibleTo(viewer),
    ...(isClosedToo ? [] : [Prisma.sql`t.closed_at IS NULL`]),
    ...(kind === undefined ? [] : [Prisma.sql`t.kind = ${kind}`]),
    ...(ownerNo === undefined ? [] : [Prisma.sql`t.owner_no IS NOT DISTINCT FROM ${ownerNo}::text`]),
  ]
  return Prisma.join(all, ' AND ')
}

function toTask({ openedAt, takenAt, closedAt, ...row }: TaskRow): Task {
  return {
    ...row,
    openedAt: fromInstantColumn(openedAt),
    takenAt: takenAt && fromInstantColumn(takenAt),
    closedAt: closedAt && fromInstantColumn(closedAt),
  }
}
