/** What the delivery of the outbox needs from the rest. `src/storage/nudges/` has the store, the channels have `Carry`. */
import type { LeftOut } from '../../domain/nudges/reconsider.ts'
import type { SkipReason } from '../../domain/nudges/topic.ts'
import type { NewTask } from '../../tasks/task.ts'
import type { Address, Carried, NudgeMessage, Recipient, WrittenMessage } from '../outbox.ts'
import type { DueNotice } from './final-notices.ts'

/** What the ledger says of a message when it is read again just before sending. */
export type Recheck = {
  /** What was planned and is not said now. */
  leftOut?: readonly LeftOut[]
  /** Of that the final notices whose last payable date still stands. */
  withheldNotices?: NudgeMessage
} /** `isOvertaken`: it may go, but a call that may have arrived is not made once more. */ & (
  | { kind: 'go'; message: NudgeMessage; recipient: Recipient; isOvertaken?: boolean }
  | { kind: 'cancel'; reason: SkipReason }
  | { kind: 'wait'; until: Temporal.Instant }
)

/**
 * Reads the ledger for all of them in a few statements, and asks the domain again. It is asked for messages that are
 * pending, and for those that a process which died had in hand. One that is not in the answer stays as it is.
 */
export type RecheckMessages = (messageIds: readonly number[]) => Promise<ReadonlyMap<number, Recheck>>

/** In the member's language. */
export type WriteMessage = (message: NudgeMessage, recipient: Recipient) => WrittenMessage

/** Calls the platform once, and never rejects. When told to stop it breaks the call off, which may have arrived then. */
export type Carry = (address: Address, message: WrittenMessage, stop: AbortSignal) => Promise<Carried>

export type DeliveryOutcome = Carried['kind'] | 'cancelled'

export interface WaitingMessage {
  id: number
  /** Calls that may have arrived. */
  attempts: number
}

/** A message that is just about to be handed to a platform. */
export interface PlannedCall {
  id: number
  batchId: string
  address: Address
  written: WrittenMessage
  /** What was planned and the words do not say. */
  leftOut: readonly LeftOut[]
}

export type Marked =
  | { kind: 'marked' }
  /** Somebody else has it, or it is not to be sent any more. */
  | { kind: 'gone' }
  /** Nothing is sent, by an operator's word. */
  | { kind: 'paused' }
  | { kind: 'channel_paused'; until: Temporal.Instant }

/** What a message that was not called for becomes, as long as its batch still has it and it is pending. */
export interface Decision {
  id: number
  batchId: string
  state: 'pending' | 'cancelled' | 'unknown' | 'failed'
  reason: string | null
  /** Not before; as it was where none is given. */
  sendAt?: Temporal.Instant
  /** From when on it may go, where its person's own hours or limits make it wait. */
  readyAt?: Temporal.Instant
  /** Of one that is given up: all that it was to say. */
  leftOut?: readonly LeftOut[]
  tasks?: readonly NewTask[]
}

/** What a message that was in hand becomes. */
export interface Outcome {
  id: number
  state: 'sent' | 'unknown' | 'failed' | 'pending'
  reason: string | null
  /** The call may have arrived: it counts, and its text is kept. */
  mayHaveArrived: boolean
  sendAt?: Temporal.Instant
  /** This chat takes nothing any more. */
  unreachable?: Address
  /** Final notices that have arrived. */
  notices?: readonly DueNotice[]
  tasks?: readonly NewTask[]
}

/** Everything of one run of a process. Many calls at once are put into few statements. */
export interface OutboxStore {
  /** Those of the batch that are pending and whose time has come, in the order in which they are to go. */
  waitingIn(batchId: string): Promise<WaitingMessage[]>
  /** Pending to sending, committed when it resolves. Refused by the same statement while sending is paused. */
  mark(call: PlannedCall): Promise<Marked>
  decide(decision: Decision): Promise<void>
  record(outcome: Outcome): Promise<void>
  /** Nothing goes over the channel before then, in no process. */
  pauseChannel(channel: string, until: Temporal.Instant): Promise<void>
}
