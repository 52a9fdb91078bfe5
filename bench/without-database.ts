/** Kisht as `src/composition/start-assistant.ts` puts it together, but for the store: its records are in memory. */
import { Registry } from 'prom-client'
import { commandsFor } from '../src/assistant/commands/index.ts'
import { createAssistant } from '../src/assistant/handle-inbound.ts'
import type { MessageKey } from '../src/assistant/message-key.ts'
import { createTelegram } from '../src/channels/telegram/telegram-channel.ts'
import { startClock } from '../src/clock.ts'
import { defaultPolicy } from '../src/domain/policy.ts'
import { startHttpServer } from '../src/http/server.ts'
import { commandWords } from '../src/i18n/command-words.ts'
import { loadLocales } from '../src/i18n/locales.ts'
import { createRenderer } from '../src/i18n/render-reply.ts'
import { createLogger } from '../src/logger.ts'
import { createAssistantStore } from '../src/storage/chats/assistant-store.ts'
import { openPostgres } from '../src/storage/engine/open-postgres.ts'
import { rememberChats } from './memory-store.ts'

const { DATABASE_URL = '', BOT_TOKEN = '', TELEGRAM_API_ROOT = '', WEBHOOK_SECRET = '', CHAT_IDS = '' } = process.env
const policy = defaultPolicy

const database = await openPostgres(DATABASE_URL)
const store = await rememberChats(createAssistantStore(database, policy.contractZone), CHAT_IDS.split(','))
await database.close()

const logger = createLogger('info')
const locales = loadLocales()
const languages = locales.map(({ tag }) => tag)
const renderer = createRenderer(locales)
const clock = startClock()
const assistant = createAssistant({
  store,
  policy,
  languages,
  words: commandWords(locales),
  now: () => clock.now(),
  wording: renderer.text,
  onFailure: (error) => logger.error({ error }, 'an update failed'),
})
const telegram = createTelegram({
  token: BOT_TOKEN,
  apiRoot: TELEGRAM_API_ROOT,
  receive: (inbound) => assistant.handle(inbound, (outgoing) => telegram.send(outgoing)),
  render: ({ reply, locale }) => renderer.render(reply, locale),
  describe: (command, locale) => renderer.text({ key: `commands.${command}` as MessageKey }, locale),
  commandsForStrangers: commandsFor({ locale: 'en', timeZone: policy.contractZone, isTimeZoneKnown: false }),
  languages,
  onConnected: async () => {},
  onError: (error, what) => logger.error({ error }, `${what} failed`),
})
const server = await startHttpServer({
  host: '127.0.0.1',
  port: 0,
  metrics: new Registry(),
  health: async () => ({ ok: true }),
  webhook: telegram.webhook(WEBHOOK_SECRET),
})
process.stdout.write(`ready ${server.address}\n`)
process.once('SIGTERM', () => process.exit())
