/** A plan's terms, the money that was booked to it, and the facts recorded about it. (DOMAIN sections 2 and 3.) */
import type { PlainDateIso } from './calendar.ts'
import type { PlanEvent } from './plan-event.ts'

export interface Installment {
  /** 1, 2, 3 ... */
  seq: number
  dueOn: PlainDateIso
  amountMinor: bigint
}

export interface PlanTerms {
  planNo: string
  memberNo: string
  packageCode: string
  currency: string
  /** The sum of the installments, exactly. */
  totalMinor: bigint
  shares: bigint
  termsAcceptedOn: PlainDateIso
  /** In order of `seq`; due dates never go back. */
  installments: readonly Installment[]
  /** Facts of the back office; they act from 00:00 of their date in the contract zone, whenever imported. */
  cancelledOn?: PlainDateIso
  restoredOn?: PlainDateIso
}

/** One ledger entry that was booked to a plan: paid from outside or moved from the balance. */
export interface PlanPayment {
  entryId: string
  amountMinor: bigint
  /** When the payer paid: what decides whether it was in time. */
  valueAt: Temporal.Instant
  /** When this ledger learned of it. */
  recordedAt: Temporal.Instant
  /** When the ledger learned that the entry was taken back, wholly. */
  reversedAt?: Temporal.Instant
}

/** What a plan's state is a function of, next to offers, policy and an instant. */
export interface PlanFacts {
  terms: PlanTerms
  payments: readonly PlanPayment[]
  events: readonly PlanEvent[]
}

/** Everything recorded about one plan. */
export interface PlanRecords extends PlanFacts {
  packageName: string
  /** Long past its last day when first imported, and not cancelled by the back office: reported, never messaged. */
  isHistory: boolean
}
