import type { NudgeMessage, Recipient } from '../outbox.ts'

/** What the ledger, read again, says of a message that is about to go. */
export type Recheck =
  | { kind: 'go'; message: NudgeMessage; recipient: Recipient }
  | { kind: 'cancel'; reason: string }
  | { kind: 'wait'; until: Temporal.Instant }
