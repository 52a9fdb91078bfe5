/**
 * Messages that are about to be handed to a platform, pending to sending. What was planned and is not in their words is let
 * go of in the same transaction, so that it is not taken for said.
 */
import type { Marked, PlannedCall } from '../../nudges/delivery/ports.ts'
import type { Queries } from '../engine/database.ts'
import { rowSet } from '../engine/row-set.ts'
import { Prisma } from '../generated/client.ts'
import { channelPausedUntil } from './channel-pauses.ts'
import type { DeliveryRun } from './delivery-run.ts'
import { keepReasons, letGo } from './left-out.ts'
import { NUDGES_PAUSED } from './pause.ts'

interface MarkedRow {
  id: number
  isMarked: boolean
  /** Was, before this statement. */
  isOurs: boolean
  isPaused: boolean
  channelUntil: Date | null
}

/** `inHand`: marked by this run, and not recorded yet. */
export async function markSending(
  { database, worker, policyVersion, now }: DeliveryRun,
  inHand: Set<number>,
  calls: readonly PlannedCall[],
): Promise<Marked[]> {
  const at = now()
  const leftOut = calls.flatMap(({ id, leftOut }) => leftOut.map((each) => ({ ...each, messageId: id })))
  const rows =
    leftOut.length === 0
      ? await markPending(database.prisma, worker, calls, at)
      : await database.prisma.$transaction(async (transaction) => {
          const marked = await markPending(transaction, worker, calls, at)
          const ids = new Set(marked.filter(({ isMarked }) => isMarked).map(({ id }) => id))
          const unsaid = leftOut.filter(({ messageId }) => ids.has(messageId))
          await keepReasons(transaction, unsaid, policyVersion, at)
          await letGo(transaction, unsaid, at)
          return marked
        })
  const byId = new Map(rows.map((row) => [row.id, row]))
  return calls.map(({ id }) => toMarked(byId.get(id), inHand))
}

async function markPending(
  queries: Queries,
  worker: string,
  calls: readonly PlannedCall[],
  at: Temporal.Instant,
): Promise<MarkedRow[]> {
  const rows = calls.map(({ id, batchId, address: { channel, chatId }, written: { locale, text } }) => {
    return { id, batchId, channel, chatId, locale, text }
  })
  return queries.$queryRaw<MarkedRow[]>`
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
