/**
 * What a message says about other plans than the one it is about, most urgent first: what happened to a plan in one line,
 * and how much it asks for until when in the next. (DOMAIN section 7.)
 */
import { unpaidMinor } from '../../domain/schedule.ts'
import type { SpokenTopic } from '../../nudges/outbox.ts'
import { say, text } from '../answers/blocks.ts'
import type { MyPlan } from '../answers/my-plans.ts'
import { amount, installmentOf, lastMinute, planName, shares } from '../answers/values.ts'
import type { Block, Content } from '../message.ts'
import type { Speaker } from '../speaker.ts'
import { countOf, moneyOf } from './event-details.ts'
import { isByPayment } from './notice-words.ts'
import { hangsOnLast } from './payment-facts.ts'
import { isLate, isTooLate, type Wanted, wanted } from './telling.ts'

/** `unnamed`: how many more plans there is something to say about. */
export function mentionedPlans(others: readonly SpokenTopic[], unnamed: number, speaker: Speaker): Block[] {
  const items = others.flatMap((spoken) => (spoken.plan ? linesOf(spoken, spoken.plan, speaker) : []))
  const named: Block[] = items.length === 0 ? [] : [text(say('otherPlans')), { block: 'list', items }]
  return unnamed === 0 ? named : [...named, text(say('nudges.also.more', { count: { number: unnamed } }))]
}

function linesOf(spoken: SpokenTopic, plan: MyPlan, speaker: Speaker): Content[] {
  const due = wanted(plan.state)
  if (!due) return [settledLine(plan)]
  const happened = happenedLine(spoken, plan, due)
  const toPay = paymentLine(plan, due, speaker)
  return happened ? [happened, toPay] : [toPay]
}

/** Of a cancelled plan what stays and what is lost: nobody should have to ask. */
function settledLine({ state, records }: MyPlan): Content {
  const plan = planName(records)
  if (state.name !== 'cancelled') return say('nudges.also.completed', { plan, shares: shares(state.terms.shares) })
  const { credited } = state.shares
  if (credited === 0n) return say('nudges.also.cancelledNothingCredited', { plan })
  return say('nudges.also.cancelled', { plan, credited: shares(credited) })
}

/** Nothing for a step, nor for what promises anything once the time to pay has run out. */
function happenedLine({ topic, params }: SpokenTopic, { records, state }: MyPlan, due: Wanted): Content | undefined {
  const plan = planName(records)
  const money = moneyOf(params)
  switch (topic.kind) {
    case 'restored':
      return say(isByPayment(records) ? 'nudges.also.restoredByPayment' : 'nudges.also.restored', { plan })
    case 'reversed':
      return money && !isTooLate(state) ? say('nudges.also.reversed', { plan, amount: { money } }) : undefined
    case 'plan_bought':
      return isTooLate(state) ? undefined : say('nudges.also.planBought', { plan, stake: hangsOnLast(state) })
    case 'payment_received':
    case 'part_paid': {
      if (!money) return undefined
      const isPart = topic.kind === 'part_paid' && due.next.paidMinor > 0n
      if (isPart) return isTooLate(state) ? undefined : say('nudges.also.partPaid', { plan, amount: { money } })
      const added = countOf(params, 'shares_added')
      const received = { plan, amount: { money } }
      return added
        ? say('nudges.also.paymentAdded', { ...received, added: shares(added) })
        : say('nudges.also.paymentReceived', received)
    }
    default:
      return undefined
  }
}

/** An arrangement has dates of its own, and suspends the cancellation. */
function paymentLine({ records, state }: MyPlan, { next, delinquency }: Wanted, speaker: Speaker): Content {
  const plan = planName(records)
  if (isTooLate(state)) return say('nudges.also.tooLate', { plan })
  const payment = { plan, installment: installmentOf(next, state), amount: amount(unpaidMinor(next), state) }
  if (state.name === 'arranged' || !isLate({ next, delinquency })) {
    return say('nudges.also.due', { ...payment, date: { date: next.dueOn } })
  }
  return say('nudges.also.late', { ...payment, moment: lastMinute(delinquency.tooLateAt, speaker) })
}
