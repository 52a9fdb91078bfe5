/**
 * One message to one person: the best of their chats, and the next one where that takes nothing any more. Before each call
 * it is marked as under way, after it what came of it is recorded, however long the database takes to hear it.
 */
import type { NewTask } from '../../tasks/task.ts'
import {
  type Address,
  type Carried,
  MOST_ATTEMPTS,
  type NudgeMessage,
  type Recipient,
  type WrittenMessage,
} from '../outbox.ts'
import type { ChannelPauses } from './channel-pauses.ts'
import { finalNoticesIn } from './final-notices.ts'
import type {
  Carry,
  Decision,
  DeliveryOutcome,
  Marked,
  OutboxStore,
  Outcome,
  PlannedCall,
  WaitingMessage,
  WriteMessage,
} from './ports.ts'

export interface MessageParts {
  store: OutboxStore
  write: WriteMessage
  channels: ReadonlyMap<string, Carry>
  pauses: ChannelPauses
  /** Resolves when it is one's turn. */
  pace(): Promise<void>
  now(): Temporal.Instant
  /** Whom a person must reach, because this did not. */
  toReach(message: NudgeMessage): readonly NewTask[]
  /** Messages wait until then, so somebody must look again. */
  onWait(until: Temporal.Instant): void
  onOutcome(outcome: DeliveryOutcome): void
  /** Nothing personal is in it. */
  onRefused(refused: { messageId: number; channel: string; why: string }): void
  onError(error: unknown): void
  /** Calls that are under way are broken off. */
  stop: AbortSignal
}

export interface ReadyMessage extends WaitingMessage {
  batchId: string
  message: NudgeMessage
  recipient: Recipient
}

/** `paused`: no other will go either. */
export type Delivered = 'done' | 'paused'

/** A platform in trouble is not asked again at once. */
export const AGAIN_AFTER_SECONDS = 60

/** Never rejects. */
export async function deliverMessage(parts: MessageParts, ready: ReadyMessage): Promise<Delivered> {
  const chats = chatsOf(parts, ready.recipient)
  for (const [place, address] of chats.entries()) {
    const isLast = place === chats.length - 1
    const outcome = await callOnce(parts, ready, address, isLast)
    if (outcome !== 'next') return outcome
  }
  return 'done'
}

/** Those that this process can write to. */
export function chatsOf({ channels }: Pick<MessageParts, 'channels'>, { chats }: Recipient): Address[] {
  return chats.filter(({ channel }) => channels.has(channel))
}

async function callOnce(
  parts: MessageParts,
  ready: ReadyMessage,
  address: Address,
  isLast: boolean,
): Promise<Delivered | 'next'> {
  const { pauses, channels, stop } = parts
  const { id, batchId } = ready
  const pausedUntil = pauses.until(address.channel, parts.now())
  if (pausedUntil) return waitUntil(parts, ready, pausedUntil)
  await parts.pace()
  if (stop.aborted) return 'paused'
  const written = await writeOrFail(parts, ready)
  if (!written) return 'done'
  const marked = await markOrPutBack(parts, { id, batchId, address, written })
  if (marked.kind === 'paused') return 'paused'
  if (marked.kind === 'gone') return 'done'
  if (marked.kind === 'channel_paused') {
    pauses.heard(address.channel, marked.until)
    return waitUntil(parts, ready, marked.until)
  }
  const carry = channels.get(address.channel)
  const carried = (await carry?.(address, written, stop)) ?? { kind: 'refused', why: 'no such channel' }
  await notePause(parts, address.channel, carried)
  parts.onOutcome(carried.kind)
  if (carried.kind === 'refused') parts.onRefused({ messageId: id, channel: address.channel, why: carried.why })
  await keepRecording(parts, outcomeOf(parts, ready, address, carried, isLast))
  return carried.kind === 'unreachable' && !isLast ? 'next' : 'done'
}

/** One that cannot be put into words must not hold up the others. */
async function writeOrFail(
  parts: MessageParts,
  { id, batchId, attempts, message, recipient }: ReadyMessage,
): Promise<WrittenMessage | undefined> {
  try {
    return parts.write(message, recipient)
  } catch (error) {
    parts.onError(error)
    const tasks = finalNoticesIn(message).length > 0 ? tasksFor(parts, message) : []
    const decision: Decision = { id, batchId, state: endOf(attempts), reason: 'not_written', tasks }
    await parts.store.decide(decision).catch(parts.onError)
    return undefined
  }
}

async function markOrPutBack(parts: MessageParts, call: PlannedCall): Promise<Marked> {
  try {
    return await parts.store.mark(call)
  } catch (error) {
    parts.onError(error)
    // Whether it was marked is not known; that no call was made is.
    const { id } = call
    await keepRecording(parts, { id, state: 'pending', reason: null, mayHaveArrived: false, sendAt: later(parts) })
    return { kind: 'gone' }
  }
}

async function waitUntil(
  { store, onWait, onError }: MessageParts,
  { id, batchId }: ReadyMessage,
  until: Temporal.Instant,
): Promise<Delivered> {
  onWait(until)
  await store.decide({ id, batchId, state: 'pending', reason: null, sendAt: until }).catch(onError)
  return 'done'
}

async function notePause({ store, pauses, now, onError }: MessageParts, channel: string, carried: Carried) {
  const until = pauses.learn(channel, carried, now())
  if (until) await store.pauseChannel(channel, until).catch(onError)
}

function outcomeOf(
  parts: MessageParts,
  { id, attempts, message }: ReadyMessage,
  address: Address,
  carried: Carried,
  isLast: boolean,
): Outcome {
  const notices = finalNoticesIn(message)
  const tasks = () => tasksFor(parts, message)
  const tasksIfFinal = () => (notices.length > 0 ? tasks() : [])
  const over = { id, state: endOf(attempts), mayHaveArrived: false }
  switch (carried.kind) {
    case 'sent':
      return { id, state: 'sent', reason: null, mayHaveArrived: true, notices }
    case 'slow_down':
    case 'not_sent': {
      const sendAt = parts.pauses.until(address.channel, parts.now()) ?? parts.now()
      parts.onWait(sendAt)
      return { id, state: 'pending', reason: carried.kind, mayHaveArrived: false, sendAt }
    }
    case 'unreachable':
      if (!isLast) return { id, state: 'pending', reason: null, mayHaveArrived: false, unreachable: address }
      return { ...over, reason: 'unreachable', unreachable: address, tasks: tasks() }
    case 'refused':
      return { ...over, reason: carried.why, tasks: tasksIfFinal() }
    case 'unknown': {
      if (attempts + 1 >= MOST_ATTEMPTS) {
        return { id, state: 'unknown', reason: carried.why, mayHaveArrived: true, tasks: tasksIfFinal() }
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

export function tasksFor({ toReach, onError }: Pick<MessageParts, 'toReach' | 'onError'>, message: NudgeMessage) {
  try {
    return toReach(message)
  } catch (error) {
    onError(error)
    return []
  }
}

function later({ now }: MessageParts): Temporal.Instant {
  return now().add({ seconds: AGAIN_AFTER_SECONDS })
}

const RECORD_AGAIN_MS = 1_000

/** What was sent and is not recorded would be sent again, so it is tried until we are told to stop. */
async function keepRecording({ store, onError, stop }: MessageParts, outcome: Outcome): Promise<void> {
  for (;;) {
    try {
      return await store.record(outcome)
    } catch (error) {
      onError(error)
      if (stop.aborted) return
      await new Promise((resolve) => setTimeout(resolve, RECORD_AGAIN_MS))
    }
  }
}
