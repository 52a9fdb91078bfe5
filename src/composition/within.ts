import { setTimeout as wait } from 'node:timers/promises'

/** What the work gives, or `undefined` where it fails or takes longer. Nothing of it is left to be waited for. */
export async function within<T>(milliseconds: number, work: Promise<T>): Promise<T | undefined> {
  const patience = new AbortController()
  const answer = work.catch(() => undefined)
  const late = wait(milliseconds, undefined, { signal: patience.signal, ref: false }).catch(() => undefined)
  try {
    return await Promise.race([answer, late])
  } finally {
    patience.abort()
  }
}
