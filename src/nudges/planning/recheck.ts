/** Reads the ledger again for messages that are about to go, and says of each what is still right. (DOMAIN section 7.) */
import { type Reconsidered, reconsider } from '../../domain/nudges/reconsider.ts'
import { isStale } from '../../domain/nudges/refusal.ts'
import type { Topic } from '../../domain/nudges/topic.ts'
import type { Policy } from '../../domain/policy.ts'
import type { Recheck } from '../delivery/ports.ts'
import type { NudgeMessage, SpokenTopic } from '../outbox.ts'
import { type ConsideredPerson, considerPerson, plansOf, withoutMessage } from './consider-person.ts'
import { paramsOf } from './item-params.ts'
import { asOf, type PeopleStore, type PlannedMessage } from './person-records.ts'

export interface RecheckStore extends PeopleStore {
  /** With what they speak of; their kinds are told by their steps. */
  messages(ids: readonly number[]): Promise<PlannedMessage[]>
}

export async function recheckMessages(
  store: RecheckStore,
  policy: Policy,
  ids: readonly number[],
  now: Temporal.Instant,
): Promise<Map<number, Recheck>> {
  const [messages, common] = await Promise.all([store.messages(ids), store.common()])
  const memberNos = [...new Set(messages.map(({ memberNo }) => memberNo))]
  const people = await store.people(memberNos, asOf(now, policy), ids)
  const considered = new Map(
    people.map((records) => [records.recipient.memberNo, considerPerson(records, common, policy, now)] as const),
  )
  return new Map(
    messages.map((message) => {
      const person = considered.get(message.memberNo)
      return [message.id, person ? recheckOne(message, person) : { kind: 'cancel', reason: 'no_channel' }] as const
    }),
  )
}

function recheckOne(planned: PlannedMessage, considered: ConsideredPerson): Recheck {
  const again = reconsiderMessage(planned, considered)
  const [first, ...others] = again.leftOut.flatMap(({ topic }) => (isStandingNotice(topic, considered) ? [topic] : []))
  const withheld = first && { withheldNotices: messageOf({ topics: [first, ...others], unnamed: 0 }, considered) }
  if (again.kind !== 'go') return { ...again, ...withheld }
  const { kind, leftOut } = again
  const { recipient } = considered.records
  return { kind, leftOut, message: messageOf(again, considered), recipient, ...withheld }
}

/** What is still right of a message that waits. */
export function reconsiderMessage({ id, topics }: PlannedMessage, considered: ConsideredPerson): Reconsidered {
  const { records, states, moment } = considered
  return reconsider(topics, withoutMessage(considered, id), plansOf(records, states), records.events, moment)
}

/** The date that it names is still the one after which its plan is lost. */
function isStandingNotice({ kind, planNo, about }: Topic, { states }: ConsideredPerson): boolean {
  const state = planNo === null ? undefined : states.get(planNo)
  if (kind !== 'final_notice' || !state || state.name === 'arranged') return false
  return state.delinquency?.lastPayableOn === about
}

/** What is said, with the plans as they are at this moment. */
export function messageOf(
  { topics: [lead, ...others], unnamed }: { topics: readonly [Topic, ...Topic[]]; unnamed: number },
  { records, states, moment, offers }: ConsideredPerson,
): NudgeMessage {
  const inFull = (topic: Topic): SpokenTopic => {
    const state = topic.planNo === null ? undefined : states.get(topic.planNo)
    const plan = records.plans.find(({ terms }) => terms.planNo === topic.planNo)
    return {
      topic,
      params: paramsOf(topic, states, records),
      ...(plan && state && { plan: { records: plan, state } }),
    }
  }
  const { memberNo } = records.recipient
  return { memberNo, topics: [inFull(lead), ...others.map(inFull)], unnamed, mayBePaid: isStale(moment), offers }
}
