/** A task about a plan; of a kind there is one for each subject, by default the plan. */
import { formatAmount } from '../domain/money.ts'
import type { PlanState } from '../domain/plan-state.ts'
import { unpaidMinor } from '../domain/schedule.ts'
import type { TaskKind } from './kinds.ts'
import type { NewTask } from './task.ts'

export function planTask(kind: TaskKind, { terms, next, delinquency }: PlanState): NewTask {
  const { planNo, memberNo } = terms
  return {
    kind,
    subject: planNo,
    memberNo,
    planNo,
    details: {
      seq: next?.seq ?? null,
      due_on: next?.dueOn ?? null,
      last_payable_on: delinquency?.lastPayableOn ?? null,
    },
  }
}

/** With what the oldest unpaid installment still wants. */
export function installmentTask(kind: TaskKind, state: PlanState): NewTask {
  const task = planTask(kind, state)
  const { terms, next } = state
  const { currency } = terms
  const amount = next ? formatAmount({ minor: unpaidMinor(next), currency }) : null
  return { ...task, details: { ...task.details, amount, currency } }
}
