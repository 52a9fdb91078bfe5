/**
 * How many `/next` a server answers: by the wall, where everything shares the machine, and by the CPU time of the server
 * alone, which the generator and the Bot API double cannot spoil. Short runs in turn, so that a disturbance meets all.
 */
import { textTable } from '../src/command-line/text-table.ts'
import type { Child } from './children.ts'
import type { Load, Order } from './load.ts'
import { cpuSecondsOf, cpuSecondsOfFamily } from './process-usage.ts'
import { type Server, type ServerName, type Surroundings, startServer } from './servers.ts'
import { median, withSpread } from './statistics.ts'

interface Run {
  perSecond: number
  perCpuSecond: number
  /** Milliseconds of PostgreSQL's own processes for one update. */
  postgresMs: number
}

const CONCURRENCY = 32
const names: readonly ServerName[] = ['grammY', 'no database', 'PostgreSQL', 'PGlite']
const aims: Partial<Record<ServerName, string>> = { 'no database': '0.70', PostgreSQL: '0.35' }

export async function measureThroughput(
  surroundings: Surroundings,
  load: Child,
  { rounds, seconds, warmUpSeconds }: { rounds: number; seconds: number; warmUpSeconds: number },
): Promise<string[]> {
  const servers = new Map<ServerName, Server>()
  for (const name of names) servers.set(name, await startServer(name, surroundings))
  const runs = new Map(names.map((name) => [name, [] as Run[]]))
  // The first round does not count: V8 compiles well what has run for a while, and there is more of Kisht than of grammY.
  for (let round = 0; round <= rounds; round++) {
    for (const [name, server] of servers) {
      const run = await runOnce(server, load, round === 0 ? warmUpSeconds : seconds, surroundings.bases.postgresPid)
      if (round > 0) runs.get(name)?.push(run)
    }
  }
  for (const server of servers.values()) await server.stop()
  return describe(runs)
}

async function runOnce(server: Server, load: Child, seconds: number, postgresPid: number): Promise<Run> {
  const before = { server: cpuSecondsOf(server.pid), postgres: cpuSecondsOfFamily(postgresPid) }
  const order: Order = { ...server.target, loop: 'closed', concurrency: CONCURRENCY, seconds }
  const done = await load.ask<Load>(order)
  if (done.failed > 0) throw new Error(`${done.failed} of ${done.posted.length} updates were not answered with 200`)
  return {
    perSecond: done.answered / done.seconds,
    perCpuSecond: done.answered / (cpuSecondsOf(server.pid) - before.server),
    postgresMs: (1000 * (cpuSecondsOfFamily(postgresPid) - before.postgres)) / done.answered,
  }
}

function describe(runs: ReadonlyMap<ServerName, readonly Run[]>): string[] {
  const bare = runs.get('grammY') ?? []
  const header = [
    '/next over the webhook',
    'updates/s',
    'updates per CPU-s',
    'by wall',
    'by CPU',
    'aim',
    "PostgreSQL's ms",
  ]
  const rows = [...runs].map(([name, own]) => [
    name === 'grammY' ? 'bare grammY echo' : `Kisht, ${name}`,
    withSpread(own.map(({ perSecond }) => perSecond)),
    withSpread(own.map(({ perCpuSecond }) => perCpuSecond)),
    ratio(own, bare, ({ perSecond }) => perSecond),
    ratio(own, bare, ({ perCpuSecond }) => perCpuSecond),
    aims[name] ?? '',
    name === 'PostgreSQL' ? median(own.map(({ postgresMs }) => postgresMs)).toFixed(2) : '',
  ])
  return textTable(header, rows)
}

/** Of runs that followed each other, so that both had the same neighbours. */
function ratio(own: readonly Run[], bare: readonly Run[], figure: (run: Run) => number): string {
  const ratios = own.map((run, round) => figure(run) / figure(bare[round] ?? run))
  return median(ratios).toFixed(2)
}
