/** What can be tapped below an unasked message. */
import { unpaidMinor } from '../../domain/schedule.ts'
import { button, choices, say } from '../answers/blocks.ts'
import { payNow, wantedMinor } from '../answers/how-to-pay.ts'
import { amount } from '../answers/values.ts'
import type { Block, Choice } from '../message.ts'
import { nudgeActions } from './nudge-actions.ts'
import type { Telling, Wanted } from './telling.ts'

/** Below a message that asks for a payment. */
export function payingButtons(telling: Telling, due: Wanted, { tomorrow }: { tomorrow: boolean }): Block {
  const { planNo } = telling.plan.state.terms
  return choices(
    ...payNowButtons(telling, due),
    button('pay', planNo),
    paid(planNo),
    ...(tomorrow ? [{ label: say('nudges.button.tomorrow'), action: nudgeActions.tomorrow(planNo) }] : []),
    help(planNo),
    notMe,
    stop,
  )
}

/** Once the time to pay has run out: nobody is invited to pay. */
export function tooLateButtons({ plan }: Telling): Block {
  const { planNo } = plan.state.terms
  return choices(help(planNo), button('support'), paid(planNo), notMe, stop)
}

/** Below what confirms something; `first` come before the usual ones. */
export function confirmingButtons({ plan }: Telling, ...first: Choice[]): Block {
  const { planNo } = plan.state.terms
  const usual = [button('schedule', planNo), button('shares', planNo), help(planNo), notMe, settings]
  const actions = new Set(first.flatMap((choice) => ('action' in choice ? [choice.action] : [])))
  return choices(...first, ...usual.filter((choice) => !('action' in choice && actions.has(choice.action))))
}

export function payButton({ plan }: Telling): Choice {
  return button('pay', plan.state.terms.planNo)
}

export function help(planNo?: string): Choice {
  return { label: say('nudges.button.help'), action: nudgeActions.help(planNo) }
}

export const notMe: Choice = { label: say('nudges.button.notMe'), action: nudgeActions.notMe }
export const settings: Choice = button('settings')
const stop: Choice = { label: say('nudges.button.stop'), action: nudgeActions.stop }

function paid(planNo: string): Choice {
  return { label: say('nudges.button.paid'), action: nudgeActions.paid(planNo) }
}

/** What saves the plan for now; and all that is past due, where that is more. */
function payNowButtons(telling: Telling, { next }: Wanted): Choice[] {
  const { state } = telling.plan
  const amounts = new Set([unpaidMinor(next), wantedMinor(state, next)])
  return [...amounts].flatMap((minor) =>
    payNow(telling, minor, state, say('nudges.button.payNow', { amount: amount(minor, state) })),
  )
}
