/** Which step of a plan's ladder has come for a person, and may it go? (DOMAIN section 7.) */
import { dateAt, daysBetween, endOfDate, startOfDate } from '../calendar.ts'
import type { PlanState } from '../plan-state.ts'
import type { Policy } from '../policy.ts'
import { isPaid, unpaidMinor } from '../schedule.ts'
import { ruleOf } from './catalogue.ts'
import { latestWithHoursLeft, nextSlot, type OwnClock, slotBefore, slotOn } from './contact-hours.ts'
import { hasDeadline, isStillRight, kindOf, type LadderDay, ladderDays, reachOn, stepName } from './ladder.ts'
import { considerTopic } from './refusal.ts'
import { type Considered, earliest, isBefore, type Moment, type Person, type Topic } from './topic.ts'

export interface ConsideredLadder {
  /** The step whose day has come; none before the first one. */
  step: Considered | undefined
  /** When the next step may be right. */
  nextAt: Temporal.Instant | null
  /** A step to come needs the one message of this day of their own: until when what is less urgent leaves it. */
  keepsDayTo: Temporal.Instant | null
}

export function considerLadder(person: Person, state: PlanState, moment: Moment): ConsideredLadder {
  const { policy, now } = moment
  const days = ladderDays(state, policy)
  const openings = new Map<LadderDay, Temporal.Instant>()
  const opening = (day: LadderDay) => {
    const known = openings.get(day) ?? opensAt(day, person.clock, policy)
    openings.set(day, known)
    return known
  }
  const hasCome = (day: LadderDay) => day.on <= state.today || (hasDeadline(day.kind) && !isBefore(now, opening(day)))
  const place = days.findLastIndex(hasCome)
  const [day, next] = [days[place], days[place + 1]]
  if (state.name === 'arranged') return { step: day && arranged(topicOf(day, state)), nextAt: null, keepsDayTo: null }
  // Only a step with a deadline may open before one whose day comes earlier.
  const later = days.slice(place + 1).filter((other) => other === next || hasDeadline(other.kind))
  const nextAt = earliest([...later.map(opening), takingOverAt(person, state, policy, now)])
  const keepsDayTo = next && takesTheDay(next) && isSameOwnDate(opening(next), now, person.clock) ? opening(next) : null
  if (!day) return { step: paidLately(state, policy), nextAt, keepsDayTo }
  const step = considerTopic(person, topicOf(day, state), moment, {
    fromAt: opening(day),
    isOver: isStillRight(day, next, state.today) ? undefined : 'overtaken',
  })
  return { step, nextAt, keepsDayTo }
}

/** It must go out on that day, and the day has one message. */
function takesTheDay({ kind }: LadderDay): boolean {
  return hasDeadline(kind) && ruleOf(kind).cap !== 'none'
}

function isSameOwnDate(one: Temporal.Instant, other: Temporal.Instant, { timeZone }: OwnClock): boolean {
  return dateAt(one, timeZone) === dateAt(other, timeZone)
}

/** Money on account that would pay the next installment, once a step before its due date has come. */
export function considerIdleBalance(person: Person, state: PlanState, moment: Moment): Considered[] {
  const { next, today, terms, name } = state
  if (!next || name === 'arranged' || next.dueOn <= today) return []
  if ((person.balances.get(terms.currency) ?? 0n) < unpaidMinor(next)) return []
  if (!ladderDays(state, moment.policy).some(({ on }) => on <= today)) return []
  const { planNo } = terms
  const obligation = `balance ${planNo}`
  const topic: Topic = { obligation, planNo, step: 'balance_idle', kind: 'balance_idle', about: next.dueOn }
  const { clock } = person
  const fromAt = slotOn(dateAt(moment.now, clock.timeZone), clock, moment.policy.contactHours)
  return [considerTopic(person, topic, moment, { fromAt })]
}

/**
 * From when on a step may go out: the person's own moment of its day; with a deadline, early enough to leave them some
 * allowed hours, if need be on the day before.
 */
export function opensAt(day: LadderDay, clock: OwnClock, policy: Policy): Temporal.Instant {
  const { contactHours: hours, contractZone } = policy
  const start = startOfDate(day.on, contractZone)
  const slot = nextSlot(start, clock, hours)
  if (!hasDeadline(day.kind)) return slot
  const deadline = endOfDate(day.about, contractZone)
  const latest = latestWithHoursLeft(deadline, hours.minHoursBeforeDeadline, clock.timeZone, hours).subtract({
    minutes: MARGIN_MINUTES,
  })
  return isBefore(latest, slot) ? slotBefore(latest, start, clock, hours) : slot
}

/** Between the moment at which it may go and the one at which it has gone, though a platform may be slow to take it. */
const MARGIN_MINUTES = 30

function topicOf({ step, kind, about }: LadderDay, { terms: { planNo } }: PlanState): Topic {
  return { obligation: `plan ${planNo}`, planNo, step: stepName(step), kind, about }
}

function arranged(topic: Topic): Considered {
  return { topic, rule: ruleOf(topic.kind), reason: 'arrangement', lookAt: null }
}

/** For who asks why nothing is said: the step that would be right, had its installment not been paid. */
function paidLately(state: PlanState, { ladder, grace, nudges }: Policy): Considered | undefined {
  const steps = ladder.filter((step) => step <= 1)
  for (const { dueOn } of state.installments.filter(isPaid).toReversed()) {
    const days = daysBetween(dueOn, state.today)
    const step = steps.findLast((each) => each <= days)
    if (step === undefined || days - step > nudges.stepDays) continue
    const day = { step, on: dueOn, about: dueOn, kind: kindOf(step, grace.days) }
    return { topic: topicOf(day, state), rule: ruleOf(day.kind), reason: 'paid', lookAt: null }
  }
  return undefined
}

/** When a person must take over who cannot be written to, where that is still to come. */
function takingOverAt({ reach }: Person, state: PlanState, policy: Policy, now: Temporal.Instant) {
  const on = reach === 'reachable' ? undefined : reachOn(state, policy)
  const at = on && startOfDate(on, policy.contractZone)
  return at && isBefore(now, at) ? at : null
}
