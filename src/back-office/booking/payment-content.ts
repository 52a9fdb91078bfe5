/** A payment as text, while it is on its way in or waits in the quarantine, and a hash that tells one content from another. */
import { hash } from 'node:crypto'
import type { Payment, PaymentKind } from '../../domain/ledger-entry.ts'
import { formatAmount } from '../../domain/money.ts'
import { minorOf } from '../rows/amounts.ts'

/** A field that was not stated is missing. */
export type PaymentContent = Readonly<Record<string, string | null>>

export function toContent(payment: Payment): PaymentContent {
  const { currency, amountMinor, planNo, reverses, receivedAt, method } = payment
  return {
    payment_id: payment.paymentId,
    kind: payment.kind,
    member_no: payment.memberNo,
    ...(planNo !== undefined && { plan_no: planNo }),
    ...(reverses !== undefined && { reverses }),
    currency,
    amount: formatAmount({ minor: amountMinor, currency }),
    value_at: payment.valueAt.toString(),
    ...(receivedAt !== undefined && { received_at: receivedAt?.toString() ?? null }),
    ...(method !== undefined && { method }),
  }
}

export function fromContent(content: PaymentContent): Payment {
  const text = (column: string): string => {
    const value = content[column]
    if (value === null || value === undefined) throw new Error(`a waiting payment has no ${column}`)
    return value
  }
  const { plan_no: planNo, reverses, received_at: receivedAt, method } = content
  return {
    paymentId: text('payment_id'),
    kind: text('kind') as PaymentKind,
    memberNo: text('member_no'),
    currency: text('currency'),
    amountMinor: minorOf(text('amount'), text('currency')),
    valueAt: Temporal.Instant.from(text('value_at')),
    ...(planNo !== undefined && { planNo }),
    ...(reverses !== undefined && { reverses }),
    ...(receivedAt !== undefined && { receivedAt: receivedAt === null ? null : Temporal.Instant.from(receivedAt) }),
    ...(method !== undefined && { method }),
  }
}

/** In the order of their names. */
const hashedColumns = [
  'amount',
  'currency',
  'kind',
  'member_no',
  'method',
  'payment_id',
  'plan_no',
  'received_at',
  'reverses',
  'value_at',
]

/** A field that was not stated counts as empty. */
export function hashOf(content: PaymentContent): string {
  return hash('sha256', JSON.stringify(hashedColumns.map((column) => [column, content[column] ?? null])))
}
