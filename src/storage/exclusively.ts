/** Work that only one may do at a time. */
import { setTimeout as wait } from 'node:timers/promises'
import type pg from 'pg'
import type { Exclusively } from './database.ts'

/** Longer than a small import takes; who waits for a large one is told that it is busy. */
const PATIENCE_MS = 10_000
const RETRY_MS = 50

/** An embedded database is open in one process only. */
export function oneAtATime(): Exclusively {
  const held = new Set<number>()
  return async (lock, work) => {
    const take = () => !held.has(lock) && held.add(lock) !== undefined
    if (!(await patiently(async () => take()))) return { ok: false, reason: 'busy' }
    try {
      return { ok: true, value: await work() }
    } finally {
      held.delete(lock)
    }
  }
}

/** Held by a connection that does nothing else: it ends with the process, also when that is killed. */
export function byAdvisoryLock(connections: pg.Pool): Exclusively {
  // A lost connection is noticed by whoever works, on theirs.
  connections.on('error', () => {})
  return async (lock, work) => {
    const client = await connections.connect()
    try {
      const isTaken = await patiently(async () => {
        const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [lock])
        return rows[0]?.taken === true
      })
      return isTaken ? { ok: true, value: await work() } : { ok: false, reason: 'busy' }
    } finally {
      await client.query('SELECT pg_advisory_unlock($1)', [lock]).then(
        () => client.release(),
        (error: Error) => client.release(error),
      )
    }
  }
}

async function patiently(attempt: () => Promise<boolean>): Promise<boolean> {
  const start = performance.now()
  while (!(await attempt())) {
    if (performance.now() - start > PATIENCE_MS) return false
    await wait(RETRY_MS)
  }
  return true
}
