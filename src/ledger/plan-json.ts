/**
 * A plan's state as CONTRACT.md's "Command line" promises it, and the API with it: ISO dates, decimal strings, whole
 * shares, `null` for none.
 */
import { addDays } from '../domain/calendar.ts'
import { formatAmount } from '../domain/money.ts'
import type { PlanState } from '../domain/plan-state.ts'
import { unpaidMinor } from '../domain/schedule.ts'

export function planJson(state: PlanState) {
  const { terms, next, delinquency } = state
  const { currency } = terms
  const amount = (minor: bigint) => formatAmount({ minor, currency })
  const isLate = delinquency !== undefined && delinquency.daysOverdue > 0
  return {
    plan_no: terms.planNo,
    member_no: terms.memberNo,
    state: state.name,
    currency,
    total: amount(terms.totalMinor),
    paid: amount(state.paidMinor),
    outstanding: amount(state.outstandingMinor),
    shares_total: Number(terms.shares),
    shares_credited: Number(state.shares.credited),
    shares_locked: Number(state.shares.locked),
    bonus_secured: Number(state.bonusSecured),
    next: next
      ? { seq: next.seq, due_on: next.dueOn, amount: amount(next.amountMinor), unpaid: amount(unpaidMinor(next)) }
      : null,
    days_overdue: delinquency?.daysOverdue ?? 0,
    last_payable_on: isLate ? delinquency.lastPayableOn : null,
    cancels_on: isLate ? addDays(delinquency.lastPayableOn, 1) : null,
    offers: state.offers.map(({ offer, status, secured, stillToWin }) => ({
      offer_code: offer.code,
      status,
      secured: Number(secured),
      still_to_win: Number(stillToWin),
    })),
  }
}
