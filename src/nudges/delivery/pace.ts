/**
 * So many a second, evenly spread: in turns of a few messages, which are marked and recorded together, at 30 a second three
 * of them ten times a second. A turn that came late is caught up, but never more than a tenth of a second at once: platforms
 * count within seconds.
 */
import { setTimeout as wait } from 'node:timers/promises'

const MOST_MS = 100
const MESSAGES_IN_A_TURN = 5

/** Resolves when it is one's turn. */
export function createPace(perSecond: number): () => Promise<void> {
  const intervalMs = 1000 / perSecond
  const turnMs = Math.min(MOST_MS, MESSAGES_IN_A_TURN * intervalMs)
  let nextMs = 0
  return async () => {
    const nowMs = performance.now()
    const dueMs = Math.max(nextMs, nowMs - MOST_MS)
    nextMs = dueMs + intervalMs
    const waitMs = Math.ceil(dueMs / turnMs) * turnMs - nowMs
    if (waitMs >= 1) await wait(waitMs)
  }
}
