/** The words about what happened to a plan: a payment taken back, cancelled, open again. */
import type { PlanRecords } from '../../domain/plan.ts'
import { facts, heading, note, say, text } from '../answers/blocks.ts'
import { settledPlanWords } from '../answers/settled-plan.ts'
import { planName, shares } from '../answers/values.ts'
import type { Block } from '../message.ts'
import { nextInstallment } from './confirmation-words.ts'
import { moneyOf } from './event-details.ts'
import { confirmingButtons, help, payButton, payingButtons } from './nudge-buttons.ts'
import { invoice, stakes } from './payment-facts.ts'
import { isTooLate, type Telling, type Wanted, wanted } from './telling.ts'
import { tooLateWords } from './too-late-words.ts'

export function reversedWords(telling: Telling, due: Wanted): Block[] {
  if (isTooLate(telling.plan.state)) return tooLateWords(telling, due)
  const money = moneyOf(telling.details)
  return [
    heading(say('nudges.heading.reversed')),
    text(say('nudges.reversed')),
    ...(money ? [facts(['nudges.label.reversed', { money }])] : []),
    ...invoice(telling, due),
    stakes(telling, due),
    payingButtons(telling, due, { tomorrow: true }),
  ]
}

export function cancelledWords(telling: Telling): Block[] {
  const { name, terms } = telling.plan.state
  const { planNo } = terms
  if (name !== 'cancelled') throw new Error(`${planNo} is ${name}, not cancelled`)
  return [...settledPlanWords(telling.plan), note(say('nudges.cancelled')), confirmingButtons(telling, help(planNo))]
}

export function restoredWords(telling: Telling): Block[] {
  const { state, records } = telling.plan
  const due = wanted(state)
  return [
    heading(say('nudges.heading.restored')),
    text(say(isByPayment(telling.plan.records) ? 'nudges.restoredByPayment' : 'nudges.restored')),
    facts(
      ['label.plan', planName(records)],
      ['label.sharesCredited', state.shares.credited > 0n ? shares(state.shares.credited) : undefined],
      ['label.sharesComing', state.shares.fromNextPayments > 0n ? shares(state.shares.fromNextPayments) : undefined],
      ['label.sharesLocked', state.shares.locked > 0n ? shares(state.shares.locked) : undefined],
    ),
    ...(due ? nextInstallment(telling, due) : []),
    ...(due && !isTooLate(state) ? [stakes(telling, due)] : []),
    due && !isTooLate(state) ? confirmingButtons(telling, payButton(telling)) : confirmingButtons(telling),
  ]
}

/** A payment made in time reopened it, not the back office. */
export function isByPayment({ terms, events }: PlanRecords): boolean {
  const { restoredOn } = terms
  return events.some((event) => event.kind === 'restored' && (restoredOn === undefined || restoredOn < event.actsOn))
}
