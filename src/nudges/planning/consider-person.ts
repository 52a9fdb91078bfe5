/** One person's records as the domain takes them, and what it says about them now. */
import { dateAt, isTimeZone } from '../../domain/calendar.ts'
import { type Chosen, chooseMessage } from '../../domain/nudges/choose-message.ts'
import { slotMinuteOf } from '../../domain/nudges/slot-minute.ts'
import { keyOf, type Moment, type Person } from '../../domain/nudges/topic.ts'
import type { Offer } from '../../domain/offers/offer.ts'
import { type PlanState, planState } from '../../domain/plan-state.ts'
import type { Policy } from '../../domain/policy.ts'
import type { Common, PersonRecords } from './person-records.ts'

export interface ConsideredPerson {
  records: PersonRecords
  person: Person
  states: ReadonlyMap<string, PlanState>
  moment: Moment
  offers: readonly Offer[]
}

export function considerPerson(
  records: PersonRecords,
  { offers, paymentsCompleteTo }: Common,
  policy: Policy,
  now: Temporal.Instant,
): ConsideredPerson {
  const states = new Map(
    records.plans.map((plan) => [plan.terms.planNo, planState(plan, offers, policy, now)] as const),
  )
  return { records, states, person: personOf(records, policy), moment: { policy, now, paymentsCompleteTo }, offers }
}

export function chooseFor({ records, person, states, moment }: ConsideredPerson): Chosen {
  return chooseMessage(person, plansOf(records, states), records.events, moment)
}

export function plansOf({ plans }: PersonRecords, states: ReadonlyMap<string, PlanState>) {
  return plans.flatMap(({ terms, payments, isHistory }) => {
    const state = states.get(terms.planNo)
    return state ? [{ state, payments, isHistory }] : []
  })
}

/**
 * The same person as they were had this message not been planned. Of two that wait, the one planned first goes first: the
 * other sees it, and it does not see the other.
 */
export function withoutMessage({ records, moment }: ConsideredPerson, id: number): Person {
  const messages = records.messages.filter((each) => each.id !== id && !(each.isPending && each.id > id))
  const said = records.said.filter(({ messageId }) => messageId !== id)
  return personOf({ ...records, messages, said }, moment.policy)
}

/** The same person once these messages are given up. */
export function withoutMessages(considered: ConsideredPerson, ids: ReadonlySet<number>): ConsideredPerson {
  const { records, moment } = considered
  const messages = records.messages.filter(({ id }) => !ids.has(id))
  const said = records.said.filter(({ messageId }) => !ids.has(messageId))
  return { ...considered, person: personOf({ ...records, messages, said }, moment.policy) }
}

function personOf(records: PersonRecords, policy: Policy): Person {
  const { recipient, contactHour, hasChat, optedOut, isHeld, messages, said, claims, balances, isVerified } = records
  const { memberNo } = recipient
  const timeZone = zoneOf(recipient.timeZone, policy)
  return {
    memberNo,
    clock: {
      timeZone,
      slotMinute: slotMinuteOf(memberNo, policy.contactHours.spreadMinutes),
      ...(contactHour !== null && { hour: contactHour }),
    },
    reach: recipient.chats.length > 0 ? 'reachable' : hasChat ? 'unreachable' : 'no_channel',
    optedOut,
    isHeld,
    messages: messages.map(({ at, isReminder }) => ({ on: dateAt(at, timeZone), isReminder })),
    said: new Set(said.map(keyOf)),
    claims,
    balances,
    isVerified,
  }
}

/** Their own clock, or the contract's where theirs is not known. */
function zoneOf(timeZone: string | null, { contractZone }: Policy): string {
  return timeZone !== null && isTimeZone(timeZone) ? timeZone : contractZone
}
