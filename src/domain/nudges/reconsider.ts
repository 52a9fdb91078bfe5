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

export type Reconsidered = {
  /** What of it is not said now, and why: all of it, unless it goes. */
  leftOut: readonly LeftOut[]
} /** With what of it is still right; the first one leads. `unnamed`: other plans of which there is something to say. */ & (
  | { kind: 'go'; topics: [Topic, ...Topic[]]; unnamed: number }
  | { kind: 'cancel'; reason: SkipReason }
  | { kind: 'wait'; until: Temporal.Instant }
)

export interface LeftOut {
  topic: Topic
  reason: SkipReason
  /** When it may be right; none: not before something changes. */
  lookAt: Temporal.Instant | null
}

/** What is not over may be said later. */
export function isOver({ reason }: LeftOut): boolean {
  return reason === 'paid' || reason === 'overtaken'
}

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
  const found = planned.flatMap((topic) => judged.get(keyOf(topic)) ?? [])
  const right = found.filter(({ reason }) => reason === 'due')
  const [lead, ...others] = right
  const mayGo = lead && limits.letsLead(lead.rule)
  const leftOut = planned.flatMap((topic): LeftOut[] => {
    const known = judged.get(keyOf(topic))
    if (!known) return [{ topic, reason: isStillOpen(topic, plans) ? 'overtaken' : 'paid', lookAt: null }]
    const { reason, lookAt, rule } = known
    if (reason !== 'due') return [{ topic, reason, lookAt }]
    return mayGo ? [] : [{ topic, reason: 'cap', lookAt: limits.againAt(rule) }]
  })
  if (lead) {
    if (!mayGo) return { kind: 'wait', until: limits.againAt(lead.rule), leftOut }
    const possible = considered.filter(({ reason }) => reason === 'due')
    const unnamed = plansUnnamed(right, possible, limits)
    return { kind: 'go', topics: [lead.topic, ...others.map(({ topic }) => topic)], unnamed, leftOut }
  }
  const until = nextHour(found)
  if (until) return { kind: 'wait', until, leftOut }
  return { kind: 'cancel', reason: whyNot(found, leftOut), leftOut }
}

function nextHour(found: readonly Considered[]): Temporal.Instant | null {
  return earliest(found.flatMap(({ reason, lookAt }) => (reason === 'quiet_hours' ? [lookAt] : [])))
}

/** What can still be judged says more than what is over. */
function whyNot([first]: readonly Considered[], leftOut: readonly LeftOut[]): SkipReason {
  if (first && first.reason !== 'due') return first.reason
  return leftOut.some(({ reason }) => reason === 'overtaken') ? 'overtaken' : 'paid'
}

/** Is what it hangs on still so? Then a later step has come; else its money has, or its plan is over. */
function isStillOpen({ planNo, about }: Topic, plans: readonly ConsideredPlan[]): boolean {
  const state = plans.find(({ state: { terms } }) => terms.planNo === planNo)?.state
  return state?.next?.dueOn === about || state?.delinquency?.lastPayableOn === about
}
