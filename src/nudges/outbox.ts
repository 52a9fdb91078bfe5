/**
 * The outbox: every message that goes out unasked is a row here before it goes, so that it is sent once, whatever breaks.
 *
 *   pending    It was planned, or is to be tried again, and waits for a worker. A batch of them is carried by a job.
 *   sending    A worker has it in hand. This is committed before the platform is called, so that a message whose process
 *              died is known to have been under way.
 *   sent       The platform accepted it. Its text is kept until its time of keeping ends.
 *   unknown    A call may have arrived, and no other is made. This is so after the second call without an answer, and after
 *              the first one where the message is no longer right or its step has been overtaken meanwhile; a person is told
 *              where it was a final notice.
 *   failed     The platform refused it for good, or the person cannot be reached on any of their chats: then its steps may be
 *              spoken of again once they write.
 *   cancelled  The ledger, read again just before sending, says that it is not right any more. Its steps may be spoken of
 *              again.
 *
 *   pending -> sending -> sent
 *                      -> failed      refused, or the last of their chats takes nothing any more
 *                      -> pending     it did not arrive: later (wait, nobody there), or on the next of their chats
 *                      -> pending     it may have arrived, for the first time: once more, a minute later, where the ledger
 *                                     still says so; `attempts` is 1 from then on
 *                      -> unknown     it may have arrived, for the second time
 *   pending -> cancelled | failed     no call ever arrived, and it is not right any more; or there is no chat to write to
 *   pending -> unknown                the same, where a call may have arrived
 *
 * A call may have arrived when it was answered with an error of the platform's own, when its connection broke after it was
 * made or nobody answered in time, and when its process died.
 *
 * What a process had in hand is told by `worker`, the name of its run: whoever finds that this run is over puts its
 * messages in order. (DOMAIN section 7, HOUSE "Out".)
 */
import type { PlainDateIso } from '../domain/calendar.ts'
import type { Category } from '../domain/nudges/catalogue.ts'
import type { Topic } from '../domain/nudges/topic.ts'
import type { Offer } from '../domain/offers/offer.ts'
import type { PlanRecords } from '../domain/plan.ts'
import type { PlanState } from '../domain/plan-state.ts'

export type OutboxState = 'pending' | 'sending' | 'sent' | 'unknown' | 'failed' | 'cancelled'

/** A call may have arrived at most this often. */
export const MOST_ATTEMPTS = 2

/** What an event's kind says besides: names as in the import files, amounts as decimal strings, dates in ISO 8601. */
export type EventDetails = Readonly<Record<string, string | number | null | readonly string[]>>

/** One thing a message speaks of, as it is kept. */
export interface OutboxItem {
  topic: Topic
  params: EventDetails
}

/** One thing a message speaks of, with its plan as it is at this moment. */
export interface SpokenTopic extends OutboxItem {
  plan?: { records: PlanRecords; state: PlanState }
}

/** What one person is told. */
export interface NudgeMessage {
  memberNo: string
  /** The first one leads; the others are mentioned. */
  topics: readonly [SpokenTopic, ...SpokenTopic[]]
  /** Other plans of which there is something to say, too, and for which there was no room. */
  unnamed: number
  /** Nobody has said lately what was paid, so that a payment may be on its way. */
  mayBePaid: boolean
  /** By which it is said what a payment adds. */
  offers: readonly Offer[]
}

/** Whose message it is: how to speak to them, and where. */
export interface Recipient {
  memberNo: string
  fullName: string
  /** From the back office, BCP 47. */
  language: string | null
  /** Chosen in a chat; wins. */
  chosenLanguage: string | null
  timeZone: string | null
  /** The best first; none that is known to be unreachable. */
  chats: readonly Address[]
}

export interface Address {
  channel: string
  chatId: string
}

/** A message in words, ready for the channel of an address. */
export interface WrittenMessage {
  locale: string
  /** As it is kept: all that is read, and what stands on the buttons. */
  text: string
  /** What a channel needs; nobody else looks into it. */
  rendered: unknown
}

/** What a platform said to one call. */
export type Carried =
  | { kind: 'sent' }
  /** Nothing more of this channel for so long. It did not take this one. */
  | { kind: 'slow_down'; seconds: number }
  /** This chat takes nothing any more. */
  | { kind: 'unreachable'; why: string }
  | { kind: 'refused'; why: string }
  /** The call did not leave this machine, or was not answered by anyone: it did not arrive. */
  | { kind: 'not_sent'; why: string }
  /** It may have arrived. */
  | { kind: 'unknown'; why: string }

/** Somebody no longer wants, or wants again, what is of a category. */
export interface ConsentChange {
  memberNo: string
  category: Category
  isGiven: boolean
  at: Temporal.Instant
  chat: Address
  /** What they read or wrote when they said so. */
  words: string
  locale: string
}

/** By which date a thing is told, and how it is named in the outbox. */
export type OutboxKey = Pick<Topic, 'obligation' | 'step'> & { about: PlainDateIso }
