/**
 * The port of `nudges/delivery`, for one run of a process. Every change names the state that it changes, so that of two who
 * have the same message one does it. What comes at the same time is put into one statement: at a thousand messages a second
 * the statements would cost more than the calls.
 */
import type { Decision, Marked, OutboxStore, Outcome, PlannedCall } from '../../nudges/delivery/ports.ts'
import { toInstantColumn } from '../engine/columns.ts'
import type { Queries } from '../engine/database.ts'
import { gather } from '../engine/gather.ts'
import { rowSet } from '../engine/row-set.ts'
import { Prisma } from '../generated/client.ts'
import { openTasks } from '../tasks/task-store.ts'
import { channelPausedUntil, pauseChannel } from './channel-pauses.ts'
import type { DeliveryRun } from './delivery-run.ts'
import { lookAtCappedEvents, lookAtPlansOf } from './look-at.ts'
import { recordOutcomes } from './outbox-outcomes.ts'
import { NUDGES_PAUSED } from './pause.ts'

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
    mark: gather((calls: readonly PlannedCall[]) => mark(run, inHand, calls), MOST_AT_ONCE),
    decide: gather((decisions: readonly Decision[]) => decide(run, decisions), MOST_AT_ONCE),
    record: gather(async (outcomes: readonly Outcome[]) => {
      await recordOutcomes(run, outcomes)
      for (const { id } of outcomes) inHand.delete(id)
      return outcomes.map(() => undefined)
    }, MOST_AT_ONCE),
    pauseChannel: (channel, until) => pauseChannel(prisma, channel, until),
  }
}

interface MarkedRow {
  id: number
  isMarked: boolean
  /** Was, before this statement. */
  isOurs: boolean
  isPaused: boolean
  channelUntil: Date | null
}

async function mark(
  { database, worker, now }: DeliveryRun,
  inHand: Set<number>,
  calls: readonly PlannedCall[],
): Promise<Marked[]> {
  const at = now()
  const rows = calls.map(({ id, batchId, address: { channel, chatId }, written: { locale, text } }) => {
    return { id, batchId, channel, chatId, locale, text }
  })
  const marked = await database.prisma.$queryRaw<MarkedRow[]>`
    WITH given AS (
      SELECT r.*, EXISTS (SELECT FROM setting WHERE name = ${NUDGES_PAUSED}) AS is_paused,
        ${channelPausedUntil(Prisma.sql`r.channel`, at)} AS channel_until
      FROM json_to_recordset(${rowSet(rows)}::json)
        AS r(id int, "batchId" uuid, channel text, "chatId" text, locale text, text text)
    ), marked AS (
      UPDATE outbox_message m SET state = 'sending', worker = ${worker}, state_at = ${at.toString()}::timestamptz,
        channel = g.channel, chat_id = g."chatId", locale = g.locale, text = g.text
      FROM given g
      WHERE m.id = g.id AND m.state = 'pending' AND m.batch_id = g."batchId"
        AND NOT g.is_paused AND g.channel_until IS NULL
        -- Whoever has the chat by now need not be who the words are for.
        AND EXISTS (SELECT FROM chat_link l
          WHERE l.channel = g.channel AND l.chat_id = g."chatId" AND l.member_no = m.member_no)
      RETURNING m.id
    )
    SELECT g.id, marked.id IS NOT NULL AS "isMarked", g.is_paused AS "isPaused", g.channel_until AS "channelUntil",
      m.state = 'sending' AND m.worker = ${worker} AS "isOurs"
    FROM given g JOIN outbox_message m ON m.id = g.id LEFT JOIN marked ON marked.id = g.id`
  const byId = new Map(marked.map((row) => [row.id, row]))
  return calls.map(({ id }) => toMarked(byId.get(id), inHand))
}

function toMarked(row: MarkedRow | undefined, inHand: Set<number>): Marked {
  // Ours, and nobody is at it: the answer of the statement that marked it was lost.
  if (row && (row.isMarked || row.isOurs) && !inHand.has(row.id)) {
    inHand.add(row.id)
    return { kind: 'marked' }
  }
  if (row?.isPaused) return { kind: 'paused' }
  if (!row?.channelUntil) return { kind: 'gone' }
  return { kind: 'channel_paused', until: Temporal.Instant.fromEpochMilliseconds(row.channelUntil.getTime()) }
}

async function decide({ database, now }: DeliveryRun, decisions: readonly Decision[]): Promise<undefined[]> {
  const at = now()
  const tasks = decisions.flatMap((decision) => decision.tasks ?? [])
  if (tasks.length === 0) await changePending(database.prisma, decisions, at)
  else {
    await database.prisma.$transaction(async (transaction) => {
      await changePending(transaction, decisions, at)
      await openTasks(transaction, tasks, at)
    })
  }
  return decisions.map(() => undefined)
}

/** What was held back because a message was on its way may go now that this one does not. */
async function changePending(queries: Queries, decisions: readonly Decision[], at: Temporal.Instant): Promise<void> {
  const rows = decisions.map(({ id, batchId, state, reason, sendAt }) => {
    return { id, batchId, state, reason, sendAt: sendAt?.toString() ?? null }
  })
  const cancelled = await queries.$queryRaw<{ memberNo: string }[]>`
    WITH changed AS (
      UPDATE outbox_message m SET state = r.state, reason = coalesce(r.reason, m.reason),
        send_at = coalesce(r."sendAt", m.send_at),
        -- What may have arrived did so when it was called for, not when it was given up.
        state_at = CASE WHEN m.state = r.state OR r.state = 'unknown' THEN m.state_at ELSE ${at.toString()}::timestamptz END
      FROM json_to_recordset(${rowSet(rows)}::json)
        AS r(id int, "batchId" uuid, state text, reason text, "sendAt" timestamptz)
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
