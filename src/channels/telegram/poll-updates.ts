/**
 * Long polling that loses nothing: a batch is confirmed to Telegram, by asking for what follows it, only when every
 * update in it was dealt with. Killed in between, the process gets the batch again.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { type Api, GrammyError } from 'grammy'
import type { Update } from 'grammy/types'
import { allowedUpdates } from './allowed-updates.ts'

const LONG_POLL_SECONDS = 30
const LONGEST_PAUSE_MS = 30_000

export async function pollUpdates(
  api: Api,
  receive: (update: Update) => Promise<void>,
  signal: AbortSignal,
  onError: (error: unknown, what: string) => void,
): Promise<void> {
  let offset = 0
  let pauseMs = 0
  while (!signal.aborted) {
    try {
      const updates = await api.getUpdates(
        { offset, timeout: LONG_POLL_SECONDS, allowed_updates: [...allowedUpdates] },
        abortable(signal),
      )
      pauseMs = 0
      await Promise.all(updates.map((update) => receive(update).catch((error) => onError(error, 'handling an update'))))
      offset = (updates.at(-1)?.update_id ?? offset - 1) + 1
    } catch (error) {
      if (signal.aborted) return
      onError(error, 'fetching updates')
      pauseMs = nextPause(error, pauseMs)
      await wait(pauseMs, undefined, { signal }).catch(() => {})
    }
  }
}

function nextPause(error: unknown, lastMs: number): number {
  const askedSeconds = error instanceof GrammyError ? error.parameters.retry_after : undefined
  return askedSeconds ? askedSeconds * 1000 : Math.min(LONGEST_PAUSE_MS, Math.max(500, lastMs * 2))
}

/** grammY's type of signal comes from a polyfill; the platform's own is one. */
function abortable(signal: AbortSignal) {
  return signal as Parameters<Api['getUpdates']>[1]
}
