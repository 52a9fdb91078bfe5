/** The words about what a member did: bought a plan, paid, paid a part, paid everything. */
import { facts, heading, note, say, text } from '../answers/blocks.ts'
import { planProgress } from '../answers/plan-progress.ts'
import { settledPlanWords } from '../answers/settled-plan.ts'
import { bonusShares, inDays, planName, shares } from '../answers/values.ts'
import type { Block } from '../message.ts'
import { countOf, moneyOf } from './event-details.ts'
import { confirmingButtons, payButton, payingButtons } from './nudge-buttons.ts'
import { hangsOnLast, installmentRows, invoice, payableUntil, stakes } from './payment-facts.ts'
import { isLate, isTooLate, type Telling, type Wanted, wanted } from './telling.ts'
import { tooLateWords } from './too-late-words.ts'

/** The numbers that answer "the shares come anyway" and "the rest is debited by itself" before they cost anything. */
export function planBoughtWords(telling: Telling): Block[] {
  const { records, state } = telling.plan
  const due = wanted(state)
  if (!due) return settledWords(telling)
  if (isTooLate(state)) return tooLateWords(telling, due)
  return [
    heading(say('nudges.heading.planBought')),
    facts(
      ['label.plan', planName(records)],
      ['label.sharesTotal', shares(state.terms.shares)],
      ['label.sharesCredited', state.shares.credited > 0n ? shares(state.shares.credited) : undefined],
      ['label.sharesComing', state.shares.fromNextPayments > 0n ? shares(state.shares.fromNextPayments) : undefined],
      ['label.sharesLocked', state.shares.locked > 0n ? shares(state.shares.locked) : undefined],
    ),
    text(say('shares.whyFinish', { locked: shares(state.shares.locked) })),
    ...nextInstallment(telling, due),
    note(say('pay.notByItself')),
    confirmingButtons(telling, payButton(telling)),
  ]
}

/** A payment, be it the last one. */
export function paymentReceivedWords(telling: Telling): Block[] {
  const { plan, details } = telling
  const { records, state } = plan
  const money = moneyOf(details)
  const added = countOf(details, 'shares_added')
  const bonus = countOf(details, 'bonus_added')
  const due = wanted(state)
  if (!due) return settledWords(telling)
  return [
    heading(say('nudges.heading.paymentReceived')),
    facts(
      ['nudges.label.received', money && { money }],
      ['label.plan', planName(records)],
      ['nudges.label.added', added ? shares(added) : undefined],
      ['nudges.label.bonusAdded', bonus ? bonusShares(bonus) : undefined],
      ['label.sharesCredited', state.shares.credited > 0n ? shares(state.shares.credited) : undefined],
    ),
    planProgress(state),
    ...nextInstallment(telling, due),
    ...(isTooLate(state) ? [] : [text(hangsOnLast(state))]),
    isLate(due) && !isTooLate(state) ? confirmingButtons(telling, payButton(telling)) : confirmingButtons(telling),
  ]
}

/** More may have come since: then that is told. */
export function partPaidWords(telling: Telling): Block[] {
  const { plan, details } = telling
  const due = wanted(plan.state)
  if (!due || due.next.paidMinor === 0n) return paymentReceivedWords(telling)
  if (isTooLate(plan.state)) return tooLateWords(telling, due)
  const money = moneyOf(details)
  return [
    heading(say('nudges.heading.partPaid')),
    text(say('nudges.partPaid')),
    ...(money ? [facts(['nudges.label.received', { money }])] : []),
    ...invoice(telling, due),
    stakes(telling, due),
    payingButtons(telling, due, { tomorrow: true }),
  ]
}

/** There is nothing to pay any more: thanks, and what it came to. */
function settledWords(telling: Telling): Block[] {
  return [...settledPlanWords(telling.plan), confirmingButtons(telling)]
}

/** What comes next; once the time to pay has run out, not to count on it. */
export function nextInstallment(telling: Telling, due: Wanted): Block[] {
  const { plan, speaker } = telling
  const { state } = plan
  const when = isLate(due) ? undefined : inDays(state, due.next, speaker)
  if (isTooLate(state)) {
    return [text(say('next.cancellationDue', { date: { date: due.delinquency.lastPayableOn } }))]
  }
  return [
    heading(say(isLate(due) ? 'next.headingOverdue' : 'next.heading')),
    facts(...installmentRows(state, due), ['label.when', when], ['label.payableUntil', payableUntil(telling, due)]),
  ]
}
