/** Buttons stay under old messages: what they were about may be paid meanwhile, and the next installment far away. */
import { addDays } from '../../domain/calendar.ts'
import { ladderDays } from '../../domain/nudges/ladder.ts'
import type { PlanState } from '../../domain/plan-state.ts'
import type { Policy } from '../../domain/policy.ts'
import { button, choices, say, text } from '../answers/blocks.ts'
import type { Block } from '../message.ts'

/** Nobody can have been told of the next installment yet. What has a deadline may be told the day before its own. */
export function isNothingDue(state: PlanState, policy: Policy): boolean {
  if ((state.delinquency?.daysOverdue ?? 0) > 0) return false
  const [first] = ladderDays(state, policy)
  return first !== undefined && state.today < addDays(first.on, -1)
}

export function nothingDue({ terms: { planNo }, next, today }: PlanState): Block[] {
  return [
    text(say('nudgeAnswer.nothingDue', { date: { date: next?.dueOn ?? today } })),
    choices(button('next', planNo), button('schedule', planNo)),
  ]
}
