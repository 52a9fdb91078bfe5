/** How long people wait for `/next` while the embedded database, which has one connection, takes a large import in. */
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { textTable } from '../src/command-line/text-table.ts'
import { KISHT } from './bases.ts'
import type { SentMessage } from './bot-api.ts'
import { type Child, startChild } from './children.ts'
import { pairUp } from './latency.ts'
import type { Load, Order } from './load.ts'
import { type ProjectSize, writePayments, writeProject } from './project-files.ts'
import { type Surroundings, startServer } from './servers.ts'
import { percentile } from './statistics.ts'

const PER_SECOND = 2
const AIM_SECONDS = 120
const AIM_MS = 500
const LONGEST_IMPORT_MS = 600_000

export async function measureAnswering(
  surroundings: Surroundings,
  { load, botApi }: { load: Child; botApi: Child },
  folder: string,
  size: ProjectSize,
): Promise<string[]> {
  const [plans, payments] = [join(folder, 'answering-plans'), join(folder, 'answering-payments')]
  if (!existsSync(plans)) mkdirSync(plans)
  await writeProject(plans, size)
  await writePayments(payments, size)
  const server = await startServer('PGlite', surroundings)
  // The commands are carried out by the running assistant: nobody else may open its database.
  await importThere(surroundings, plans)
  await botApi.ask<SentMessage[]>({})
  let isDone = false
  const importing = importThere(surroundings, payments).finally(() => {
    isDone = true
  })
  const latencies: number[] = []
  while (!isDone) {
    const order: Order = { ...server.target, loop: 'open', perSecond: PER_SECOND, seconds: 3 }
    const { posted } = await load.ask<Load>(order)
    latencies.push(...pairUp(posted, await botApi.ask<SentMessage[]>({})))
  }
  const seconds = await importing
  await server.stop()
  const count = size.plans * size.paymentsPerPlan
  const header = [
    `import of ${count.toLocaleString('en')} payments, PGlite`,
    'seconds',
    'aim',
    '/next p50 ms',
    'longest',
    'aim',
  ]
  const [middle, longest] = [percentile(latencies, 50), Math.max(...latencies)]
  return textTable(header, [
    [
      'with a running assistant',
      seconds.toFixed(1),
      String(AIM_SECONDS),
      middle.toFixed(0),
      longest.toFixed(0),
      String(AIM_MS),
    ],
  ])
}

async function importThere({ bases }: Surroundings, files: string): Promise<number> {
  const child = await startChild({
    argv: [KISHT, 'import', files],
    environment: bases.embedded,
    ready: /^(Payments): /,
    longestMs: LONGEST_IMPORT_MS,
  })
  await child.ended
  return child.readyAfterMs / 1000
}
