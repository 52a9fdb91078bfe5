/** Everything that a person could be told now, and for each of it whether it may go: at planning and just before sending. */
import type { PlanState } from '../plan-state.ts'
import { urgencyOf } from './catalogue.ts'
import { considerEvent } from './consider-event.ts'
import { type ConsideredLadder, considerIdleBalance, considerLadder } from './consider-ladder.ts'
import { type Considered, type ConsideredPlan, earliest, type Moment, type Person, type WaitingEvent } from './topic.ts'

export interface AllConsidered {
  considered: readonly Considered[]
  /** Of the plans that are under way. */
  ladders: readonly (ConsideredLadder & { state: PlanState })[]
}

export function considerAll(
  person: Person,
  plans: readonly ConsideredPlan[],
  events: readonly WaitingEvent[],
  moment: Moment,
): AllConsidered {
  const open = plans.filter(({ isHistory }) => !isHistory)
  const ladders = open.map(({ state }) => ({ state, ...considerLadder(person, state, moment) }))
  const considered = [
    ...ladders.flatMap(({ step }) => step ?? []),
    ...open.flatMap(({ state }) => considerIdleBalance(person, state, moment)),
    ...events.map((event) => considerEvent(person, event, plans, moment)),
  ]
  const keptTo = earliest(ladders.map(({ keepsDayTo }) => keepsDayTo))
  return { considered: keptTo ? considered.map((each) => leaveDay(each, keptTo)) : considered, ladders }
}

/** Told now, it would be the one message of the day, and the due date had none. */
function leaveDay(each: Considered, lookAt: Temporal.Instant): Considered {
  const { topic, rule, reason } = each
  const mustWait = reason === 'due' && rule.cap !== 'none' && urgencyOf(topic.kind) > urgencyOf('due_day')
  return mustWait ? { ...each, reason: 'quiet_hours', lookAt } : each
}
