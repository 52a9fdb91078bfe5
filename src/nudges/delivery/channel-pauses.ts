/**
 * When a channel takes nothing: because its platform said so, for as long as it said; or because it cannot be reached,
 * for 1, 2, 4 ... up to 60 seconds. A call that may have arrived is not made so often, so a platform that answers with
 * errors is let alone, too, once several calls in a row have failed so.
 *
 * What is known here spares questions; the word of the store, which all processes share, is what counts.
 */
import type { Carried } from '../outbox.ts'

const MOST_UNKNOWN_IN_A_ROW = 5
const LONGEST_PAUSE_SECONDS = 60

interface Trouble {
  unknownInARow: number
  /** Since the last answer. */
  pauses: number
  until?: Temporal.Instant
}

export interface ChannelPauses {
  /** None: it is not paused, as far as is known here. */
  until(channel: string, now: Temporal.Instant): Temporal.Instant | undefined
  /** Until when the channel is to be paused because of this, where that is not known yet. */
  learn(channel: string, carried: Carried, now: Temporal.Instant): Temporal.Instant | undefined
  /** Somebody else has paused it. */
  heard(channel: string, until: Temporal.Instant): void
}

export function createChannelPauses(): ChannelPauses {
  const troubles = new Map<string, Trouble>()
  const troubleOf = (channel: string): Trouble => {
    const trouble = troubles.get(channel) ?? { unknownInARow: 0, pauses: 0 }
    troubles.set(channel, trouble)
    return trouble
  }
  const until = (channel: string, now: Temporal.Instant) => {
    const known = troubles.get(channel)?.until
    return known && Temporal.Instant.compare(now, known) < 0 ? known : undefined
  }
  const heard = (channel: string, end: Temporal.Instant) => {
    const trouble = troubleOf(channel)
    if (!trouble.until || Temporal.Instant.compare(trouble.until, end) < 0) trouble.until = end
  }
  return {
    until,
    heard,
    learn(channel, carried, now) {
      const trouble = troubleOf(channel)
      const known = until(channel, now)
      if (carried.kind === 'slow_down') {
        const end = now.add({ milliseconds: Math.ceil(carried.seconds * 1000) })
        if (known && Temporal.Instant.compare(end, known.add({ seconds: 1 })) < 0) return undefined
        heard(channel, end)
        return end
      }
      if (carried.kind === 'unknown') trouble.unknownInARow += 1
      else if (carried.kind !== 'not_sent') Object.assign(trouble, { unknownInARow: 0, pauses: 0 })
      const isInTrouble = carried.kind === 'not_sent' || trouble.unknownInARow >= MOST_UNKNOWN_IN_A_ROW
      // Those that were under way at the same time all fail; they are one failure.
      if (!isInTrouble || known) return undefined
      const end = now.add({ seconds: Math.min(LONGEST_PAUSE_SECONDS, 2 ** trouble.pauses) })
      trouble.pauses += 1
      heard(channel, end)
      return end
    },
  }
}
