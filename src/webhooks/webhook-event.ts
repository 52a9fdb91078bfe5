/**
 * What the back office is told about, and how each thing is written: names as in the import files, amounts as decimal
 * strings, dates and instants in ISO 8601, `null` for none. A payment's own kind is `payment_kind`, since `kind` is the
 * event's. Written once, with its cause: what is sent later does not depend on what became of the cause since.
 */
import type { PlainDateIso } from '../domain/calendar.ts'
import type { LedgerEntry } from '../domain/ledger-entry.ts'
import { formatAmount } from '../domain/money.ts'
import type { PlanTerms } from '../domain/plan.ts'

type Terms = Pick<PlanTerms, 'planNo' | 'memberNo' | 'currency' | 'totalMinor' | 'shares'>

export type NewWebhookEvent =
  | { kind: 'payment.recorded'; entry: LedgerEntry }
  | { kind: 'plan.completed'; terms: Terms }
  | { kind: 'plan.cancelled'; terms: Terms; paidMinor: bigint; cancelledOn: PlainDateIso }
  | { kind: 'plan.restored'; terms: Terms; restoredOn: PlainDateIso }
  | { kind: 'member.opted_out'; memberNo: string; category: string }

export type WebhookFields = Readonly<Record<string, string | number | boolean | null>>

/** All of the event that its kind decides; its id, kind and time are added when it is sent. */
export function webhookFields(event: NewWebhookEvent): WebhookFields {
  switch (event.kind) {
    case 'payment.recorded':
      return paymentFields(event.entry)
    case 'plan.completed':
      return planFields(event.terms)
    case 'plan.cancelled': {
      const { terms, paidMinor: minor, cancelledOn } = event
      const paid = formatAmount({ minor, currency: terms.currency })
      return { ...planFields(terms), paid, cancelled_on: cancelledOn }
    }
    case 'plan.restored':
      return { ...planFields(event.terms), restored_on: event.restoredOn }
    case 'member.opted_out':
      return { member_no: event.memberNo, category: event.category }
  }
}

function planFields({ planNo, memberNo, currency, totalMinor, shares }: Terms) {
  return {
    plan_no: planNo,
    member_no: memberNo,
    currency,
    total: formatAmount({ minor: totalMinor, currency }),
    shares_total: Number(shares),
  }
}

function paymentFields(entry: LedgerEntry): WebhookFields {
  const { currency, amountMinor: minor } = entry
  return {
    payment_id: entry.entryId,
    payment_kind: entry.kind,
    member_no: entry.memberNo,
    // Where it was booked, which need not be the plan that was named.
    plan_no: entry.planNo,
    parked: entry.isParked,
    reverses: entry.reverses,
    currency,
    amount: formatAmount({ minor, currency }),
    value_at: entry.valueAt.toString(),
    recorded_at: entry.recordedAt.toString(),
  }
}
