/** What a call that was made, or could not be made, means for its message. */
import type { NewTask } from '../../tasks/task.ts'
import { type Address, type Carried, MOST_ATTEMPTS, type NudgeMessage } from '../outbox.ts'
import type { ChannelPauses } from './channel-pauses.ts'
import { finalNoticesIn } from './final-notices.ts'
import type { Outcome, WaitingMessage } from './ports.ts'

export interface OutcomeParts {
  pauses: ChannelPauses
  now(): Temporal.Instant
  /** Whom a person must reach, because this did not. */
  toReach(message: NudgeMessage): readonly NewTask[]
  /** Messages wait until then, so somebody must look again. */
  onWait(until: Temporal.Instant): void
  onError(error: unknown): void
}

/** A platform in trouble is not asked again at once. */
const AGAIN_AFTER_SECONDS = 60

export function outcomeOf(
  parts: OutcomeParts,
  { id, attempts, message }: WaitingMessage & { message: NudgeMessage },
  address: Address,
  carried: Carried,
  isLast: boolean,
): Outcome {
  const over = { id, state: endOf(attempts), mayHaveArrived: false }
  switch (carried.kind) {
    case 'sent':
      return { id, state: 'sent', reason: null, mayHaveArrived: true, notices: finalNoticesIn(message) }
    case 'slow_down':
    case 'not_sent': {
      const sendAt = parts.pauses.until(address.channel, parts.now()) ?? parts.now()
      parts.onWait(sendAt)
      return { id, state: 'pending', reason: carried.kind, mayHaveArrived: false, sendAt }
    }
    case 'unreachable':
      if (!isLast) return { id, state: 'pending', reason: null, mayHaveArrived: false, unreachable: address }
      return { ...over, reason: 'unreachable', unreachable: address, tasks: tasksFor(parts, message) }
    case 'refused':
      return { ...over, reason: carried.why, tasks: tasksIfFinal(parts, message) }
    case 'unknown': {
      if (attempts + 1 >= MOST_ATTEMPTS) {
        return { id, state: 'unknown', reason: carried.why, mayHaveArrived: true, tasks: tasksIfFinal(parts, message) }
      }
      const sendAt = later(parts)
      parts.onWait(sendAt)
      return { id, state: 'pending', reason: carried.why, mayHaveArrived: true, sendAt }
    }
  }
}

/** One whose earlier call may have arrived has not failed for certain. */
export function endOf(attempts: number): 'unknown' | 'failed' {
  return attempts > 0 ? 'unknown' : 'failed'
}

export function tasksFor({ toReach, onError }: Pick<OutcomeParts, 'toReach' | 'onError'>, message: NudgeMessage) {
  try {
    return toReach(message)
  } catch (error) {
    onError(error)
    return []
  }
}

/** Of most messages nobody need hear that they did not arrive. */
export function tasksIfFinal(parts: Pick<OutcomeParts, 'toReach' | 'onError'>, message: NudgeMessage) {
  return finalNoticesIn(message).length > 0 ? tasksFor(parts, message) : []
}

export function later({ now }: Pick<OutcomeParts, 'now'>): Temporal.Instant {
  return now().add({ seconds: AGAIN_AFTER_SECONDS })
}
