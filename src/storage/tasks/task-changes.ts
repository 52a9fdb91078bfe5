/**
 * What people do about tasks. Each change is one statement that looks at the task, at who may change it and at whether it
 * is open, and leaves its row in the history: of two taps at once, or a tap on what was closed meanwhile, one counts.
 */
import { actorOf, ownerFor, type Viewer } from '../../tasks/viewer.ts'
import type { Queries } from '../engine/database.ts'
import { Prisma } from '../generated/client.ts'
import { visibleTo } from './task-reads.ts'

/** `false` where the viewer has no such open task; so with all of these. */
export function takeTask(queries: Queries, viewer: Viewer, id: number, now: Temporal.Instant): Promise<boolean> {
  return change(queries, viewer, id, Prisma.sql`owner_no = ${ownerFor(viewer)}`, { action: 'taken', text: null, now })
}

export type Given = { ok: true } | { ok: false; reason: 'not_found' | 'not_a_partner_above' }

/** To a partner above the member that it is about, for a partner sees nothing of others; or to the support team. */
export async function giveTask(
  queries: Queries,
  viewer: Viewer,
  id: number,
  to: string | null,
  now: Temporal.Instant,
): Promise<Given> {
  if (to !== null && !(await isPartnerAbove(queries, to, id))) return { ok: false, reason: 'not_a_partner_above' }
  const note = { action: 'given', text: to ?? 'support', now }
  const isDone = await change(queries, viewer, id, Prisma.sql`owner_no = ${to}`, note)
  return isDone ? { ok: true } : { ok: false, reason: 'not_found' }
}

export function noteOnTask(
  queries: Queries,
  viewer: Viewer,
  id: number,
  text: string,
  now: Temporal.Instant,
): Promise<boolean> {
  return change(queries, viewer, id, Prisma.sql`outcome = outcome`, { action: 'noted', text, now })
}

export function closeTask(
  queries: Queries,
  viewer: Viewer,
  id: number,
  outcome: string,
  now: Temporal.Instant,
): Promise<boolean> {
  const values = Prisma.sql`closed_at = ${now.toString()}::timestamptz, outcome = ${outcome}`
  return change(queries, viewer, id, values, { action: 'closed', text: outcome, now })
}

interface Note {
  action: string
  text: string | null
  now: Temporal.Instant
}

async function change(
  queries: Queries,
  viewer: Viewer,
  id: number,
  values: Prisma.Sql,
  { action, text, now }: Note,
): Promise<boolean> {
  const written = await queries.$executeRaw`
    WITH changed AS (
      UPDATE task t SET ${values} WHERE t.id = ${id} AND t.closed_at IS NULL AND ${visibleTo(viewer)} RETURNING t.id
    )
    INSERT INTO task_note (task_id, at, actor, action, text)
    SELECT id, ${now.toString()}::timestamptz, ${actorOf(viewer)}, ${action}, ${text} FROM changed`
  return written === 1
}

async function isPartnerAbove(queries: Queries, partnerNo: string, taskId: number): Promise<boolean> {
  const above = await queries.$queryRaw<unknown[]>`
    WITH RECURSIVE line AS (
      SELECT m.sponsor_no AS member_no FROM task t JOIN member m ON m.member_no = t.member_no WHERE t.id = ${taskId}
      UNION
      SELECT s.sponsor_no FROM line l JOIN member s ON s.member_no = l.member_no
    )
    SELECT 1 FROM line JOIN member p ON p.member_no = line.member_no
    WHERE p.member_no = ${partnerNo} AND p.partner_agreement_on IS NOT NULL`
  return above.length > 0
}
