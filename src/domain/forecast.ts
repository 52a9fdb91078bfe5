/** What paying now would add: the state with that money less the state without it. */
import { daysBetween } from './calendar.ts'
import type { Offer } from './offers/offer.ts'
import type { PlanFacts } from './plan.ts'
import { type PlanState, planState } from './plan-state.ts'
import type { Policy } from './policy.ts'

export interface Gain {
  shares: bigint
  /** Bonus shares that this payment secures; credited with the last payment. */
  bonus: bigint
  completesPlan: boolean
}

/** What an amount adds that is paid at this instant, on top of the state at this instant. */
export function gainOf(
  amountMinor: bigint,
  state: PlanState,
  plan: PlanFacts,
  offers: readonly Offer[],
  policy: Policy,
): Gain {
  const imagined = { entryId: '\u{10ffff}', amountMinor, valueAt: state.asOf, recordedAt: state.asOf }
  const after = planState({ ...plan, payments: [...plan.payments, imagined] }, offers, policy, state.asOf)
  return {
    shares: after.shares.credited - state.shares.credited,
    bonus: after.bonusSecured - state.bonusSecured,
    completesPlan: after.name === 'completed',
  }
}

/** Days from the state's date to the due date of its next installment; negative when late. */
export function daysUntilDue(state: PlanState): number | undefined {
  if (!state.next) return undefined
  return daysBetween(state.today, state.next.dueOn)
}
