/** From spawning to the printed address, on a base that exists; and the memory held at rest after some messages. */
import { setTimeout as wait } from 'node:timers/promises'
import { textTable } from '../src/command-line/text-table.ts'
import type { Child } from './children.ts'
import type { Load, Order } from './load.ts'
import { residentMbOf } from './process-usage.ts'
import { type Surroundings, startServer } from './servers.ts'
import { withSpread } from './statistics.ts'

const MESSAGES = 100
const REST_SECONDS = 5
const names = ['PostgreSQL', 'PGlite'] as const
const aims = {
  PostgreSQL: { start: '', memory: '200' },
  PGlite: { start: '1.5', memory: '450' },
}

export async function measureStartAndMemory(
  surroundings: Surroundings,
  load: Child,
  starts: number,
): Promise<string[]> {
  const startSeconds = new Map(names.map((name) => [name, [] as number[]]))
  const residentMb = new Map<string, number>()
  for (let count = 1; count <= starts; count++) {
    const servers = []
    for (const name of names) {
      const server = await startServer(name, surroundings)
      startSeconds.get(name)?.push(server.readyAfterMs / 1000)
      if (count < starts) await server.stop()
      else servers.push({ name, ...server })
    }
    for (const { target } of servers) {
      const order: Order = { ...target, loop: 'closed', concurrency: 4, seconds: 30, count: MESSAGES }
      await load.ask<Load>(order)
    }
    if (servers.length > 0) await wait(REST_SECONDS * 1000)
    for (const { name, pid, stop } of servers) {
      residentMb.set(name, residentMbOf(pid))
      await stop()
    }
  }
  const header = ['start and memory', 'ready after s', 'aim', `MB at rest after ${MESSAGES} messages`, 'aim']
  const rows = names.map((name) => [
    `Kisht, ${name}`,
    withSpread(startSeconds.get(name) ?? [], 2),
    aims[name].start,
    (residentMb.get(name) ?? Number.NaN).toFixed(0),
    aims[name].memory,
  ])
  return textTable(header, rows)
}
