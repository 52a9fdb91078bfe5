/**
 * A promise to pay: an amount and a date, about the oldest unpaid installment of a plan. It silences reminders, and never
 * stops a cancellation. "100.00 for #3 on Friday, 27 March." (DOMAIN section 8.)
 */
import type { PlainDateIso } from '../calendar.ts'

export interface PaymentPromise {
  promiseNo: string
  planNo: string
  /** The oldest unpaid installment when it was made. */
  seq: number
  /** In minor units of the plan's currency. */
  amountMinor: bigint
  on: PlainDateIso
  madeAt: Temporal.Instant
  /** When the member took it back. */
  withdrawnAt?: Temporal.Instant
}
