/**
 * What one person is told now, if anything, and for everything that could be told why it is or is not.
 *
 * Each plan has at most one step of the ladder that is right now; events wait besides. What may go is sorted by urgency:
 * the first one leads the message, what there is to say about other plans is mentioned in it, and everything else waits.
 * There is one message per person and run, for one person has one pair of eyes, whatever number of plans. (DOMAIN section 7.)
 */
import { urgencyOf } from './catalogue.ts'
import { considerAll } from './consider-all.ts'
import { reachOn } from './ladder.ts'
import { type Limits, limitsOf } from './limits.ts'
import { mentionedUnder, plansUnnamed } from './mentions.ts'
import {
  type Considered,
  type ConsideredPlan,
  earliest,
  type Moment,
  type Person,
  type SkipReason,
  type Topic,
  type WaitingEvent,
} from './topic.ts'

export type Decision = Topic &
  Verdict & {
    /** When it is looked at next, where it has a time of its own. */
    lookAt: Temporal.Instant | null
  }

type Verdict =
  | { decision: 'send'; reason: 'due'; place: 0 }
  /** `place`: it is mentioned in the message that another topic leads. */
  | { decision: 'skip'; reason: SkipReason; place?: number }

export interface Chosen {
  decisions: readonly Decision[]
  /** Counts among the three in seven days. */
  isReminder: boolean
  isAskedFor: boolean
  /** Other plans of which there is something to say, too, and for which the message has no room. */
  unnamed: number
  /** When each plan is to be looked at again; none: not before something changes. */
  plansLookAt: ReadonlyMap<string, Temporal.Instant | null>
  /** The same of events, by id. */
  eventsLookAt: ReadonlyMap<number, Temporal.Instant | null>
  /** Plans for which a person must take over, because their owner is not written to. */
  toReach: readonly ConsideredPlan[]
}

export function chooseMessage(
  person: Person,
  plans: readonly ConsideredPlan[],
  events: readonly WaitingEvent[],
  moment: Moment,
): Chosen {
  const { considered, ladders } = considerAll(person, plans, events, moment)
  const limits = limitsOf(person, moment)
  const possible = considered.filter(({ reason }) => reason === 'due').toSorted(bySaying)
  const lead = possible.find(({ rule }) => limits.letsLead(rule))
  const told = lead ? [lead, ...mentionedUnder(lead, possible, limits)] : []
  const lookAt = new Map(considered.map((each) => [each, lookAgainAt(each, told, limits)]))
  return {
    decisions: considered.map((each) => ({ ...decisionOf(each, told), lookAt: lookAt.get(each) ?? null })),
    isReminder: told.some(({ rule }) => rule.cap === 'all'),
    isAskedFor: told.length > 0 && told.every(({ rule }) => rule.isAskedFor),
    unnamed: plansUnnamed(told, possible, limits),
    plansLookAt: new Map([
      ...plans.map(({ state }) => [state.terms.planNo, null] as const),
      ...ladders.map(({ state: { terms }, nextAt }) => {
        const topics = considered.filter(({ topic }) => topic.planNo === terms.planNo && topic.eventId === undefined)
        return [terms.planNo, earliest([nextAt, ...topics.map((each) => lookAt.get(each) ?? null)])] as const
      }),
    ]),
    eventsLookAt: new Map(
      considered.flatMap((each) =>
        each.topic.eventId === undefined ? [] : [[each.topic.eventId, lookAt.get(each) ?? null] as const],
      ),
    ),
    toReach: plans.filter((plan) => !plan.isHistory && mustBeReached(person, plan, moment)),
  }
}

function decisionOf(each: Considered, told: readonly Considered[]): Topic & Verdict {
  const place = told.indexOf(each)
  if (place === 0) return { ...each.topic, decision: 'send', reason: 'due', place }
  if (place > 0) return { ...each.topic, decision: 'skip', reason: 'merged', place }
  if (each.reason !== 'due') return { ...each.topic, decision: 'skip', reason: each.reason }
  // Its plan is spoken of already. An event is told itself, later.
  const isStep = each.topic.eventId === undefined
  const isSpokenOf = isStep && told.some(({ topic }) => topic.planNo !== null && topic.planNo === each.topic.planNo)
  return { ...each.topic, decision: 'skip', reason: isSpokenOf ? 'merged' : 'cap' }
}

/** What was held back has its own time; what was told, or is over, has none. */
function lookAgainAt(each: Considered, told: readonly Considered[], limits: Limits): Temporal.Instant | null {
  if (told.includes(each)) return null
  return each.reason === 'due' ? limits.againAt(each.rule) : each.lookAt
}

/**
 * Opted out of everything or known unreachable: from the first late day on; never linked: before the final notice. Whom
 * the support team lets alone is let alone by everybody.
 */
function mustBeReached(person: Person, { state }: ConsideredPlan, { policy }: Moment): boolean {
  const { delinquency, name, today } = state
  if (!delinquency || delinquency.daysOverdue === 0 || name === 'arranged' || person.isHeld) return false
  if (person.reach === 'unreachable' || person.optedOut.has('deadlines')) return true
  const on = reachOn(state, policy)
  return on !== undefined && today >= on && person.reach === 'no_channel'
}

function bySaying(a: Considered, b: Considered): number {
  return (
    urgencyOf(a.topic.kind) - urgencyOf(b.topic.kind) ||
    compareTexts(a.topic.about, b.topic.about) ||
    compareTexts(a.topic.obligation, b.topic.obligation)
  )
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
