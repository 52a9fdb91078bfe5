/** How much, by when, to whom, what it adds, and what missing it costs: said in every message that asks for a payment. */
import { gainOf } from '../../domain/forecast.ts'
import type { PlanState } from '../../domain/plan-state.ts'
import { unpaidMinor } from '../../domain/schedule.ts'
import { type FactRow, facts, note, say } from '../answers/blocks.ts'
import { whereToPay } from '../answers/how-to-pay.ts'
import { amount, bonusShares, installmentOf, lastMinute, planName, shares } from '../answers/values.ts'
import type { Block, Content } from '../message.ts'
import { moneyOf } from './event-details.ts'
import { isLate, type Telling, type Wanted } from './telling.ts'

/**
 * The payment as a clear invoice. Its last moment is left out where a sentence has said it. Who has enough on account may
 * take it for paid: that it is not is said wherever they are asked to pay.
 */
export function invoice(telling: Telling, due: Wanted, { saysDeadline = true } = {}): Block[] {
  const { plan, policy, offers } = telling
  const { state, records } = plan
  const balance = moneyOf(telling.details, 'balance')
  const gain = gainOf(unpaidMinor(due.next), state, records, offers, policy)
  return [
    facts(
      ['label.plan', planName(records)],
      ...installmentRows(telling.plan.state, due),
      ['label.payableUntil', saysDeadline ? payableUntil(telling, due) : undefined],
      ...whereToPay(policy, state),
      ['label.addsShares', gain.shares > 0n ? shares(gain.shares) : undefined],
      ['label.addsBonus', gain.bonus > 0n ? bonusShares(gain.bonus) : undefined],
    ),
    ...(policy.payee ? [] : [note(say('pay.noPayee'))]),
    ...(balance ? [note(say('pay.balance', { amount: { money: balance } }))] : []),
  ]
}

/** Which installment it is, how much of it is open, and when it is due. */
export function installmentRows(state: PlanState, { next }: Wanted): FactRow[] {
  const unpaid = unpaidMinor(next)
  return [
    ['label.installment', installmentOf(next, state)],
    ['label.amount', amount(next.amountMinor, state)],
    ['label.stillOpen', next.paidMinor > 0n ? amount(unpaid, state) : undefined],
    ['label.dueOn', { weekday: next.dueOn }],
    ['label.arrears', state.arrearsMinor > unpaid ? amount(state.arrearsMinor, state) : undefined],
  ]
}

/** The last minute that still counts, once the due date has passed; an arrangement has dates of its own. */
export function payableUntil({ plan: { state }, speaker }: Telling, due: Wanted): Content | undefined {
  return isLate(due) && state.name !== 'arranged' ? lastMinute(due.delinquency.tooLateAt, speaker) : undefined
}

/** What hangs on paying, a line each; an arrangement suspends the cancellation. */
export function stakes({ plan: { state }, speaker }: Telling, due: Wanted): Block {
  const lost = { lost: shares(state.shares.locked + state.shares.fromNextPayments) }
  const moment = lastMinute(due.delinquency.tooLateAt, speaker)
  const costs = [
    isLate(due) ? say('nudges.cost.byThen', lost) : say('nudges.cost.afterGrace', { ...lost, moment }),
    state.bonusSecured > 0n ? say('next.lostBonus', { bonus: bonusShares(state.bonusSecured) }) : undefined,
  ]
  const items: (Content | undefined)[] = [
    ...(state.name === 'arranged' ? [] : costs),
    due.next.seq === state.installments.at(-1)?.seq ? say('next.lastPayment') : hangsOnLast(state),
    state.arrearsMinor > unpaidMinor(due.next) ? say('nudges.arrears') : undefined,
  ]
  return { block: 'list', items: items.filter((item) => item !== undefined) }
}

/** How much of the plan only its last payment brings. */
export function hangsOnLast({ shares: { locked }, terms }: Telling['plan']['state']): Content {
  return say('nudges.hangsOnLast', { count: { number: locked }, total: shares(terms.shares) })
}
