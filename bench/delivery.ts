/**
 * Messages that nobody asked for just now, from planned to recorded, on PostgreSQL: looked at again in the ledger, put into
 * words, sent to the Bot API double. As fast as it goes, next to a bare grammY loop that sends the same texts and keyboards;
 * at the distance of a real server; at the usual pace, for the CPU that it takes; and very many, for the memory.
 */

import type { BareOrder } from './bare-sending.ts'
import type { Bases } from './bases.ts'
import type { SentMessage } from './bot-api.ts'
import { type Child, startChild } from './children.ts'
import type { DeliveryDone, DeliveryOrder } from './delivering.ts'
import { describeRates, describeRest, type Measured } from './delivery-tables.ts'
import { createDueBase, type DueBase, LANGUAGES } from './due-base.ts'
import { courseOf } from './memory-course.ts'
import { cpuSecondsOfFamily } from './process-usage.ts'

export interface DeliverySize {
  rounds: number
  /** In one round. */
  count: number
  /** How long the usual pace is kept. */
  calmSeconds: number
  /** For the memory, after a quarter as many to warm up. */
  many: number
}

const CONCURRENCY = 200
const FAR_MS = 57
const FAR_PER_SECOND = 1_000
const UNBOUNDED = 1_000_000
const USUAL_PER_SECOND = 30

interface Parts {
  base: DueBase
  kisht: Child
  bare: Child
  postgresPid: number
}

export async function measureDelivery({ server, postgresPid }: Bases, size: DeliverySize): Promise<string[]> {
  const warmUp = Math.ceil(size.many / 4)
  const base = await createDueBase(server, 'delivery', Math.max(size.count, warmUp + size.many))
  const recording = await startBotApi('--record')
  const near = await startBotApi()
  const far = await startBotApi('--latency', String(FAR_MS))
  const kisht = await startChild({
    argv: [...nodeOptions(), fileOf('delivering.ts')],
    environment: { DATABASE_URL: base.url },
    ready: /^(ready)/,
    hasMessages: true,
  })
  const bare = await startChild({ argv: [fileOf('bare-sending.ts')], ready: /^(ready)/, hasMessages: true })
  const parts: Parts = { base, kisht, bare, postgresPid }

  // Both warm up, and what the one has sent is what the other sends.
  await deliver(parts, recording, size.count)
  const messages = await recording.ask<SentMessage[]>({})
  requireReal(messages, size.count)
  await recording.stop()
  await bare.ask<DeliveryDone>({ apiRoot: near.said, concurrency: CONCURRENCY, messages } satisfies BareOrder)

  const runs = { bare: [] as Measured[], kisht: [] as Measured[], far: [] as Measured[] }
  for (let round = 0; round < size.rounds; round++) {
    runs.bare.push(await sendBare(parts, near))
    runs.kisht.push(await deliver(parts, near, size.count))
    runs.far.push(await deliver(parts, far, size.count, FAR_PER_SECOND))
  }
  const calm = await deliver(parts, near, USUAL_PER_SECOND * size.calmSeconds, USUAL_PER_SECOND)
  const { memory } = await deliver(parts, near, warmUp + size.many)
  for (const child of [kisht, bare, near, far]) await child.stop()
  await base.close()
  const about = { count: size.count, concurrency: CONCURRENCY, farMs: FAR_MS, farPerSecond: FAR_PER_SECOND }
  return [
    ...describeRates(runs, about),
    '',
    ...describeRest(calm, USUAL_PER_SECOND, courseOf(memory, warmUp), warmUp, size.many),
  ]
}

/** Planned anew, which is not measured, for the same people. */
async function deliver(
  { base, kisht, postgresPid }: Parts,
  botApi: Child,
  count: number,
  perSecond = UNBOUNDED,
): Promise<Measured> {
  await base.plan(count)
  const order: DeliveryOrder = { apiRoot: botApi.said, count, perSecond, concurrency: CONCURRENCY }
  const before = cpuSecondsOfFamily(postgresPid)
  const done = await kisht.ask<DeliveryDone>(order)
  return { ...done, postgresSeconds: cpuSecondsOfFamily(postgresPid) - before }
}

async function sendBare({ bare }: Parts, botApi: Child): Promise<Measured> {
  const order: BareOrder = { apiRoot: botApi.said, concurrency: CONCURRENCY }
  return { ...(await bare.ask<DeliveryDone>(order)), postgresSeconds: 0 }
}

/** Everybody was written to, in the words of all languages and with buttons: else something was left out. */
function requireReal(messages: readonly SentMessage[], count: number): void {
  const texts = new Set(messages.map(({ payload }) => String(payload.text).split('\n', 1)[0]))
  const withButtons = messages.filter(({ payload }) => payload.reply_markup !== undefined)
  if (messages.length !== count || texts.size < LANGUAGES.length || withButtons.length !== count) {
    throw new Error(`${messages.length} messages, ${withButtons.length} with buttons, ${texts.size} headings`)
  }
}

function startBotApi(...options: string[]): Promise<Child> {
  return startChild({ argv: [fileOf('bot-api.ts'), ...options], ready: /^ready (\S+)/, hasMessages: true })
}

/** For looking closer: `BENCH_NODE_OPTIONS='--cpu-prof --cpu-prof-dir=/tmp/p'`. */
function nodeOptions(): string[] {
  return (process.env.BENCH_NODE_OPTIONS ?? '').split(' ').filter((option) => option !== '')
}

function fileOf(name: string): string {
  return new URL(name, import.meta.url).pathname
}
