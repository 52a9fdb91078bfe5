/** Words that clear up a misunderstanding before it costs anything, and help somebody who is stuck at the start. */
import { button, choices, type FactRow, facts, heading, note, say, text } from '../answers/blocks.ts'
import { planName } from '../answers/values.ts'
import type { Block } from '../message.ts'
import { moneyOf, type Stage } from './event-details.ts'
import { help, notMe, settings } from './nudge-buttons.ts'
import { installmentRows } from './payment-facts.ts'
import type { Telling, Wanted } from './telling.ts'

/** Money on account pays nothing by itself. */
export function balanceIdleWords(telling: Telling, due: Wanted): Block[] {
  const { state, records } = telling.plan
  const { planNo } = state.terms
  const money = moneyOf(telling.details, 'balance')
  const balance: FactRow = ['label.balance', money && { money }]
  return [
    heading(say('nudges.heading.balanceIdle')),
    text(say('nudges.balanceIdle', { date: { date: due.next.dueOn } })),
    facts(balance, ['label.plan', planName(records)], ...installmentRows(state, due)),
    note(say('noPlan.balance')),
    choices(help(planNo), button('schedule', planNo), notMe, settings),
  ]
}

export function onboardingWords(stage: Stage): Block[] {
  return [
    heading(say(`nudges.onboarding.${stage}.heading`)),
    text(say(`nudges.onboarding.${stage}.what`)),
    text(say(`nudges.onboarding.${stage}.why`)),
    note(say('nudges.onboarding.noHurry')),
    choices(help(), button('support'), notMe, settings),
  ]
}
