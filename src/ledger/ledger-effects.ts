/** What a change of the ledger brings with it: something a person must look at, and what the back office is told. */
import type { LedgerEntry } from '../domain/ledger-entry.ts'
import { formatAmount } from '../domain/money.ts'
import type { PlanTerms } from '../domain/plan.ts'

/** Something that a person must look at. */
export interface Concern {
  kind:
    | 'parked_payment'
    | 'quarantined_payment'
    | 'cancelled_plan_money'
    | 'negative_balance'
    | 'reversal'
    | 'restoration'
  /** What it is about, within its kind. */
  subject: string
  memberNo: string | null
  planNo: string | null
  details: Readonly<Record<string, string | number | null>>
}

/** A concern that ended without a person. */
export interface SettledConcern {
  kind: Concern['kind']
  subject: string
  outcome: string
}

export interface News {
  kind: 'payment.recorded' | 'plan.completed' | 'plan.cancelled' | 'plan.restored'
  fields: Readonly<Record<string, string | number | null>>
}

export function aboutEntry(kind: Concern['kind'], { entryId, memberNo, planNo, ...entry }: LedgerEntry): Concern {
  const { currency, amountMinor, valueAt } = entry
  return {
    kind,
    subject: entryId,
    memberNo,
    planNo,
    details: {
      payment_id: entryId,
      currency,
      amount: formatAmount({ minor: amountMinor, currency }),
      value_at: valueAt.toString(),
    },
  }
}

export function paymentRecorded(entry: LedgerEntry): News {
  const { currency, amountMinor: minor } = entry
  return {
    kind: 'payment.recorded',
    fields: {
      payment_id: entry.entryId,
      payment_kind: entry.kind,
      member_no: entry.memberNo,
      plan_no: entry.planNo,
      reverses: entry.reverses,
      currency,
      amount: formatAmount({ minor, currency }),
      value_at: entry.valueAt.toString(),
      recorded_at: entry.recordedAt.toString(),
    },
  }
}

export function aboutPlan(kind: News['kind'], { planNo, memberNo }: PlanTerms, at: Temporal.Instant): News {
  return { kind, fields: { plan_no: planNo, member_no: memberNo, at: at.toString() } }
}
