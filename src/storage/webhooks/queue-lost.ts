import { toInstantColumn } from '../engine/columns.ts'
import type { Database } from '../engine/database.ts'
import { type QueueDeliveries, queueUncarried } from './webhook-store.ts'

/** Younger ones may belong to a transaction that is just being looked at by somebody else. */
const LOST_AFTER_SECONDS = 60

/**
 * Events that a command's process wrote, which queues nothing, and those whose job is gone: a base that was restored from
 * a backup has its events, and no jobs. A delivery keeps its id.
 */
export async function queueLost(
  { prisma }: Pick<Database, 'prisma'>,
  queue: QueueDeliveries,
  now: Temporal.Instant,
): Promise<void> {
  const before = toInstantColumn(now.subtract({ seconds: LOST_AFTER_SECONDS }))
  await prisma.$transaction(async (transaction) => {
    const lost = await transaction.$queryRaw<{ deliveryId: string }[]>`
      SELECT delivery_id::text AS "deliveryId" FROM webhook_event e
      WHERE state = 'pending' AND delivery_id IS NOT NULL AND created_at < ${before}
        AND NOT EXISTS (
          SELECT FROM pgboss.job WHERE name = 'webhook' AND id = e.delivery_id AND state IN ('created', 'retry', 'active'))
      GROUP BY delivery_id ORDER BY min(id)`
    await queue(
      transaction,
      lost.map(({ deliveryId }) => deliveryId),
    )
    await queueUncarried(transaction, queue)
  })
}
