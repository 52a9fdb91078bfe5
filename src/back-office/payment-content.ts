/** A payment as it waits in the quarantine: its content as text, and a hash that tells one content from another. */
import { createHash } from 'node:crypto'
import type { Payment, PaymentKind } from '../domain/ledger-entry.ts'
import { formatAmount } from '../domain/money.ts'
import { minorOf } from './rows/amounts.ts'

export type PaymentContent = Readonly<Record<string, string | null>>

export function toContent(payment: Payment): PaymentContent {
  const { currency, amountMinor } = payment
  return {
    payment_id: payment.paymentId,
    kind: payment.kind,
    member_no: payment.memberNo,
    plan_no: payment.planNo ?? null,
    reverses: payment.reverses ?? null,
    currency,
    amount: formatAmount({ minor: amountMinor, currency }),
    value_at: payment.valueAt.toString(),
    received_at: payment.receivedAt?.toString() ?? null,
    method: payment.method ?? null,
  }
}

export function fromContent(content: PaymentContent): Payment {
  const text = (column: string): string => {
    const value = content[column]
    if (value === null || value === undefined) throw new Error(`a waiting payment has no ${column}`)
    return value
  }
  return {
    paymentId: text('payment_id'),
    kind: text('kind') as PaymentKind,
    memberNo: text('member_no'),
    planNo: content.plan_no ?? null,
    reverses: content.reverses ?? null,
    currency: text('currency'),
    amountMinor: minorOf(text('amount'), text('currency')),
    valueAt: Temporal.Instant.from(text('value_at')),
    receivedAt: content.received_at ? Temporal.Instant.from(content.received_at) : null,
    method: content.method ?? null,
  }
}

export function hashOf(content: PaymentContent): string {
  const fields = Object.entries(content).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex')
}
