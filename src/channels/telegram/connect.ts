/**
 * The first words with Telegram. A token that it refuses is the operator's to mend, so the start fails; an outage is not,
 * so the attempt is repeated until it works, while everything else runs.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { GrammyError } from 'grammy'

const SHORTEST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 60_000

export class TokenRefused extends Error {
  constructor() {
    super('Telegram refuses this token; see TELEGRAM_BOT_TOKEN.')
  }
}

/** True when connected, false when Telegram is not to be reached; throws `TokenRefused`. */
export async function tryToConnect(connect: () => Promise<void>, onError: (error: unknown) => void): Promise<boolean> {
  try {
    await connect()
    return true
  } catch (error) {
    const isRefused = error instanceof GrammyError && [401, 404].includes(error.error_code)
    if (isRefused) throw new TokenRefused()
    onError(error)
    return false
  }
}

/** Resolves when connected, or when it is told to stop. */
export async function keepConnecting(
  connect: () => Promise<void>,
  signal: AbortSignal,
  onError: (error: unknown) => void,
): Promise<void> {
  let pauseMs = SHORTEST_PAUSE_MS
  while (!signal.aborted) {
    await wait(pauseMs, undefined, { signal }).catch(() => {})
    if (signal.aborted) return
    // Refused later on, it may be a gateway that speaks; the assistant runs, so it goes on trying.
    const isConnected = await tryToConnect(connect, onError).catch((error) => {
      onError(error)
      return false
    })
    if (isConnected) return
    pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)
  }
}
