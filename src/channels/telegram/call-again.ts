/**
 * A call that broke may or may not have arrived. It is made once more, soon: an answer that comes twice is better than
 * none. Asking for updates is left alone; whoever polls asks again anyway.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { HttpError, type Transformer } from 'grammy'

const PAUSE_MS = 1_000

export const callAgainWhenBroken: Transformer = async (call, method, payload, signal) => {
  try {
    return await call(method, payload, signal)
  } catch (error) {
    if (!(error instanceof HttpError) || method === 'getUpdates') throw error
    await wait(PAUSE_MS)
    return call(method, payload, signal)
  }
}
