/** A late plan as CONTRACT.md's "Command line" promises it, and the API with it. */
import type { LatePlan } from '../domain/late-plan.ts'
import { formatAmount } from '../domain/money.ts'

export function latePlanJson(late: LatePlan) {
  const amount = (minor: bigint) => formatAmount({ minor, currency: late.currency })
  return {
    member_no: late.memberNo,
    plan_no: late.planNo,
    seq: late.seq,
    due_on: late.dueOn,
    unpaid: amount(late.unpaidMinor),
    arrears: amount(late.arrearsMinor),
    currency: late.currency,
    days_overdue: late.daysOverdue,
    days_left: late.daysLeft,
    last_payable_on: late.lastPayableOn,
  }
}
