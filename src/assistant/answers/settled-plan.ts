/** What there is to say about a plan that asks for no more money: completed or cancelled. */
import type { Block } from '../message.ts'
import { button, choices, facts, heading, note, say, text } from './blocks.ts'
import type { MyPlan } from './my-plans.ts'
import { amount, bonusShares, planName, shares } from './values.ts'

export function settledPlan(plan: MyPlan): Block[] {
  const { name, terms } = plan.state
  const { planNo } = terms
  return [
    ...settledPlanWords(plan),
    name === 'cancelled'
      ? choices(button('support'), button('schedule', planNo))
      : choices(button('shares', planNo), button('schedule', planNo), button('bonus', planNo)),
  ]
}

/** The same without its buttons. */
export function settledPlanWords({ state, records }: MyPlan): Block[] {
  if (state.name === 'cancelled') {
    return [
      heading(say('next.headingCancelled')),
      facts(['label.plan', planName(records)], ['label.paid', amount(state.paidMinor, state)]),
      state.shares.credited > 0n
        ? text(say('next.cancelled', { credited: shares(state.shares.credited) }))
        : text(say('next.cancelledNothingCredited')),
    ]
  }
  return [
    heading(say('next.headingCompleted')),
    facts(['label.plan', planName(records)], ['label.paid', amount(state.paidMinor, state)]),
    text(say('next.completed', { shares: shares(state.terms.shares) })),
    ...(state.bonusSecured > 0n ? [note(say('next.completedBonus', { bonus: bonusShares(state.bonusSecured) }))] : []),
  ]
}
