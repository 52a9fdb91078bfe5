/**
 * Long polling that loses nothing and waits for nobody: an update is confirmed to Telegram, by asking for what follows
 * it, only when it and all before it were dealt with. Killed in between, the process gets the rest again. While an
 * update takes long, Telegram keeps repeating it together with the new ones; only those are taken up.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { type Api, GrammyError } from 'grammy'
import type { Update } from 'grammy/types'
import { allowedUpdates } from './allowed-updates.ts'

const LONG_POLL_SECONDS = 30
const LONGEST_PAUSE_MS = 30_000
/** How soon new updates are looked for while one takes long. */
const LOOK_AGAIN_MS = 200

export async function pollUpdates(
  api: Api,
  receive: (update: Update) => Promise<void>,
  signal: AbortSignal,
  onError: (error: unknown, what: string) => void,
): Promise<void> {
  /** Updates taken up and not yet confirmed; `true` when dealt with. */
  const taken = new Map<number, boolean>()
  const working = new Set<Promise<void>>()
  let offset = 0
  let pauseMs = 0

  const takeUp = (update: Update) => {
    taken.set(update.update_id, false)
    const work = receive(update)
      .catch((error) => onError(error, 'handling an update'))
      .finally(() => {
        taken.set(update.update_id, true)
        working.delete(work)
      })
    working.add(work)
  }

  while (!signal.aborted) {
    try {
      const updates = await api.getUpdates(
        { offset, timeout: LONG_POLL_SECONDS, allowed_updates: [...allowedUpdates] },
        abortable(signal),
      )
      pauseMs = 0
      for (const update of updates) if (!taken.has(update.update_id)) takeUp(update)
      if (working.size > 0) await Promise.race([Promise.all(working), wait(LOOK_AGAIN_MS, undefined, { ref: false })])
      const open = updates.find(({ update_id: id }) => taken.get(id) === false)
      offset = open?.update_id ?? (updates.at(-1)?.update_id ?? offset - 1) + 1
      for (const [id, isDone] of taken) if (isDone && id < offset) taken.delete(id)
    } catch (error) {
      if (signal.aborted) break
      onError(error, 'fetching updates')
      pauseMs = nextPause(error, pauseMs)
      await wait(pauseMs, undefined, { signal }).catch(() => {})
    }
  }
  await Promise.all(working)
}

function nextPause(error: unknown, lastMs: number): number {
  const askedSeconds = error instanceof GrammyError ? error.parameters.retry_after : undefined
  return askedSeconds ? askedSeconds * 1000 : Math.min(LONGEST_PAUSE_MS, Math.max(500, lastMs * 2))
}

/** grammY's type of signal comes from a polyfill; the platform's own is one. */
function abortable(signal: AbortSignal) {
  return signal as Parameters<Api['getUpdates']>[1]
}
