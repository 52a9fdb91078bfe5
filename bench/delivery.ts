/**
 * Messages that nobody asked for just now, from the outbox to the Bot API double and back to the record of it, on
 * PostgreSQL: as fast as it goes, next to a bare grammY loop that sends the same texts; at the distance of a real server;
 * at the usual pace, for the CPU that it takes; and very many, for the memory.
 */
import { textTable } from '../src/command-line/text-table.ts'
import type { PostgresServer } from '../test/support/postgres-server.ts'
import { type Child, startChild } from './children.ts'
import type { DeliveryDone, DeliveryOrder } from './delivering.ts'
import { median, withSpread } from './statistics.ts'

export interface DeliverySize {
  rounds: number
  /** In one round. */
  count: number
  /** How long the usual pace is kept. */
  calmSeconds: number
  /** For the memory. */
  many: number
}

const CONCURRENCY = 200
const FAR_MS = 57
const UNBOUNDED = 1_000_000
const USUAL_PER_SECOND = 30
const PARTS = 10

export async function measureDelivery(server: PostgresServer, size: DeliverySize): Promise<string[]> {
  await server.createDatabase('delivery')
  const near = await startBotApi()
  const far = await startBotApi('--latency', String(FAR_MS))
  const kisht = await startChild({
    argv: [...nodeOptions(), '--expose-gc', fileOf('delivering.ts')],
    environment: { DATABASE_URL: `${server.url}/delivery` },
    ready: /^(ready)/,
    hasMessages: true,
  })
  const bare = await startChild({ argv: [fileOf('bare-sending.ts')], ready: /^(ready)/, hasMessages: true })
  const order = (botApi: Child, count: number, perSecond = UNBOUNDED): DeliveryOrder => {
    return { apiRoot: botApi.said, count, perSecond, concurrency: CONCURRENCY }
  }
  const runs = { kisht: [] as DeliveryDone[], bare: [] as DeliveryDone[], far: [] as DeliveryDone[] }
  for (let round = 0; round <= size.rounds; round++) {
    const done = {
      bare: await bare.ask<DeliveryDone>(order(near, size.count)),
      kisht: await kisht.ask<DeliveryDone>(order(near, size.count)),
      far: await kisht.ask<DeliveryDone>(order(far, size.count, 1_000)),
    }
    // The first round warms up.
    if (round > 0) for (const name of ['bare', 'kisht', 'far'] as const) runs[name].push(done[name])
  }
  const calmCount = USUAL_PER_SECOND * size.calmSeconds
  const calm = await kisht.ask<DeliveryDone>(order(near, calmCount, USUAL_PER_SECOND))
  const memory: number[] = []
  for (let part = 0; part < PARTS; part++) {
    memory.push((await kisht.ask<DeliveryDone>(order(near, size.many / PARTS))).residentMb)
  }
  for (const child of [kisht, bare, near, far]) await child.stop()
  return [...describeRates(runs, size.count), '', ...describeRest(calm, memory, size)]
}

type Runs = Readonly<Record<'kisht' | 'bare' | 'far', readonly DeliveryDone[]>>

function describeRates({ kisht, bare, far }: Runs, count: number): string[] {
  const rates = (runs: readonly DeliveryDone[]) => withSpread(runs.map(({ seconds }) => count / seconds))
  const perCpu = (runs: readonly DeliveryDone[]) => withSpread(runs.map(({ cpuSeconds }) => count / cpuSeconds))
  const ratio = (figure: (run: DeliveryDone) => number) =>
    median(kisht.map((run, round) => figure(bare[round] ?? run) / figure(run))).toFixed(2)
  const header = [`messages, ${CONCURRENCY} at a time`, 'a second', 'aim', 'by wall', 'by CPU', 'aim', 'per CPU-s']
  return textTable(header, [
    ['bare grammY loop', rates(bare), '', '', '', '', perCpu(bare)],
    [
      'Kisht delivery',
      rates(kisht),
      '1000',
      ratio(({ seconds }) => seconds),
      ratio(({ cpuSeconds }) => cpuSeconds),
      '0.50',
      perCpu(kisht),
    ],
    [`Kisht, answers after ${FAR_MS} ms, at most 1000/s`, rates(far), '1000', '', '', '', perCpu(far)],
  ])
}

function describeRest(calm: DeliveryDone, memory: readonly number[], { many }: DeliverySize): string[] {
  const [afterSome = Number.NaN, atTheEnd = Number.NaN] = [memory[1], memory.at(-1)]
  return textTable(
    ['delivery', 'figure', 'aim'],
    [
      [
        `CPU of the process at ${USUAL_PER_SECOND} messages a second, % of a core`,
        ((100 * calm.cpuSeconds) / calm.seconds).toFixed(1),
        '10',
      ],
      [
        `MB after ${(many / 5).toLocaleString('en')}, and after ${many.toLocaleString('en')} messages`,
        `${afterSome.toFixed(0)}, ${atTheEnd.toFixed(0)}`,
        '+10 %',
      ],
    ],
  )
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
