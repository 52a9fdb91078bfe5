/** May something that happened be told, and is it still true? (DOMAIN section 7.) */
import { dateAt, daysBetween } from '../calendar.ts'
import { ruleOf } from './catalogue.ts'
import { nextOwnAllowed } from './contact-hours.ts'
import { considerTopic } from './refusal.ts'
import { toldMoney } from './told-money.ts'
import {
  type Considered,
  type ConsideredPlan,
  isBefore,
  type Moment,
  type Person,
  type SkipReason,
  type Topic,
  type WaitingEvent,
} from './topic.ts'

export function considerEvent(
  person: Person,
  event: WaitingEvent,
  plans: readonly ConsideredPlan[],
  moment: Moment,
): Considered {
  const { id: eventId, kind, planNo, subject, happenedOn: about } = event
  const topic: Topic = { obligation: `event ${subject}`, planNo, step: kind, kind, about, eventId }
  const plan = plans.find(({ state }) => state.terms.planNo === planNo)
  const isPast = isTooOld(event, moment) || (kind === 'onboarding_stuck' && isAtAnotherStep(person, event, plans))
  const isOver = isPast ? 'overtaken' : plan && outOfDate(event, plan)
  return considerTopic(person, topic, moment, { fromAt: toldFrom(person, event, moment), isOver })
}

/** Told before their moment of the day, it would take the place of what is more urgent and comes then. */
function toldFrom({ clock }: Person, { kind, fromAt }: WaitingEvent, { policy, now }: Moment): Temporal.Instant {
  const from = isBefore(now, fromAt) ? fromAt : now
  return ruleOf(kind).isAtOnce ? from : nextOwnAllowed(from, clock, policy.contactHours)
}

function isTooOld({ kind, happenedOn, fromAt }: WaitingEvent, { policy, now }: Moment): boolean {
  const { nudges, contractZone } = policy
  const { isAskedFor, lasts } = ruleOf(kind)
  const since = isAskedFor ? dateAt(fromAt, contractZone) : happenedOn
  return daysBetween(since, dateAt(now, contractZone)) > (lasts === 'notice' ? nudges.noticeDays : nudges.eventDays)
}

/** They have a plan by now, are verified, have the money whose absence was the step, or do not have it any more. */
function isAtAnotherStep(
  { isVerified, balances }: Person,
  { subject }: WaitingEvent,
  plans: readonly ConsideredPlan[],
): boolean {
  if (plans.length > 0) return true
  const hasMoney = balances.values().some((minor) => minor > 0n)
  switch (subject.slice(subject.lastIndexOf(' ') + 1)) {
    case 'verification':
      return isVerified
    case 'topup':
      return hasMoney
    default:
      return !hasMoney
  }
}

/** What has happened since makes it untrue, or needless. */
function outOfDate(
  { kind, happenedOn, seq, payments: entryIds = [] }: WaitingEvent,
  { state, payments, isHistory }: ConsideredPlan,
): SkipReason | undefined {
  const isCancelled = state.name === 'cancelled'
  const money = toldMoney(entryIds, payments)
  switch (kind) {
    case 'cancelled':
      return isCancelled && !isHistory ? undefined : 'overtaken'
    case 'completed':
      // Completed again by other money: that is told.
      return state.name === 'completed' && !money.isAnyTakenBack ? undefined : 'overtaken'
    case 'reversed':
      return state.next && (seq === undefined || state.next.seq <= seq) ? undefined : 'paid'
    case 'part_paid':
    case 'payment_received':
      if (money.isAnyTakenBack && money.standing.length === 0) return 'overtaken'
      // That it is completed is told by itself, and says more.
      return isCancelled || state.name === 'completed' ? 'overtaken' : undefined
    case 'asked_reminder':
      return state.next?.dueOn === happenedOn ? undefined : 'paid'
    case 'plan_bought':
    case 'restored':
      return isCancelled ? 'overtaken' : undefined
    case 'balance_idle':
    case 'onboarding_stuck':
      return undefined
  }
}
