/** From posting an update to its answer's arrival at the Bot API double, at a steady pace that waits for nobody. */
import { textTable } from '../src/command-line/text-table.ts'
import type { SentMessage } from './bot-api.ts'
import type { Child } from './children.ts'
import type { Load, Order, Posted } from './load.ts'
import { type Server, type ServerName, type Surroundings, startServer } from './servers.ts'
import { percentile, withSpread } from './statistics.ts'

const PER_SECOND = 200
const names: readonly ServerName[] = ['grammY', 'PostgreSQL', 'PGlite']

export async function measureLatency(
  surroundings: Surroundings,
  { load, botApi }: { load: Child; botApi: Child },
  { rounds, seconds, warmUpSeconds }: { rounds: number; seconds: number; warmUpSeconds: number },
): Promise<string[]> {
  const servers = new Map<ServerName, Server>()
  for (const name of names) servers.set(name, await startServer(name, surroundings))
  const runs = new Map(names.map((name) => [name, [] as number[][]]))
  for (let round = 0; round <= rounds; round++) {
    for (const [name, { target }] of servers) {
      const order: Order = {
        ...target,
        loop: 'open',
        perSecond: PER_SECOND,
        seconds: round === 0 ? warmUpSeconds : seconds,
      }
      await botApi.ask<SentMessage[]>({})
      const { posted } = await load.ask<Load>(order)
      const latencies = pairUp(posted, await botApi.ask<SentMessage[]>({}))
      // The first round warms up.
      if (round > 0) runs.get(name)?.push(latencies)
    }
  }
  for (const server of servers.values()) await server.stop()

  const header = [`ms from post to answer, ${PER_SECOND} updates/s`, 'p50', 'p95', 'p99', 'aim for p99']
  const rows = [...runs].map(([name, latencies]) => [
    name === 'grammY' ? 'bare grammY echo' : `Kisht, ${name}`,
    ...[50, 95, 99].map((percent) => withSpread(latencies.map((run) => percentile(run, percent)))),
    name === 'grammY' ? '' : '50',
  ])
  return textTable(header, rows)
}

/** The answers of one chat come in the order of its updates; one that did not come in time took for ever. */
export function pairUp(posted: readonly Posted[], sent: readonly SentMessage[]): number[] {
  const answers = Map.groupBy(sent, ({ chatId }) => chatId)
  return posted.map(({ chatId, atMs }) => {
    const answer = answers.get(chatId)?.shift()
    return answer ? answer.atMs - atMs : Number.POSITIVE_INFINITY
  })
}
