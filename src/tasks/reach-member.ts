/**
 * Somebody must reach the owner of a late plan in another way than by our messages: they cannot be written to, or the final
 * notice did not arrive. There is one such task for each last payable date of a plan. (DOMAIN sections 4 and 7.)
 */
import { formatAmount } from '../domain/money.ts'
import type { PlanState } from '../domain/plan-state.ts'
import { unpaidMinor } from '../domain/schedule.ts'
import type { NewTask } from './task.ts'

/** None for a plan that has nothing to pay. */
export function reachMemberTask({ terms, next, delinquency }: PlanState): NewTask | undefined {
  if (!next || !delinquency) return undefined
  const { planNo, memberNo, currency } = terms
  const { lastPayableOn } = delinquency
  return {
    kind: 'reach_member',
    subject: `${planNo} ${lastPayableOn}`,
    memberNo,
    planNo,
    details: {
      seq: next.seq,
      due_on: next.dueOn,
      amount: formatAmount({ minor: unpaidMinor(next), currency }),
      currency,
      last_payable_on: lastPayableOn,
    },
  }
}
