/** A task about the oldest unpaid installment of a plan; there is one of a kind for a plan. */
import { formatAmount } from '../domain/money.ts'
import type { PlanState } from '../domain/plan-state.ts'
import { unpaidMinor } from '../domain/schedule.ts'
import type { TaskKind } from '../tasks/kinds.ts'
import type { NewTask } from '../tasks/task.ts'

export function taskAboutInstallment(kind: TaskKind, { terms, next, delinquency }: PlanState): NewTask {
  const { planNo, memberNo, currency } = terms
  return {
    kind,
    subject: planNo,
    memberNo,
    planNo,
    details: {
      seq: next?.seq ?? null,
      due_on: next?.dueOn ?? null,
      last_payable_on: delinquency?.lastPayableOn ?? null,
      amount: next ? formatAmount({ minor: unpaidMinor(next), currency }) : null,
      currency,
    },
  }
}
