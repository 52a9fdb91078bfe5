/**
 * Puts the parts together and starts them; stops them in the opposite order. What an installation does not use, the
 * playground, the API or the back office's commands, is not loaded.
 */
import { collectDefaultMetrics, Registry } from 'prom-client'
import { commandsFor } from '../assistant/commands/index.ts'
import { createAssistant } from '../assistant/handle-inbound.ts'
import type { Inbound, Outgoing } from '../assistant/message.ts'
import type { MessageKey } from '../assistant/message-key.ts'
import type { Telegram } from '../channels/telegram/telegram-channel.ts'
import type { Clock } from '../clock.ts'
import { type ControlSocket, serveCommands } from '../command-line/control-socket.ts'
import type { Config } from '../config.ts'
import { startHttpServer } from '../http/server.ts'
import { commandWords } from '../i18n/command-words.ts'
import { loadLocales } from '../i18n/locales.ts'
import { createRenderer } from '../i18n/render-reply.ts'
import type { Logger } from '../logger.ts'
import { forgetRequests } from '../storage/back-office/request-store.ts'
import { createAssistantStore } from '../storage/chats/assistant-store.ts'
import { saveBotName } from '../storage/chats/bot-name.ts'
import { forgetHandledUpdates } from '../storage/chats/forget-handled-updates.ts'
import type { Database } from '../storage/engine/database.ts'
import { openTasks } from '../storage/tasks/task-store.ts'
import type { AddWebhookEvents } from '../storage/webhooks/webhook-store.ts'
import type { NewTask } from '../tasks/task.ts'
import type { Installation } from './installation.ts'
import { repeat } from './repeat.ts'
import { startTelegram } from './telegram.ts'
import type { Webhooks } from './webhooks.ts'

export interface Running {
  address: string
  /** The page to open, on a demo base. */
  playgroundAddress: string | undefined
  stop(): Promise<void>
}

const CLEANING_INTERVAL_MS = 3_600_000
const RESUMING_INTERVAL_MS = 30_000

export async function startAssistant(
  installation: Installation,
  config: Config,
  clock: Clock,
  logger: Logger,
): Promise<Running> {
  const { database, base, policy } = installation
  const now = () => clock.now()
  const locales = loadLocales()
  const languages = locales.map(({ tag }) => tag)
  const renderer = createRenderer(locales)
  let webhooks: Webhooks | undefined
  const assistant = createAssistant({
    store: createAssistantStore(database, policy.contractZone, async (...told) => webhooks?.addWebhookEvents(...told)),
    policy,
    languages,
    words: commandWords(locales),
    ...(config.supportChat !== undefined && { supportChat: { channel: 'telegram', chatId: config.supportChat } }),
    now,
    wording: renderer.text,
    onFailure: (error, { chat }) => logger.error({ error, channel: chat.channel }, 'an update failed'),
  })

  let telegram: Telegram | undefined
  const isDemo = base.kind === 'demo'
  const playground = isDemo
    ? (await import('./playground.ts')).createPlaygroundFor({
        database,
        policy,
        clock,
        logger,
        locales,
        renderer,
        receive,
      })
    : undefined

  /** Every reply finds the channel of its chat here. */
  async function send(outgoing: Outgoing): Promise<void> {
    if (outgoing.chat.channel === 'telegram') await telegram?.send(outgoing)
    else if (outgoing.chat.channel === 'playground') playground?.show(outgoing)
  }
  function receive(inbound: Inbound): Promise<void> {
    return assistant.handle(inbound, send)
  }

  const { webhook, channel } = startTelegram(config.telegram, {
    receive,
    render: ({ reply, locale }) => renderer.render(reply, locale),
    describe: (command, locale) => renderer.text({ key: `commands.${command}` as MessageKey }, locale),
    commandsForStrangers: commandsFor({ locale: 'en', timeZone: policy.contractZone, isTimeZoneKnown: false }),
    languages,
    onConnected: (botName) => saveBotName(database, botName),
    onError: (error, what) => logger.error({ error }, `${what} failed`),
  })
  telegram = channel

  // What was started is stopped in the opposite order, also when a later part fails to start.
  await using started = new AsyncDisposableStack()
  const metrics = new Registry()
  collectDefaultMetrics({ register: metrics })
  webhooks = config.webhook
    ? await (await import('./webhooks.ts')).startWebhooks({
        config: config.webhook,
        database,
        now,
        logger,
        metrics,
        onDead: (deliveryId, count) => openTasks(database.prisma, [undelivered(deliveryId, count)], now()),
      })
    : undefined
  started.defer(() => webhooks?.stop())
  const addWebhookEvents = webhooks?.addWebhookEvents
  const api =
    config.apiKeys.length > 0
      ? (await import('./api.ts')).createApiFor({ database, policy, keys: config.apiKeys, now, logger, webhooks })
      : undefined
  const server = await startHttpServer({
    host: config.http.host,
    port: config.http.port,
    metrics,
    health: () => health(database),
    ...(webhook && { webhook }),
    ...(playground && { playground: playground.app }),
    ...(api && { api }),
  })
  started.defer(() => server.close())
  started.defer(() => playground?.close())
  const control = await serveCommandsIfEmbedded(installation, config, now, addWebhookEvents)
  started.defer(() => control?.close())
  await channel?.startReceiving()
  started.defer(() => channel?.stop())
  const cleaning = setInterval(() => forgetWhatIsPast(database, now()).catch(() => {}), CLEANING_INTERVAL_MS)
  started.defer(() => clearInterval(cleaning))
  // A command in a process of its own may be killed at any time, too.
  const resuming = repeat(RESUMING_INTERVAL_MS, () => resumeImport(installation, addWebhookEvents, logger))
  started.defer(() => resuming.stop())
  const running = started.move()

  return {
    address: server.address,
    playgroundAddress: isDemo ? `${server.address}/playground/` : undefined,
    stop: () => running.disposeAsync(),
  }
}

/** Only this process may open an embedded database, so it carries out what others are asked for. */
async function serveCommandsIfEmbedded(
  { database, base, policy }: Installation,
  config: Config,
  now: () => Temporal.Instant,
  addWebhookEvents: AddWebhookEvents | undefined,
): Promise<ControlSocket | undefined> {
  if (config.database.kind !== 'embedded') return undefined
  return serveCommands(config.database.dataDir, async (typed, output) => {
    const { createServices } = await import('./services.ts')
    const { runCommand } = await import('../command-line/run-command.ts')
    const services = createServices({ database, base, policy, now, isRunning: true, addWebhookEvents })
    return runCommand(typed, output, services)
  })
}

function undelivered(deliveryId: string, count: number): NewTask {
  const details = { delivery_id: deliveryId, events: count }
  return { kind: 'undelivered_webhook', subject: deliveryId, memberNo: null, planNo: null, details }
}

/** What was interrupted is gone on with, while chats are answered. */
async function resumeImport(
  { database, policy }: Installation,
  addWebhookEvents: AddWebhookEvents | undefined,
  logger: Logger,
): Promise<void> {
  try {
    const { importPartsOf } = await import('./import-parts.ts')
    const parts = importPartsOf({ database, policy, addWebhookEvents })
    if (!(await parts.store.unfinishedRun())) return
    const { finishInterrupted } = await import('../back-office/importing/import-records.ts')
    if (await finishInterrupted(parts)) logger.info('an interrupted import is done')
  } catch (error) {
    logger.error({ error }, 'an interrupted import could not be gone on with')
  }
}

async function forgetWhatIsPast(database: Database, now: Temporal.Instant): Promise<void> {
  await forgetHandledUpdates(database, now)
  await forgetRequests(database, now)
}

async function health({ prisma, engine }: Database) {
  try {
    await prisma.$queryRaw`SELECT 1`
    return { ok: true, database: engine }
  } catch {
    return { ok: false, database: engine }
  }
}
