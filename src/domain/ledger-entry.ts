/** Money as the back office states it, and as the ledger keeps it. (DOMAIN section 3.) */

export type PaymentKind = 'topup' | 'installment' | 'from_balance' | 'reversal'

/** One well-formed row about money. A field that is not given was not stated at all; `null` says that there is none. */
export interface Payment {
  paymentId: string
  kind: PaymentKind
  memberNo: string
  planNo?: string | null
  /** The entry that a reversal takes back, wholly. */
  reverses?: string | null
  currency: string
  amountMinor: bigint
  valueAt: Temporal.Instant
  receivedAt?: Temporal.Instant | null
  method?: string | null
}

/** Append-only: nothing of it ever changes, except that a later reversal takes it back. */
export interface LedgerEntry {
  entryId: string
  kind: PaymentKind
  memberNo: string
  /** The plan that the back office named. */
  namedPlanNo: string | null
  /** The plan it was booked to; none: the member's balance. */
  planNo: string | null
  /** The plan could not be told, so the money waits on the balance. */
  isParked: boolean
  reverses: string | null
  currency: string
  amountMinor: bigint
  valueAt: Temporal.Instant
  receivedAt: Temporal.Instant | null
  recordedAt: Temporal.Instant
  method: string | null
  /** The reversal that took it back. */
  reversedBy?: string
}
