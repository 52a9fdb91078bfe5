/**
 * One message to one person: the best of their chats, and the next one where that takes nothing any more. Before each call
 * it is marked as under way, after it what came of it is recorded, however long the database takes to hear it.
 */
import type { LeftOut } from '../../domain/nudges/reconsider.ts'
import type { Address, Carried, NudgeMessage, Recipient, WrittenMessage } from '../outbox.ts'
import { endOf, later, type OutcomeParts, outcomeOf, tasksIfFinal } from './call-outcome.ts'
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

export interface MessageParts extends OutcomeParts {
  store: OutboxStore
  write: WriteMessage
  channels: ReadonlyMap<string, Carry>
  /** Resolves when it is one's turn. */
  pace(): Promise<void>
  onOutcome(outcome: DeliveryOutcome): void
  /** Nothing personal is in it. */
  onRefused(refused: { messageId: number; channel: string; why: string }): void
  /** Calls that are under way are broken off. */
  stop: AbortSignal
}

export interface ReadyMessage extends WaitingMessage {
  batchId: string
  message: NudgeMessage
  recipient: Recipient
  leftOut: readonly LeftOut[]
}

/** `paused`: no other will go either. */
export type Delivered = 'done' | 'paused'

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
  const { id, batchId, leftOut } = ready
  const pausedUntil = pauses.until(address.channel, parts.now())
  if (pausedUntil) return waitUntil(parts, ready, pausedUntil)
  await parts.pace()
  if (stop.aborted) return 'paused'
  const written = await writeOrFail(parts, ready)
  if (!written) return 'done'
  const marked = await markOrPutBack(parts, { id, batchId, address, written, leftOut })
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
    const tasks = tasksIfFinal(parts, message)
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
