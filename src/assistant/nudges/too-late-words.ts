/** The time to pay has run out: nobody is told to count on a payment made now, and whoever paid in time is heard. */
import { facts, heading, say, text } from '../answers/blocks.ts'
import { bonusShares, planName, shares } from '../answers/values.ts'
import type { Block, Content } from '../message.ts'
import { tooLateButtons } from './nudge-buttons.ts'
import { installmentRows } from './payment-facts.ts'
import type { Telling, Wanted } from './telling.ts'

export function tooLateWords(telling: Telling, due: Wanted): Block[] {
  const { state, records } = telling.plan
  const { credited, locked, fromNextPayments } = state.shares
  const items: (Content | undefined)[] = [
    say('nudges.cost.ifCancelled', { lost: shares(locked + fromNextPayments) }),
    state.bonusSecured > 0n ? say('next.lostBonus', { bonus: bonusShares(state.bonusSecured) }) : undefined,
    credited > 0n ? say('next.creditedStays') : undefined,
  ]
  return [
    heading(say('next.headingCancellationDue')),
    text(say('next.cancellationDue', { date: { date: due.delinquency.lastPayableOn } })),
    facts(['label.plan', planName(records)], ...installmentRows(state, due)),
    { block: 'list', items: items.filter((item) => item !== undefined) },
    tooLateButtons(telling),
  ]
}
