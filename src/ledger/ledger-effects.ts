/** What a change of the ledger brings with it: something a person must look at, and what the back office is told. */
import type { LedgerEntry } from '../domain/ledger-entry.ts'
import { formatAmount } from '../domain/money.ts'
import type { PlanTerms } from '../domain/plan.ts'
import type { TaskKind } from '../tasks/kinds.ts'
import type { NewTask } from '../tasks/task.ts'

/** A task that ended without a person. */
export interface SettledTask {
  kind: TaskKind
  subject: string
  outcome: string
}

export interface News {
  kind: 'payment.recorded' | 'plan.completed' | 'plan.cancelled' | 'plan.restored'
  fields: Readonly<Record<string, string | number | null>>
}

export function aboutEntry(kind: TaskKind, { entryId, memberNo, planNo, ...entry }: LedgerEntry): NewTask {
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
