import type { Payment } from '../../domain/ledger-entry.ts'
import { amount, currency, freeText, identifier, instant, instantOrDate, oneOf } from '../cell.ts'
import { optional, recordSchema, required } from '../record-schema.ts'
import { minorOf, refuseDigits } from './amounts.ts'
import type { RowIn } from './row-in.ts'

export type PaymentRow = RowIn<ReturnType<typeof paymentSchema>>

/** What does not fit together is quarantined when it is booked, not refused here. */
export function paymentSchema(contractZone: string) {
  return recordSchema({
    file: 'payments.csv',
    key: ['payment_id'],
    columns: {
      payment_id: required(identifier),
      kind: required(oneOf('topup', 'installment', 'from_balance', 'reversal')),
      member_no: required(identifier),
      plan_no: optional(identifier),
      reverses: optional(identifier),
      currency: required(currency),
      amount: required(amount),
      value_at: required(instantOrDate(contractZone)),
      received_at: optional(instant),
      method: optional(freeText),
    },
    check(row, refuse) {
      const expected = refuseDigits(row.amount, row.currency)
      if (expected) refuse('amount', expected)
    },
  })
}

export function toPayment(row: PaymentRow): Payment {
  return {
    paymentId: row.payment_id,
    kind: row.kind,
    memberNo: row.member_no,
    currency: row.currency,
    amountMinor: minorOf(row.amount, row.currency),
    valueAt: row.value_at,
    ...(row.plan_no !== undefined && { planNo: row.plan_no }),
    ...(row.reverses !== undefined && { reverses: row.reverses }),
    ...(row.received_at !== undefined && { receivedAt: row.received_at }),
    ...(row.method !== undefined && { method: row.method }),
  }
}
