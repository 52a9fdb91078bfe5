/** Everything that a person could be told now, and for each of it whether it may go: at planning and just before sending. */
import type { PlanState } from '../plan-state.ts'
import { considerEvent } from './consider-event.ts'
import { type ConsideredLadder, considerIdleBalance, considerLadder } from './consider-ladder.ts'
import type { Considered, ConsideredPlan, Moment, Person, WaitingEvent } from './topic.ts'

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
  return { considered, ladders }
}
