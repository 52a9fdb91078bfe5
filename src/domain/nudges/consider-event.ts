/** May something that happened be told, and is it still true? (DOMAIN section 7.) */
import { dateAt, daysBetween, type PlainDateIso } from '../calendar.ts'
import { type EventName, ruleOf } from './catalogue.ts'
import { considerTopic } from './refusal.ts'
import type { Considered, ConsideredPlan, Moment, Person, SkipReason, Topic, WaitingEvent } from './topic.ts'

export function considerEvent(
  person: Person,
  event: WaitingEvent,
  plans: readonly ConsideredPlan[],
  moment: Moment,
): Considered {
  const { id: eventId, kind, planNo, subject, happenedOn: about, fromAt } = event
  const topic: Topic = { obligation: `event ${subject}`, planNo, step: kind, kind, about, eventId }
  const plan = plans.find(({ state }) => state.terms.planNo === planNo)
  const isOver = isTooOld(event, moment) ? 'overtaken' : plan && outOfDate(kind, plan, about)
  return considerTopic(person, topic, moment, { fromAt, isOver })
}

function isTooOld({ kind, happenedOn, fromAt }: WaitingEvent, { policy, now }: Moment): boolean {
  const { nudges, contractZone } = policy
  const { isAskedFor, lasts } = ruleOf(kind)
  const since = isAskedFor ? dateAt(fromAt, contractZone) : happenedOn
  return daysBetween(since, dateAt(now, contractZone)) > (lasts === 'notice' ? nudges.noticeDays : nudges.eventDays)
}

/** What has happened since makes it untrue, or needless. */
function outOfDate(kind: EventName, { state, isHistory }: ConsideredPlan, about: PlainDateIso): SkipReason | undefined {
  const isCancelled = state.name === 'cancelled'
  const isLate = (state.delinquency?.daysOverdue ?? 0) > 0
  switch (kind) {
    case 'cancelled':
      return isCancelled && !isHistory ? undefined : 'overtaken'
    case 'completed':
      return state.name === 'completed' ? undefined : 'overtaken'
    case 'reversed':
      return isLate ? undefined : 'paid'
    case 'part_paid':
      return isCancelled || state.name === 'completed' ? 'paid' : undefined
    case 'asked_reminder':
      return state.next?.dueOn === about ? undefined : 'paid'
    case 'plan_bought':
    case 'restored':
    case 'payment_received':
      return isCancelled ? 'overtaken' : undefined
    case 'balance_idle':
    case 'onboarding_stuck':
      return undefined
  }
}
