/**
 * Puts the parts together and starts them, each in the processes of its role; stops them in the opposite order. What an
 * installation does not use, the playground, the API or the back office's commands, is not loaded.
 */
import { collectDefaultMetrics, Registry } from 'prom-client'
import type { Inbound } from '../assistant/message.ts'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { startHttpServer } from '../http/server.ts'
import { loadLocales } from '../i18n/locales.ts'
import { createRenderer } from '../i18n/render-reply.ts'
import type { Logger } from '../logger.ts'
import { shareJobs } from '../storage/engine/shared-jobs.ts'
import { openTasks } from '../storage/tasks/task-store.ts'
import type { NewTask } from '../tasks/task.ts'
import { createConversation, openBot } from './bot.ts'
import { type Channels, openChannels } from './channels.ts'
import { serveCommandsIfEmbedded } from './control.ts'
import { observe } from './health.ts'
import { areNudgesOn, type Installation } from './installation.ts'
import type { Parts } from './parts.ts'
import type { Webhooks } from './webhooks.ts'
import { startWorker } from './worker.ts'

export interface Running {
  address: string
  /** The page to open, on a demo base. */
  playgroundAddress: string | undefined
  stop(): Promise<void>
}

export async function startAssistant(
  installation: Installation,
  config: Config,
  clock: Clock,
  logger: Logger,
): Promise<Running> {
  const metrics = new Registry()
  collectDefaultMetrics({ register: metrics })
  const locales = loadLocales()
  const parts: Parts = {
    ...installation,
    config,
    clock,
    now: () => clock.now(),
    logger,
    metrics,
    locales,
    renderer: createRenderer(locales),
    areNudgesOn: areNudgesOn(config, installation.base),
    openJobs: shareJobs(installation.database, (error) => logger.error({ error }, 'jobs failed')),
  }
  if (config.database.kind === 'embedded' && config.roles.length === 1) {
    logger.warn('no other process can open an embedded database: what the other role does is done by nobody')
  }
  const { health, meter } = observe(parts)

  // What was started is stopped in the opposite order, also when a later part fails to start.
  await using started = new AsyncDisposableStack()
  const webhooks = await tellBackOffice(parts)
  started.defer(() => webhooks?.stop())
  const addWebhookEvents = webhooks?.addWebhookEvents
  const converse = createConversation(parts, addWebhookEvents)
  const channels: Channels = await openChannels(parts, (inbound: Inbound) => converse(inbound, channels.send))
  const bot = config.roles.includes('bot') ? await openBot(parts, channels, webhooks) : undefined
  const { host, port } = config.http
  const server = await startHttpServer({ host, port, metrics, health, ...bot?.mounted })
  started.defer(() => server.close())
  started.defer(() => bot?.close())
  const control = await serveCommandsIfEmbedded(parts, addWebhookEvents)
  started.defer(() => control?.close())
  await bot?.startReceiving()
  started.defer(() => bot?.stop())
  const worker = config.roles.includes('worker')
    ? await startWorker({ ...parts, send: channels.send, carries: channels.carries, addWebhookEvents, meter })
    : undefined
  started.defer(() => worker?.stop())
  const running = started.move()

  return {
    address: server.address,
    playgroundAddress: channels.playground && `${server.address}/playground/`,
    stop: () => running.disposeAsync(),
  }
}

/** Events are written and queued in every process; a worker delivers them. */
async function tellBackOffice({
  config,
  database,
  openJobs,
  now,
  logger,
  metrics,
}: Parts): Promise<Webhooks | undefined> {
  if (!config.webhook) return undefined
  const { startWebhooks } = await import('./webhooks.ts')
  return startWebhooks({
    config: config.webhook,
    database,
    openJobs,
    now,
    logger,
    metrics,
    delivers: config.roles.includes('worker'),
    onDead: (deliveryId, count) => openTasks(database.prisma, [undelivered(deliveryId, count)], now()),
  })
}

function undelivered(deliveryId: string, count: number): NewTask {
  const details = { delivery_id: deliveryId, events: count }
  return { kind: 'undelivered_webhook', subject: deliveryId, memberNo: null, planNo: null, details }
}
