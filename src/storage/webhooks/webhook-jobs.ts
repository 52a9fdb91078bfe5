/**
 * pg-boss carries deliveries: a job is the id of a delivery, and what is in it stands in our outbox. Our table is the
 * truth; a job that is lost is queued again, and one that is left over finds nothing to do.
 *
 * All jobs share one key of a strict queue: while one is under way or waits to be tried again, the later ones wait.
 * On PGlite there is one connection for Prisma and pg-boss: a job goes into a Prisma transaction only through that
 * transaction, and the queue is known before the first one, because looking it up would wait for the transaction itself.
 */
import { fromPrisma } from 'pg-boss'
import type { RetryPolicy } from '../../webhooks/retry-policy.ts'
import type { Database } from '../engine/database.ts'
import type { OpenJobs } from '../engine/shared-jobs.ts'
import { queueLost } from './queue-lost.ts'
import type { QueueDeliveries } from './webhook-store.ts'

export const WEBHOOK_QUEUE = 'webhook'
const LINE = 'receiver'

export interface WebhookJobs {
  queue: QueueDeliveries
  /** Starts to deliver. Rejects nothing: what fails is told to `onError`. */
  work(deliver: (deliveryId: string, stop: AbortSignal) => Promise<'settled' | 'again'>): Promise<void>
  /** Queues pending events that no job carries. */
  queueLost(): Promise<void>
  /** What is under way may finish within the grace; after that it is broken off, and left for the next start. */
  stop(graceMs: number): Promise<void>
}

export interface WebhookJobParts {
  database: Database
  openJobs: OpenJobs
  policy: RetryPolicy
  now(): Temporal.Instant
  /** How often it looks for what was queued meanwhile. */
  pollSeconds: number
}

export async function openWebhookJobs(parts: WebhookJobParts): Promise<WebhookJobs> {
  const { database, policy } = parts
  const { boss, close } = await parts.openJobs()
  await boss.createQueue(WEBHOOK_QUEUE, { policy: 'key_strict_fifo' })

  const options = {
    singletonKey: LINE,
    retryDelay: policy.firstPauseSeconds,
    retryBackoff: policy.firstPauseSeconds > 0,
    retryDelayMax: policy.longestPauseSeconds,
    // We decide when to give up, from our own records: a job that failed for good would hold the line for ever.
    retryLimit: 1_000_000,
    // A process that was killed does not hold a delivery for longer.
    heartbeatSeconds: 20,
    expireInSeconds: 300,
  }
  const queue: QueueDeliveries = async (transaction, deliveryIds) => {
    if (deliveryIds.length === 0) return
    const jobs = deliveryIds.map((id) => ({ id, ...options }))
    await boss.insert(WEBHOOK_QUEUE, jobs, { db: fromPrisma(transaction) })
  }

  const stopping = new AbortController()
  return {
    queue,
    async work(deliver) {
      const worker = await boss.work<object>(
        WEBHOOK_QUEUE,
        { pollingIntervalSeconds: parts.pollSeconds },
        async ([job]) => {
          if (!job) return
          const stop = AbortSignal.any([job.signal, stopping.signal])
          if ((await deliver(job.id, stop)) === 'again') throw new TriedInVain()
          // The next one need not wait for the next look.
          boss.notifyWorker(worker)
        },
      )
    },
    async queueLost() {
      // Jobs that are done leave their ids free, and none that failed holds the line.
      await boss.deleteStoredJobs(WEBHOOK_QUEUE)
      await queueLost(database, queue, parts.now())
    },
    async stop(graceMs) {
      const breakOff = setTimeout(() => stopping.abort(), graceMs)
      // Of our queue only: others may have theirs here. What writes to the database ends before it is closed.
      await boss.offWork(WEBHOOK_QUEUE)
      clearTimeout(breakOff)
      await close()
    },
  }
}

/** How a job says that it is to be tried again. */
class TriedInVain extends Error {
  constructor() {
    super('not delivered')
    this.name = 'TriedInVain'
  }
}
