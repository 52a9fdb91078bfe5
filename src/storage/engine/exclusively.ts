/** Work that only one may do at a time, over all processes. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Locks } from './locks.ts'

/** Longer than a small import takes; who waits for a large one is told that it is busy. */
const PATIENCE_MS = 10_000
const RETRY_MS = 20

export async function exclusively<T>(
  locks: Locks,
  name: string,
  work: (isAlone: () => boolean) => Promise<T>,
): Promise<{ ok: true; value: T } | { ok: false; reason: 'busy' }> {
  const start = performance.now()
  let lock = await locks.take(name)
  while (!lock) {
    if (performance.now() - start > PATIENCE_MS) return { ok: false, reason: 'busy' }
    await wait(RETRY_MS)
    lock = await locks.take(name)
  }
  try {
    return { ok: true, value: await work(lock.isHeld) }
  } finally {
    await lock.release()
  }
}
