/**
 * Is a planned message still right, just before it goes? The records are read again, and every topic of it is judged as if
 * it had not been planned: paid means silent. (DOMAIN section 7.)
 */
import { considerAll } from './consider-all.ts'
import { limitsOf } from './limits.ts'
import { plansUnnamed } from './mentions.ts'
import {
  type Considered,
  type ConsideredPlan,
  earliest,
  keyOf,
  type Moment,
  type Person,
  type SkipReason,
  type Topic,
  type WaitingEvent,
} from './topic.ts'

export type Reconsidered =
  /** With what of it is still right; the first one leads. `unnamed`: other plans of which there is something to say. */
  | { kind: 'go'; topics: [Topic, ...Topic[]]; unnamed: number }
  | { kind: 'cancel'; reason: SkipReason }
  | { kind: 'wait'; until: Temporal.Instant }

/** `person` and `events` as they were had this message not been planned. */
export function reconsider(
  planned: readonly Topic[],
  person: Person,
  plans: readonly ConsideredPlan[],
  events: readonly WaitingEvent[],
  moment: Moment,
): Reconsidered {
  const { considered } = considerAll(person, plans, events, moment)
  const judged = new Map(considered.map((each) => [keyOf(each.topic), each]))
  const limits = limitsOf(person, moment)
  const still = planned.flatMap((topic): Considered[] => {
    const found = judged.get(keyOf(topic))
    return found ? [found] : []
  })
  const right = still.filter(({ reason }) => reason === 'due')
  const [lead, ...others] = right
  if (lead) {
    if (!limits.letsLead(lead.rule)) return { kind: 'wait', until: limits.againAt(lead.rule) }
    const possible = considered.filter(({ reason }) => reason === 'due')
    return {
      kind: 'go',
      topics: [lead.topic, ...others.map(({ topic }) => topic)],
      unnamed: plansUnnamed(right, possible, limits),
    }
  }
  const until = earliest(still.flatMap(({ reason, lookAt }) => (reason === 'quiet_hours' ? [lookAt] : [])))
  if (until) return { kind: 'wait', until }
  const why = still[0]?.reason
  if (why !== undefined && why !== 'due') return { kind: 'cancel', reason: why }
  return { kind: 'cancel', reason: planned.some((topic) => isStillOpen(topic, plans)) ? 'overtaken' : 'paid' }
}

/** Is what it hangs on still so? Then a later step has come; else its money has, or its plan is over. */
function isStillOpen({ planNo, about }: Topic, plans: readonly ConsideredPlan[]): boolean {
  const state = plans.find(({ state: { terms } }) => terms.planNo === planNo)?.state
  return state?.next?.dueOn === about || state?.delinquency?.lastPayableOn === about
}
