/**
 * Somebody must reach the owner of a plan another way, before it is cancelled: they cannot be written to, or the final
 * notice did not arrive. One task for each last payable date of a plan. (DOMAIN section 4.)
 */
import type { PlainDateIso } from '../domain/calendar.ts'
import { formatAmount } from '../domain/money.ts'
import type { PlanState } from '../domain/plan-state.ts'
import { unpaidMinor } from '../domain/schedule.ts'
import type { NewTask } from './task.ts'

export function reachMemberSubject(planNo: string, lastPayableOn: PlainDateIso): string {
  return `${planNo} ${lastPayableOn}`
}

/** `undefined` for a plan that is completed or cancelled. */
export function reachMemberTask({ terms, next, delinquency }: PlanState): NewTask | undefined {
  if (!next || !delinquency) return undefined
  const { planNo, memberNo, currency } = terms
  const { lastPayableOn } = delinquency
  return {
    kind: 'reach_member',
    subject: reachMemberSubject(planNo, lastPayableOn),
    memberNo,
    planNo,
    details: {
      seq: next.seq,
      due_on: next.dueOn,
      last_payable_on: lastPayableOn,
      currency,
      amount: formatAmount({ minor: unpaidMinor(next), currency }),
    },
  }
}
