/** The plans that a message mentions below the one it is about, a line each, most urgent first. */
import { unpaidMinor } from '../../domain/schedule.ts'
import { say, text } from '../answers/blocks.ts'
import type { MyPlan } from '../answers/my-plans.ts'
import { amount, installmentOf, lastMinute, planName } from '../answers/values.ts'
import type { Block, Content } from '../message.ts'
import type { Speaker } from '../speaker.ts'
import { isLate, isTooLate, wanted } from './telling.ts'

export function mentionedPlans(plans: readonly MyPlan[], speaker: Speaker): Block[] {
  const items = plans.flatMap((plan) => lineOf(plan, speaker) ?? [])
  return items.length === 0 ? [] : [text(say('otherPlans')), { block: 'list', items }]
}

function lineOf({ records, state }: MyPlan, speaker: Speaker): Content | undefined {
  const due = wanted(state)
  if (!due) return undefined
  const { next, delinquency } = due
  const plan = planName(records)
  if (isTooLate(state)) return say('nudges.also.tooLate', { plan })
  const payment = { plan, installment: installmentOf(next, state), amount: amount(unpaidMinor(next), state) }
  if (!isLate(due)) return say('nudges.also.due', { ...payment, date: { date: next.dueOn } })
  return say('nudges.also.late', { ...payment, moment: lastMinute(delinquency.tooLateAt, speaker) })
}
