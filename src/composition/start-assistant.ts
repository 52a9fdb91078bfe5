/** Puts the parts together and starts them; stops them in the opposite order. */
import { mkdirSync } from 'node:fs'
import { collectDefaultMetrics, Registry } from 'prom-client'
import { commandsFor } from '../assistant/commands/index.ts'
import { createAssistant } from '../assistant/handle-inbound.ts'
import type { Inbound, Outgoing } from '../assistant/message.ts'
import type { MessageKey } from '../assistant/message-key.ts'
import type { Telegram } from '../channels/telegram/telegram-channel.ts'
import type { Clock } from '../clock.ts'
import { serveCommands } from '../command-line/control-socket.ts'
import { runCommand } from '../command-line/run-command.ts'
import type { Config } from '../config.ts'
import { demoPolicy } from '../demo/demo-policy.ts'
import { prepareDemo } from '../demo/prepare-demo.ts'
import type { Policy } from '../domain/policy.ts'
import { startHttpServer } from '../http/server.ts'
import { commandWords } from '../i18n/command-words.ts'
import { loadLocales } from '../i18n/locales.ts'
import { createRenderer } from '../i18n/render-reply.ts'
import type { Logger } from '../logger.ts'
import { createAssistantStore } from '../storage/assistant-store.ts'
import type { Base } from '../storage/base-marker.ts'
import type { Database } from '../storage/database.ts'
import { forgetHandledUpdates } from '../storage/forget-handled-updates.ts'
import { demoBase } from './demo-base.ts'
import { createPlaygroundFor } from './playground.ts'
import { createServices } from './services.ts'
import { startTelegram } from './telegram.ts'

export interface StartParts {
  config: Config
  database: Database
  base: Base
  policy: Policy
  clock: Clock
  logger: Logger
}

export interface Running {
  address: string
  /** The page to open, on a demo base. */
  playgroundAddress: string | undefined
  stop(): Promise<void>
}

export async function startAssistant(parts: StartParts): Promise<Running> {
  const { config, database, clock, logger } = parts
  const isDemo = parts.base.kind === 'demo' || isForDemo(parts)
  const policy = isDemo && !config.policyFile ? demoPolicy : parts.policy
  const now = () => clock.now()
  if (isDemo) await prepareDemo(demoBase(database, parts.base, policy, now), now(), policy.contractZone)

  const locales = loadLocales()
  const languages = locales.map(({ tag }) => tag)
  const renderer = createRenderer(locales)
  const assistant = createAssistant({
    store: createAssistantStore(database, policy.contractZone),
    policy,
    languages,
    words: commandWords(locales),
    now,
    onFailure: (error, { chat }) => logger.error({ error, channel: chat.channel }, 'an update failed'),
  })

  let telegram: Telegram | undefined
  const playground = isDemo ? createPlaygroundFor({ ...parts, policy, locales, renderer, receive }) : undefined

  /** Every reply finds the channel of its chat here. */
  async function send(outgoing: Outgoing): Promise<void> {
    if (outgoing.chat.channel === 'telegram') await telegram?.send(outgoing)
    else if (outgoing.chat.channel === 'playground') playground?.show(outgoing)
  }
  function receive(inbound: Inbound): Promise<void> {
    return assistant.handle(inbound, send)
  }

  const { webhook, channel } = await startTelegram(config.telegram, {
    receive,
    render: ({ reply, locale }) => renderer.render(reply, locale),
    describe: (command, locale) => renderer.text({ key: `commands.${command}` as MessageKey }, locale),
    commandsForStrangers: commandsFor({ locale: 'en', timeZone: policy.contractZone, isTimeZoneKnown: false }),
    languages,
    onError: (error, what) => logger.error({ error }, `${what} failed`),
  })
  telegram = channel

  const metrics = new Registry()
  collectDefaultMetrics({ register: metrics })
  const server = await startHttpServer({
    host: config.http.host,
    port: config.http.port,
    metrics,
    health: () => health(database),
    ...(webhook && { webhook }),
    ...(playground && { playground: playground.app }),
  })
  await channel?.startReceiving()

  const base: Base = isDemo ? { kind: 'demo', builtOn: '2000-01-01' } : parts.base
  const services = createServices({ database, base, policy, now, botName: () => telegram?.botName() })
  mkdirSync(config.database.dataDir, { recursive: true, mode: 0o700 })
  const control =
    config.database.kind === 'embedded'
      ? await serveCommands(config.database.dataDir, (typed, output) => runCommand(typed, output, services))
      : undefined
  const cleaning = setInterval(() => forgetHandledUpdates(database, now()).catch(() => {}), 3_600_000)
  cleaning.unref()

  return {
    address: server.address,
    playgroundAddress: isDemo ? `${server.address}/playground/` : undefined,
    async stop() {
      clearInterval(cleaning)
      await control?.close()
      await telegram?.stop()
      playground?.close()
      await server.close()
      await database.close()
    },
  }
}

/** A new embedded database, nothing real connected, and nobody said no. */
export function isForDemo({ config, base }: Pick<StartParts, 'config' | 'base'>): boolean {
  return base.kind === 'new' && config.demo === 'auto' && config.database.kind === 'embedded' && !config.telegram
}

async function health({ prisma, engine }: Database) {
  try {
    await prisma.$queryRaw`SELECT 1`
    return { ok: true, database: engine }
  } catch {
    return { ok: false, database: engine }
  }
}
