/** Tells the back office what happened. Loaded only where it is configured. */
import { Counter, Gauge, type Registry } from 'prom-client'
import type { WebhookConfig } from '../config.ts'
import type { Logger } from '../logger.ts'
import type { Database } from '../storage/engine/database.ts'
import type { OpenJobs } from '../storage/engine/shared-jobs.ts'
import { openDeliveryStore } from '../storage/webhooks/delivery-store.ts'
import { openWebhookJobs } from '../storage/webhooks/webhook-jobs.ts'
import { countPending, openWebhookStore, type WebhookStore } from '../storage/webhooks/webhook-store.ts'
import { deliver } from '../webhooks/deliver.ts'
import { ANSWER_TIMEOUT_MS } from '../webhooks/post-delivery.ts'
import { type RetryPolicy, retryPolicy as usualPolicy } from '../webhooks/retry-policy.ts'

export interface WebhookParts {
  config: WebhookConfig
  database: Database
  openJobs: OpenJobs
  now(): Temporal.Instant
  logger: Logger
  metrics: Registry
  /** A process that does not deliver writes and queues only. */
  delivers?: boolean
  /** After the last attempt; may be told twice of one delivery. */
  onDead?(deliveryId: string, count: number): Promise<void> | void
  retryPolicy?: RetryPolicy
  answerTimeoutMs?: number
  pollSeconds?: number
}

export interface Webhooks extends WebhookStore {
  /** Queues pending events that no job carries; done at the start and once a minute without being asked. */
  lookForLost(): Promise<void>
  stop(): Promise<void>
}

const POLL_SECONDS = 2
const LOOK_FOR_LOST_MS = 60_000
/** An answer that is on its way may come; whoever stops us does not wait for a silent receiver. */
const LAST_ANSWER_MS = 4_000

export async function startWebhooks(parts: WebhookParts): Promise<Webhooks> {
  const { config, database, openJobs, now, logger, onDead, delivers = true } = parts
  const onError = (error: unknown) => logger.error({ error }, 'webhooks failed')
  const policy = parts.retryPolicy ?? usualPolicy
  const jobs = await openWebhookJobs({
    database,
    openJobs,
    policy,
    now,
    pollSeconds: parts.pollSeconds ?? POLL_SECONDS,
  })
  const deliverParts = {
    store: openDeliveryStore(database),
    receiver: { ...config, timeoutMs: parts.answerTimeoutMs ?? ANSWER_TIMEOUT_MS },
    policy,
    now,
    onOutcome: countOutcomes(parts),
    async onDead(deliveryId: string, count: number) {
      logger.error({ deliveryId, count }, 'a webhook could not be delivered')
      await onDead?.(deliveryId, count)
    },
  }

  let looking: Promise<void> = Promise.resolve()
  const lookForLost = () => {
    looking = jobs.queueLost().catch(onError)
    return looking
  }
  let timer: NodeJS.Timeout | undefined
  if (delivers) {
    await lookForLost()
    timer = setInterval(lookForLost, LOOK_FOR_LOST_MS)
    await jobs.work((deliveryId, stop) => deliver(deliverParts, deliveryId, stop))
  }
  return {
    ...openWebhookStore(jobs.queue),
    lookForLost,
    async stop() {
      clearInterval(timer)
      await looking
      await jobs.stop(LAST_ANSWER_MS)
    },
  }
}

function countOutcomes({ metrics, database }: WebhookParts) {
  const registers = [metrics]
  const counter = (name: string, help: string) => new Counter({ name, help, registers })
  const outcomes = {
    delivered: counter('kisht_webhook_events_delivered_total', 'Events that the back office took'),
    failed: counter('kisht_webhook_events_failed_total', 'Events in attempts that failed; an event counts every time'),
    dead: counter('kisht_webhook_events_dead_total', 'Events given up after the last attempt'),
  }
  new Gauge({
    name: 'kisht_webhook_events_pending',
    help: 'Events that wait to be delivered',
    registers,
    async collect() {
      // Unknown while the database does not answer; the other metrics are wanted all the more then.
      this.set(await countPending(database.prisma).catch(() => Number.NaN))
    },
  })
  return (outcome: keyof typeof outcomes, count: number) => outcomes[outcome].inc(count)
}
