/** Webhooks over a fresh database and a receiver, with pauses that a test can wait for. */
import { Registry } from 'prom-client'
import { startClock } from '../../src/clock.ts'
import { startWebhooks, type Webhooks } from '../../src/composition/webhooks.ts'
import { createLogger } from '../../src/logger.ts'
import type { Database } from '../../src/storage/engine/database.ts'
import { shareJobs } from '../../src/storage/engine/shared-jobs.ts'
import type { NewWebhookEvent } from '../../src/webhooks/webhook-event.ts'
import { freshDatabase } from '../support/databases.ts'
import { startWebhookReceiver, type WebhookReceiver, webhookSecret } from '../support/webhook-receiver.ts'

export interface Told {
  database: Database
  receiver: WebhookReceiver
  webhooks: Webhooks
  clock: ReturnType<typeof startClock>
  /** What was told to be dead: deliveries and their numbers of events. */
  dead: { deliveryId: string; count: number }[]
  add(...events: NewWebhookEvent[]): Promise<void>
  states(): Promise<Record<string, number>>
  metric(name: string): Promise<number>
  restart(): Promise<void>
  close(): Promise<void>
}

export const patient = { timeout: 20_000, interval: 20 }

export async function startTold(engine: Database['engine'], answerTimeoutMs = 30_000): Promise<Told> {
  const [database, receiver] = await Promise.all([freshDatabase(engine), startWebhookReceiver()])
  const clock = startClock(Temporal.Instant.from('2026-03-20T09:30:00Z'))
  let metrics = new Registry()
  const dead: Told['dead'] = []
  const start = () =>
    startWebhooks({
      config: { url: receiver.url, secret: webhookSecret },
      database,
      openJobs: shareJobs(database, () => {}),
      now: () => clock.now(),
      logger: createLogger('silent'),
      metrics,
      onDead: (deliveryId, count) => void dead.push({ deliveryId, count }),
      retryPolicy: { firstPauseSeconds: 0, longestPauseSeconds: 1, attempts: 4, refusals: 2 },
      answerTimeoutMs,
      pollSeconds: 0.5,
    })
  const told: Told = {
    database,
    receiver,
    webhooks: await start(),
    clock,
    dead,
    add: (...events) =>
      database.prisma.$transaction((transaction) => told.webhooks.addWebhookEvents(transaction, events, clock.now())),
    async states() {
      const groups = await database.prisma.webhookEvent.groupBy({ by: ['state'], _count: true })
      return Object.fromEntries(groups.map(({ state, _count }) => [state, _count]))
    },
    async metric(name) {
      const line = (await metrics.metrics()).split('\n').find((text) => text.startsWith(`${name} `))
      return Number(line?.split(' ')[1])
    },
    async restart() {
      await told.webhooks.stop()
      metrics = new Registry()
      told.webhooks = await start()
    },
    async close() {
      await told.webhooks.stop()
      await receiver.close()
      await database.close()
    },
  }
  return told
}

export function optedOut(number: number): NewWebhookEvent {
  return { kind: 'member.opted_out', memberNo: `M-${number}`, category: 'reminders' }
}

/** The members of whom the requests told, in order. */
export function toldOf({ received }: WebhookReceiver): unknown[] {
  return received.flatMap(({ events }) => events.map(({ member_no }) => member_no))
}
