/**
 * `npm run bench` [-- --quick] [--only throughput|latency|start|plan-state|one-payment|import|answering|planning|delivery]: what Kisht
 * costs next to a bare grammY bot, and next to the plain SQL that an import comes to at the least, printed as tables: medians of runs in turn, with the smallest and the largest. All load stays on 127.0.0.1 and is bounded; a
 * figure that misses its aim is shown, not judged: the machine has other things to do as well.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { measureAnswering } from './answering-while-importing.ts'
import { type Bases, prepareBases } from './bases.ts'
import type { SentMessage } from './bot-api.ts'
import { type Child, startChild, stopAllChildren } from './children.ts'
import { measureDelivery } from './delivery.ts'
import { measureImport } from './import-payments.ts'
import { measureLatency } from './latency.ts'
import type { Load, Order } from './load.ts'
import { measureOnePayment } from './one-payment.ts'
import { measurePlanState } from './plan-state.ts'
import { measurePlanning } from './planning.ts'
import { startServer } from './servers.ts'
import { measureStartAndMemory } from './start-and-memory.ts'
import { median } from './statistics.ts'
import { measureThroughput } from './throughput.ts'

const { values: wanted } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string' } },
})
const size = wanted.quick
  ? {
      throughput: { rounds: 1, seconds: 1.5, warmUpSeconds: 3 },
      latency: { rounds: 1, seconds: 2, warmUpSeconds: 1 },
      starts: 1,
      planStates: 2,
      onePayment: { sizes: [1_000, 20_000], rounds: 3, perRound: 30 },
      import: { size: { plans: 10_000, paymentsPerPlan: 10 }, rounds: 1 },
      answering: { plans: 1_000, paymentsPerPlan: 10 },
      planning: { sizes: [10_000, 100_000], due: 2_000, rounds: 1 },
      delivery: { rounds: 1, count: 2_000, calmSeconds: 5, many: 10_000 },
    }
  : {
      throughput: { rounds: 5, seconds: 2, warmUpSeconds: 10 },
      latency: { rounds: 3, seconds: 4, warmUpSeconds: 8 },
      starts: 5,
      planStates: 9,
      onePayment: { sizes: [1_000, 100_000, 1_000_000], rounds: 7, perRound: 50 },
      import: { size: { plans: 100_000, paymentsPerPlan: 10 }, rounds: 3 },
      answering: { plans: 10_000, paymentsPerPlan: 10 },
      planning: { sizes: [100_000, 1_000_000], due: 20_000, rounds: 3 },
      delivery: { rounds: 5, count: 10_000, calmSeconds: 30, many: 200_000 },
    }

const folder = mkdtempSync(join(tmpdir(), 'kisht-bench-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }))
let bases: Bases | undefined
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void cleanUp().then(() => process.exit(1)))
try {
  print(
    `${cpus().length} cores, load ${loadavg()
      .map((load) => load.toFixed(1))
      .join(' ')}, Node ${process.version}`,
  )
  bases = await prepareBases(folder)
  await measure(bases)
} finally {
  await cleanUp()
}

async function measure(bases: Bases): Promise<void> {
  const load = await startChild({ argv: [fileOf('load.ts')], ready: /^(ready)/, hasMessages: true })
  const light = await startBotApi()
  const recording = await startBotApi('--record')
  const textLength = await answerLength(bases, recording, load)
  print(`${bases.chatIds.length} linked chats; an answer to /next has ${textLength} characters (median)\n`)
  const onLight = { bases, apiRoot: light.said, textLength }
  const onRecording = { bases, apiRoot: recording.said, textLength }
  const isWanted = (name: string) => wanted.only === undefined || wanted.only === name
  if (isWanted('throughput')) show(await measureThroughput(onLight, load, size.throughput))
  if (isWanted('latency')) show(await measureLatency(onRecording, { load, botApi: recording }, size.latency))
  if (isWanted('start')) show(await measureStartAndMemory(onLight, load, size.starts))
  if (isWanted('plan-state')) show(measurePlanState(size.planStates))
  if (isWanted('one-payment')) show(await measureOnePayment(bases.server, size.onePayment))
  if (isWanted('planning')) show(await measurePlanning(bases.server, size.planning))
  if (isWanted('import')) show(await measureImport(bases.server, folder, size.import))
  if (isWanted('delivery')) show(await measureDelivery(bases, size.delivery))
  if (isWanted('answering')) {
    show(await measureAnswering(onRecording, { load, botApi: recording }, folder, size.answering))
  }
}

/** Asks once for every chat, which also shows that all of them are answered. */
async function answerLength(bases: Bases, botApi: Child, load: Child): Promise<number> {
  const server = await startServer('PostgreSQL', { bases, apiRoot: botApi.said, textLength: 0 })
  await botApi.ask<SentMessage[]>({})
  const count = bases.chatIds.length
  const order: Order = { ...server.target, loop: 'closed', concurrency: 4, seconds: 30, count }
  await load.ask<Load>(order)
  const sent = await botApi.ask<SentMessage[]>({})
  if (sent.length !== count) throw new Error(`${sent.length} answers to ${count} updates`)
  await server.stop()
  return median(sent.map((message) => message.textLength))
}

function startBotApi(...options: string[]): Promise<Child> {
  return startChild({ argv: [fileOf('bot-api.ts'), ...options], ready: /^ready (\S+)/, hasMessages: true })
}

function show(lines: readonly string[]): void {
  print(
    `${lines.join('\n')}\nload ${loadavg()
      .map((load) => load.toFixed(1))
      .join(' ')}\n`,
  )
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

async function cleanUp(): Promise<void> {
  await stopAllChildren()
  await bases?.stop().catch(() => {})
}

function fileOf(name: string): string {
  return new URL(name, import.meta.url).pathname
}
