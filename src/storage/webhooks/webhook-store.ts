/**
 * The outbox of events for the back office. Events are written in the transaction of their cause, and so are the jobs that
 * carry them: what is rolled back is never sent, what is committed is not forgotten.
 */
import type { DeadEvent } from '../../webhooks/dead-event.ts'
import { LARGEST_DELIVERY } from '../../webhooks/delivery.ts'
import { type NewWebhookEvent, type WebhookFields, webhookFields } from '../../webhooks/webhook-event.ts'
import { fromInstantColumn } from '../engine/columns.ts'
import type { Queries } from '../engine/database.ts'
import { inChunks, rowSet } from '../engine/row-set.ts'
import type { Prisma } from '../generated/client.ts'
import { deliveryIds } from './delivery-ids.ts'

/** Puts jobs that carry these deliveries, in their order, into the transaction. */
export type QueueDeliveries = (transaction: Prisma.TransactionClient, deliveryIds: readonly string[]) => Promise<void>

export type AddWebhookEvents = (
  transaction: Prisma.TransactionClient,
  events: readonly NewWebhookEvent[],
  now: Temporal.Instant,
) => Promise<void>

export interface WebhookStore {
  /** They are delivered in this order. */
  addWebhookEvents: AddWebhookEvents
  /** Pending again, with all attempts before them, in new deliveries; gives how many. Ids that are not dead are passed over. */
  retryDead(transaction: Prisma.TransactionClient, ids: readonly number[] | 'all'): Promise<number>
}

/** Without a queue, as in a command's own process, events wait until the assistant looks for those that no job carries. */
export function openWebhookStore(queue?: QueueDeliveries): WebhookStore {
  return {
    async addWebhookEvents(transaction, events, now) {
      for (const chunk of inChunks(events)) {
        const ids = queue ? deliveryIds(Math.ceil(chunk.length / LARGEST_DELIVERY)) : []
        const rows = chunk.map((event, position) => ({
          position,
          kind: event.kind,
          body: webhookFields(event),
          deliveryId: ids[Math.floor(position / LARGEST_DELIVERY)] ?? null,
        }))
        await transaction.$executeRaw`
          INSERT INTO webhook_event (kind, body, created_at, delivery_id)
          SELECT kind, body, ${now.toString()}::timestamptz, "deliveryId"
          FROM json_to_recordset(${rowSet(rows)}::json)
            AS r(position integer, kind text, body jsonb, "deliveryId" uuid)
          ORDER BY position`
        await queue?.(transaction, ids)
      }
    },

    async retryDead(transaction, ids) {
      const count = await transaction.$executeRaw`
        UPDATE webhook_event
        SET state = 'pending', delivery_id = NULL, attempts = 0, refusals = 0, settled_at = NULL
        WHERE state = 'dead' AND (${ids === 'all'} OR id = ANY(${ids === 'all' ? [] : [...ids]}::integer[]))`
      if (queue) await queueUncarried(transaction, queue)
      return count
    },
  }
}

/** Makes deliveries of pending events that have none, and queues them. */
export async function queueUncarried(transaction: Prisma.TransactionClient, queue: QueueDeliveries): Promise<void> {
  // Another process may be at it; each event becomes part of one delivery only.
  const found = await transaction.$queryRaw<{ id: number }[]>`
    SELECT id FROM webhook_event WHERE state = 'pending' AND delivery_id IS NULL ORDER BY id FOR UPDATE SKIP LOCKED`
  const ids = deliveryIds(Math.ceil(found.length / LARGEST_DELIVERY))
  const rows = found.map(({ id }, index) => ({ id, deliveryId: ids[Math.floor(index / LARGEST_DELIVERY)] ?? null }))
  for (const chunk of inChunks(rows)) {
    await transaction.$executeRaw`
      UPDATE webhook_event e SET delivery_id = r."deliveryId"
      FROM json_to_recordset(${rowSet(chunk)}::json) AS r(id integer, "deliveryId" uuid) WHERE e.id = r.id`
  }
  await queue(transaction, ids)
}

/** In order of id, from the one after `after`. */
export async function listDead(queries: Queries, page: { after?: number; limit: number }): Promise<DeadEvent[]> {
  const rows = await queries.webhookEvent.findMany({
    where: { state: 'dead', id: { gt: page.after ?? 0 } },
    orderBy: { id: 'asc' },
    take: page.limit,
  })
  return rows.map(({ id, kind, body, createdAt, deliveryId, attempts, lastError, settledAt }) => ({
    id,
    kind,
    fields: body as WebhookFields,
    createdAt: fromInstantColumn(createdAt),
    deliveryId,
    attempts,
    lastError,
    diedAt: settledAt && fromInstantColumn(settledAt),
  }))
}

export function countPending(queries: Queries): Promise<number> {
  return queries.webhookEvent.count({ where: { state: 'pending' } })
}
