/** What a person must look at after a plan changed. (DOMAIN sections 3 and 4.) */

import { type Allocation, allocate } from '../domain/allocation.ts'
import { formatAmount } from '../domain/money.ts'
import { planTask } from '../tasks/plan-task.ts'
import { reachMemberSubject } from '../tasks/reach-member.ts'
import type { NewTask } from '../tasks/task.ts'
import type { SettledTask } from './ledger-effects.ts'
import type { SettledPlan } from './plan-change.ts'
import { isUnpaidByReversal } from './taken-back.ts'

export function planConcerns(plan: SettledPlan, contractZone: string, now: Temporal.Instant): NewTask[] {
  return [
    ...moneyTooLate(plan, contractZone, now),
    ...(plan.isRestored ? [planTask('restoration', plan.state)] : []),
    ...(isUnpaidByReversal(plan.after, contractZone, now) ? [planTask('reversal', plan.state)] : []),
  ]
}

/** What nobody needs to look at any more: money that a cancelled plan had not taken was taken back, or the plan takes it. */
export function settledConcerns(plan: SettledPlan, contractZone: string, now: Temporal.Instant): SettledTask[] {
  const keptOut = new Set(keptOutOf(plan.state.allocation).map(({ entryId }) => entryId))
  const settledMoney = keptOutBefore(plan, contractZone, now)
    .filter(({ entryId }) => !keptOut.has(entryId))
    .map(
      ({ entryId: subject }): SettledTask => ({
        kind: 'cancelled_plan_money',
        subject,
        outcome: 'the money no longer lies on the balance',
      }),
    )
  return [...settledMoney, ...settledReversal(plan), ...settledLateness(plan)]
}

/** What a payment taken back had left open is paid, or the plan is over: there is nothing to talk about any more. */
function settledReversal({ after, state }: SettledPlan): SettledTask[] {
  const isLate = (state.delinquency?.daysOverdue ?? 0) > 0
  const wasReversed = after.payments.some(({ reversedAt }) => reversedAt !== undefined)
  if (isLate || !wasReversed) return []
  return [{ kind: 'reversal', subject: after.terms.planNo, outcome: 'nothing of the plan is past due any more' }]
}

/** Nobody needs to be reached about what is paid or over, and who has nothing past due needs no help with it. */
function settledLateness({ projected, state }: SettledPlan): SettledTask[] {
  const { terms, today, next, delinquency, name } = state
  const wasLate = projected && projected.nextDueOn !== null && projected.nextDueOn < today
  if (!wasLate || (next?.dueOn === projected.nextDueOn && name !== 'cancelled')) return []
  const outcome = name === 'cancelled' ? 'the plan was cancelled' : 'the installment was paid'
  const { lastPayableOn } = projected
  const reached = lastPayableOn === null ? [] : [reachMemberSubject(terms.planNo, lastPayableOn)]
  const isUpToDate = name !== 'cancelled' && (delinquency?.daysOverdue ?? 0) === 0
  return [
    ...reached.map((subject): SettledTask => ({ kind: 'reach_member', subject, outcome })),
    ...(isUpToDate ? (['help_wanted', 'payment_not_seen'] as const) : []).map(
      (kind): SettledTask => ({ kind, subject: terms.planNo, outcome }),
    ),
  ]
}

/** Money that since this change lies on the balance because the plan is cancelled. */
function moneyTooLate(plan: SettledPlan, contractZone: string, now: Temporal.Instant): NewTask[] {
  const keptOut = keptOutOf(plan.state.allocation)
  if (keptOut.length === 0) return []
  const known = new Set(keptOutBefore(plan, contractZone, now).map(({ entryId }) => entryId))
  const { planNo, memberNo, currency } = plan.after.terms
  return keptOut
    .filter(({ entryId }) => !known.has(entryId))
    .map(({ entryId, amountMinor: minor }) => ({
      kind: 'cancelled_plan_money',
      subject: entryId,
      memberNo,
      planNo,
      details: { payment_id: entryId, currency, amount: formatAmount({ minor, currency }) },
    }))
}

function keptOutBefore({ before }: SettledPlan, contractZone: string, now: Temporal.Instant) {
  const wasEverCancelled = before && (before.terms.cancelledOn !== undefined || before.events.length > 0)
  return wasEverCancelled ? keptOutOf(allocate(before, contractZone, now)) : []
}

function keptOutOf({ toBalance }: Allocation): Allocation['toBalance'] {
  return toBalance.filter(({ reason }) => reason === 'plan_cancelled')
}
