/**
 * The port of `nudges/delivery`, for one run of a process. Every change names the state that it changes, so that of two who
 * have the same message one does it. What comes at the same time is put into one statement: at a thousand messages a second
 * the statements would cost more than the calls.
 */
import type { Decision, OutboxStore, Outcome, PlannedCall } from '../../nudges/delivery/ports.ts'
import { toInstantColumn } from '../engine/columns.ts'
import type { Queries } from '../engine/database.ts'
import { gather } from '../engine/gather.ts'
import { rowSet } from '../engine/row-set.ts'
import { openTasks } from '../tasks/task-store.ts'
import { pauseChannel } from './channel-pauses.ts'
import type { DeliveryRun } from './delivery-run.ts'
import { keepReasons } from './left-out.ts'
import { lookAtCappedEvents, lookAtPlansOf } from './look-at.ts'
import { markSending } from './mark-sending.ts'
import { recordOutcomes } from './outbox-outcomes.ts'

/** As many as may be under way. */
const MOST_AT_ONCE = 200

export function openOutboxStore(run: DeliveryRun): OutboxStore {
  const { prisma } = run.database
  /** Marked, and not recorded yet. */
  const inHand = new Set<number>()
  return {
    async waitingIn(batchId) {
      return prisma.outboxMessage.findMany({
        where: { batchId, state: 'pending', sendAt: { lte: toInstantColumn(run.now()) } },
        select: { id: true, attempts: true },
        orderBy: [{ sendAt: 'asc' }, { id: 'asc' }],
      })
    },
    mark: gather((calls: readonly PlannedCall[]) => markSending(run, inHand, calls), MOST_AT_ONCE),
    decide: gather((decisions: readonly Decision[]) => decide(run, decisions), MOST_AT_ONCE),
    record: gather(async (outcomes: readonly Outcome[]) => {
      await recordOutcomes(run, outcomes)
      for (const { id } of outcomes) inHand.delete(id)
      return outcomes.map(() => undefined)
    }, MOST_AT_ONCE),
    pauseChannel: (channel, until) => pauseChannel(prisma, channel, until),
  }
}

async function decide(run: DeliveryRun, decisions: readonly Decision[]): Promise<undefined[]> {
  const { prisma } = run.database
  const at = run.now()
  const tasks = decisions.flatMap((decision) => decision.tasks ?? [])
  const leftOut = decisions.flatMap(({ id, leftOut = [] }) => leftOut.map((each) => ({ ...each, messageId: id })))
  if (tasks.length + leftOut.length === 0) await changePending(prisma, decisions, at)
  else {
    await prisma.$transaction(async (transaction) => {
      await changePending(transaction, decisions, at)
      await keepReasons(transaction, leftOut, run.policyVersion, at)
      await openTasks(transaction, tasks, at)
    })
  }
  return decisions.map(() => undefined)
}

/** What was held back because a message was on its way may go now that this one does not. */
async function changePending(queries: Queries, decisions: readonly Decision[], at: Temporal.Instant): Promise<void> {
  const rows = decisions.map(({ id, batchId, state, reason, sendAt = null, readyAt = null }) => {
    return { id, batchId, state, reason, sendAt, readyAt }
  })
  const cancelled = await queries.$queryRaw<{ memberNo: string }[]>`
    WITH changed AS (
      UPDATE outbox_message m SET state = r.state, reason = coalesce(r.reason, m.reason),
        send_at = coalesce(r."sendAt", m.send_at), ready_at = coalesce(r."readyAt", m.ready_at),
        -- What may have arrived did so when it was called for, not when it was given up.
        state_at = CASE WHEN m.state = r.state OR r.state = 'unknown' THEN m.state_at ELSE ${at.toString()}::timestamptz END
      FROM json_to_recordset(${rowSet(rows)}::json)
        AS r(id int, "batchId" uuid, state text, reason text, "sendAt" timestamptz, "readyAt" timestamptz)
      WHERE m.id = r.id AND m.state = 'pending' AND m.batch_id = r."batchId"
      RETURNING m.id, m.member_no, m.state
    ), voided AS (
      UPDATE outbox_item i SET is_void = true FROM changed
      WHERE i.message_id = changed.id AND changed.state = 'cancelled'
    )
    SELECT DISTINCT member_no AS "memberNo" FROM changed WHERE state = 'cancelled'`
  if (cancelled.length === 0) return
  const memberNos = cancelled.map(({ memberNo }) => memberNo)
  await lookAtPlansOf(queries, memberNos, at)
  await lookAtCappedEvents(queries, memberNos, at)
}
