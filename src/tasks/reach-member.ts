/**
 * Somebody must reach the owner of a plan another way, before it is cancelled: they cannot be written to, or the final
 * notice did not arrive. One task for each last payable date of a plan: once a person has closed it, there is no other; one
 * that closed by itself, when the installment was paid, may open again. (DOMAIN section 4.)
 */
import type { PlainDateIso } from '../domain/calendar.ts'
import type { PlanState } from '../domain/plan-state.ts'
import { installmentTask } from './plan-task.ts'
import type { NewTask } from './task.ts'

export function reachMemberSubject(planNo: string, lastPayableOn: PlainDateIso): string {
  return `${planNo} ${lastPayableOn}`
}

/** `undefined` for a plan that is completed or cancelled. */
export function reachMemberTask(state: PlanState): NewTask | undefined {
  const { terms, next, delinquency } = state
  if (!next || !delinquency) return undefined
  const subject = reachMemberSubject(terms.planNo, delinquency.lastPayableOn)
  return { ...installmentTask('reach_member', state), subject }
}
