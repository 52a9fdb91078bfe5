/**
 * So many a second, evenly spread. A turn that came late is caught up, but never more than a tenth of a second of them at
 * once: platforms count within seconds.
 */
import { setTimeout as wait } from 'node:timers/promises'

const CATCH_UP_MS = 100

/** Resolves when it is one's turn. */
export function createPace(perSecond: number): () => Promise<void> {
  const intervalMs = 1000 / perSecond
  let nextMs = 0
  return async () => {
    const nowMs = performance.now()
    const turnMs = Math.max(nextMs, nowMs - CATCH_UP_MS)
    nextMs = turnMs + intervalMs
    if (turnMs - nowMs >= 1) await wait(turnMs - nowMs)
  }
}
