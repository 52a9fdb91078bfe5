/** How the delivery's figures are shown. The aim to the bare loop is one of the wall; CPU tells how much of it is waiting. */
import { textTable } from '../src/command-line/text-table.ts'
import type { DeliveryDone } from './delivering.ts'
import type { MemoryCourse } from './memory-course.ts'
import { withSpread } from './statistics.ts'

export interface Measured extends DeliveryDone {
  /** CPU of PostgreSQL's own processes meanwhile. */
  postgresSeconds: number
}

export interface About {
  count: number
  concurrency: number
  farMs: number
  farPerSecond: number
}

type Runs = Readonly<Record<'kisht' | 'bare' | 'far', readonly Measured[]>>

export function describeRates({ kisht, bare, far }: Runs, about: About): string[] {
  const { count, concurrency, farMs, farPerSecond } = about
  const rates = (runs: readonly Measured[]) => withSpread(runs.map(({ seconds }) => count / seconds))
  const cpuMs = (runs: readonly Measured[], figure: (run: Measured) => number) =>
    withSpread(
      runs.map((run) => (1000 * figure(run)) / count),
      2,
    )
  const own = (run: Measured) => run.cpuSeconds
  // Rounds that followed each other had the same neighbours.
  const ratio = (figure: (run: Measured) => number) =>
    withSpread(
      kisht.map((run, round) => figure(bare[round] ?? run) / figure(run)),
      2,
    )
  const header = [
    `messages, ${concurrency} at a time`,
    'a second',
    'aim',
    'to bare by wall',
    'aim',
    'by CPU',
    'by CPU with PostgreSQL',
    'CPU ms each',
    "PostgreSQL's",
  ]
  const database = (run: Measured) => run.postgresSeconds
  return textTable(header, [
    ['bare grammY loop, the same texts', rates(bare), '', '', '', '', '', cpuMs(bare, own), ''],
    [
      'Kisht delivery',
      rates(kisht),
      '1000',
      ratio(({ seconds }) => seconds),
      '0.50',
      ratio(own),
      ratio((run) => own(run) + database(run)),
      cpuMs(kisht, own),
      cpuMs(kisht, database),
    ],
    [
      `Kisht, answers after ${farMs} ms, at most ${farPerSecond}/s`,
      rates(far),
      String(farPerSecond),
      '',
      '',
      '',
      '',
      cpuMs(far, own),
      cpuMs(far, database),
    ],
  ])
}

export function describeRest(
  calm: Measured,
  perSecond: number,
  memory: MemoryCourse,
  warmUp: number,
  many: number,
): string[] {
  const percent = (cpuSeconds: number) => ((100 * cpuSeconds) / calm.seconds).toFixed(1)
  const megabytes = [memory.firstMb, memory.lastMb, memory.highestMb].map((figure) => figure.toFixed(0))
  return textTable(
    ['delivery', 'figure', 'aim'],
    [
      [`CPU at ${perSecond} messages a second, % of a core`, percent(calm.cpuSeconds), '10'],
      ["PostgreSQL's besides", percent(calm.postgresSeconds), ''],
      [
        `MB after ${warmUp.toLocaleString('en')}, after ${many.toLocaleString('en')} more, and at the most between`,
        megabytes.join(', '),
        '',
      ],
      ['growth of it within one delivery, %', memory.growthPercent.toFixed(1), '10'],
    ],
  )
}
