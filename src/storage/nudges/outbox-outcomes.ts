/** What came of calls, a set at a time, with all that follows from it in the same transaction. */
import type { Outcome } from '../../nudges/delivery/ports.ts'
import type { NewTask } from '../../tasks/task.ts'
import type { Queries } from '../engine/database.ts'
import { rowSet } from '../engine/row-set.ts'
import { openTasks } from '../tasks/task-store.ts'
import type { DeliveryRun } from './delivery-run.ts'

export async function recordOutcomes(run: DeliveryRun, outcomes: readonly Outcome[]): Promise<void> {
  const { database, worker, policyVersion, now } = run
  const at = now()
  const notices = outcomes.flatMap((outcome) => outcome.notices ?? [])
  const unreachable = outcomes.flatMap((outcome) => outcome.unreachable ?? [])
  const tasks: NewTask[] = outcomes.flatMap((outcome) => outcome.tasks ?? [])
  if (notices.length + unreachable.length + tasks.length === 0)
    await changeSending(database.prisma, worker, outcomes, at)
  else {
    await database.prisma.$transaction(async (transaction) => {
      await changeSending(transaction, worker, outcomes, at)
      await noteUnreachable(transaction, unreachable, at)
      await noteNotices(transaction, notices, policyVersion, at)
      await openTasks(transaction, tasks, at)
    })
  }
}

/**
 * What reached nobody on any of their chats was not said: once they write again it is looked at anew.
 *
 * Whoever was taken for dead and is not has messages that somebody put in order meanwhile: where it was accepted after all,
 * and nobody else has begun with it, it need not go again.
 */
async function changeSending(queries: Queries, worker: string, outcomes: readonly Outcome[], at: Temporal.Instant) {
  const rows = outcomes.map(({ id, state, reason, mayHaveArrived, sendAt }) => {
    return { id, state, reason, mayHaveArrived, sendAt: sendAt?.toString() ?? null }
  })
  const ids = rows.map(({ id }) => id)
  await queries.$executeRaw`
    WITH changed AS (
      UPDATE outbox_message m SET state = r.state, reason = r.reason, state_at = ${at.toString()}::timestamptz,
        send_at = coalesce(r."sendAt", m.send_at),
        attempts = m.attempts + CASE WHEN r."mayHaveArrived" AND m.state = 'sending' THEN 1 ELSE 0 END,
        worker = CASE WHEN r.state = 'pending' THEN NULL ELSE m.worker END,
        text = CASE WHEN r."mayHaveArrived" OR m.attempts > 0 THEN m.text END
      FROM json_to_recordset(${rowSet(rows)}::json)
        AS r(id int, state text, reason text, "mayHaveArrived" boolean, "sendAt" timestamptz)
      WHERE m.id = r.id AND m.worker = ${worker}
        -- Says again what is said above: without it every message that could be meant is compared with every row.
        AND m.id = ANY(${ids}::int[])
        AND (m.state = 'sending' OR (r.state = 'sent' AND m.state IN ('pending', 'unknown')))
      RETURNING m.id, m.state, m.reason
    )
    UPDATE outbox_item i SET is_void = true FROM changed
    WHERE i.message_id = changed.id AND changed.state = 'failed' AND changed.reason = 'unreachable'`
}

async function noteUnreachable(
  queries: Queries,
  chats: readonly { channel: string; chatId: string }[],
  at: Temporal.Instant,
) {
  if (chats.length === 0) return
  const rows = chats.map(({ channel, chatId }) => ({ channel, chatId }))
  await queries.$executeRaw`
    UPDATE chat_link c SET unreachable_since = ${at.toString()}::timestamptz
    FROM json_to_recordset(${rowSet(rows)}::json) AS r(channel text, "chatId" text)
    WHERE c.channel = r.channel AND c.chat_id = r."chatId" AND c.unreachable_since IS NULL`
}

/** Once for a plan and its X. */
async function noteNotices(
  queries: Queries,
  notices: readonly { planNo: string; lastPayableOn: string }[],
  policyVersion: string,
  at: Temporal.Instant,
) {
  if (notices.length === 0) return
  const rows = notices.map(({ planNo, lastPayableOn }) => ({ planNo, lastPayableOn }))
  await queries.$executeRaw`
    INSERT INTO plan_event (plan_no, kind, recorded_at, policy_version, details)
    SELECT DISTINCT r."planNo", 'notice_delivered', ${at.toString()}::timestamptz, ${policyVersion},
      jsonb_build_object('lastPayableOn', r."lastPayableOn")
    FROM json_to_recordset(${rowSet(rows)}::json) AS r("planNo" text, "lastPayableOn" text)
    WHERE NOT EXISTS (
      SELECT FROM plan_event e WHERE e.plan_no = r."planNo" AND e.kind = 'notice_delivered'
        AND e.details ->> 'lastPayableOn' = r."lastPayableOn")`
}
