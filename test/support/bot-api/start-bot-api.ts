/**
 * A Telegram Bot API server for tests, on this machine only: real HTTP, so a real bot in any process can use it.
 *
 *   const api = await startBotApi({ token: '42:TEST' })
 *   // the bot: new Bot('42:TEST', { client: { apiRoot: api.url } })
 *   const asha = api.person({ id: 7, firstName: 'Asha', languageCode: 'hi' })
 *   asha.sends('/next')
 *   const answer = await asha.nextMessage()
 */
import type { Server } from 'node:http'
import { CallLog, type RecordedCall } from './call-log.ts'
import { createCallRunner } from './call-runner.ts'
import { ChatView, type Waiting } from './chat-view.ts'
import { createControl } from './control.ts'
import { Faults } from './faults.ts'
import { createBotApiServer } from './http-server.ts'
import { commandsKey } from './methods/profile-methods.ts'
import { type CallParameters, isRecord, readText } from './parameters.ts'
import { Person, type PersonProfile } from './person.ts'
import { UpdateExchange } from './update-exchange.ts'
import type { WebhookRetry } from './webhook-delivery.ts'
import type { BotCommand, Message, UpdateContent } from './wire-types.ts'
import { World } from './world.ts'

export interface BotApiOptions {
  readonly token: string
  readonly botUsername?: string
  readonly port?: number
  /** Delay of every answer. */
  readonly latencyMs?: number
  /** `false` makes it light, for load: calls are only counted, old messages and updates forgotten, no waiting. */
  readonly recordCalls?: boolean
  /** Any positive chat id can be written to, without a person behind it. */
  readonly admitsAnyChat?: boolean
  /** By default the number follows the clock, so that a bot with a database never takes a new double's updates for
   * repetitions of an earlier one's. */
  readonly firstUpdateId?: number
  readonly webhookRetry?: WebhookRetry
  /** Told of each message that was accepted, whether or not the caller heard of it. */
  readonly onAccepted?: (message: Message) => void
  /** The time in `date` fields. */
  readonly nowMs?: () => number
  /** Serve `/control/...` (see `control.ts`), for a double in a process of its own. */
  readonly hasControl?: boolean
}

export interface BotApi {
  /** grammY's `apiRoot`. */
  readonly url: string
  readonly faults: Faults
  readonly calls: readonly RecordedCall[]
  readonly counts: ReadonlyMap<string, number>
  callsOf(method: string): readonly RecordedCall[]
  untilCalled(method: string, count?: number, waiting?: Waiting): Promise<void>
  /** The same person for the same id. */
  person(profile: PersonProfile): Person
  /** A group, or any chat that has been seen. */
  chat(chatId: number): ChatView
  /** The commands set for a scope (`{ type: 'default' }` when absent) and language ('' for everyone else). */
  commandsOf(scope?: CallParameters, language?: string): readonly BotCommand[]
  /** Every list of commands, by `scope language`, such as `chat:7 de`. */
  readonly commands: ReadonlyMap<string, readonly BotCommand[]>
  /** Sends any update, as it is; returns its number. */
  publish(content: UpdateContent): number
  /** Sends an update again under its old number, as Telegram does when an acceptance got lost. */
  redeliver(updateId: number): void
  /** Updates the bot has not accepted yet. */
  readonly pendingUpdateCount: number
  /** Makes all taps not yet answered too old to be answered. */
  expireTaps(): void
  close(): Promise<void>
}

const DEFAULT_RETRY: WebhookRetry = { firstDelayMs: 1_000, maxDelayMs: 60_000 }

export async function startBotApi(options: BotApiOptions): Promise<BotApi> {
  const isLight = options.recordCalls === false
  const log = new CallLog(!isLight)
  const faults = new Faults()
  const exchange = new UpdateExchange({
    firstUpdateId: options.firstUpdateId ?? (Date.now() % 1_000_000_000) + 1,
    keepsSent: !isLight,
    retry: options.webhookRetry ?? DEFAULT_RETRY,
    onReply: runWebhookReply,
  })
  const world = new World({
    token: options.token,
    botUsername: options.botUsername ?? 'kisht_test_bot',
    exchange,
    isLight,
    admitsAnyChat: options.admitsAnyChat ?? false,
    nowMs: options.nowMs ?? Date.now,
    onAccepted: options.onAccepted ?? (() => {}),
  })
  const runCall = createCallRunner(world, log, faults, options.latencyMs ?? 0)
  const people = new Map<number, Person>()

  /** A webhook may answer with a call instead of making one; its result goes nowhere. */
  function runWebhookReply(reply: string): void {
    if (!reply.startsWith('{')) return
    const parameters: unknown = JSON.parse(reply)
    if (!isRecord(parameters)) return
    const method = readText(parameters, 'method')
    if (method !== '') void runCall(method, { parameters, files: new Map() }, () => {})
  }

  const control = options.hasControl ? createControl(() => api, log) : undefined
  const server = createBotApiServer({ token: options.token, runCall, control })
  const port = await listen(server, options.port ?? 0)
  const api: BotApi = {
    url: `http://127.0.0.1:${port}`,
    faults,
    calls: log.calls,
    counts: log.counts,
    callsOf: (method) => log.calls.filter((call) => call.method === method),
    untilCalled: (method, count, waiting) => log.untilCalled(method, count, waiting),
    person: (profile) => {
      const person = people.get(profile.id) ?? new Person(world, profile)
      people.set(profile.id, person)
      return person
    },
    chat: (chatId) => {
      const room = world.chats.find(chatId)
      if (!room) throw new Error(`Nobody has written in chat ${chatId}`)
      return new ChatView(room)
    },
    commandsOf: (scope = {}, language = '') => world.profile.commands.get(commandsKey(scope, language)) ?? [],
    commands: world.profile.commands,
    publish: (content) => exchange.publish(content),
    redeliver: (updateId) => exchange.redeliver(updateId),
    get pendingUpdateCount() {
      return exchange.pendingCount
    },
    expireTaps: () => world.queries.clear(),
    close: () => {
      exchange.close()
      return new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    },
  }
  return api
}

async function listen(server: Server, wantedPort: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(wantedPort, '127.0.0.1', resolve)
  })
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : wantedPort
}
