/**
 * One person at a moment, with the messages that wait for them: each of these is judged as just before it goes, and counts
 * as it would; one that would be given up leaves its place to what the planner would say then.
 */
import type { LeftOut, Reconsidered } from '../../domain/nudges/reconsider.ts'
import { keyOf, type SkipReason, type Topic } from '../../domain/nudges/topic.ts'
import type { NudgeMessage } from '../outbox.ts'
import { type ConsideredPerson, chooseFor, withoutMessages } from './consider-person.ts'
import type { PlannedMessage } from './person-records.ts'
import { spoken } from './plan-nudges.ts'
import { messageOf, reconsiderMessage } from './recheck.ts'

export interface RehearsedTopic {
  topic: Topic
  reason: SkipReason | 'due'
  /** When it is looked at next, where it has a time of its own. */
  lookAt: Temporal.Instant | null
  /** The one that it leads. */
  message?: NudgeMessage
}

export function rehearsePerson(considered: ConsideredPerson, pending: readonly PlannedMessage[]): RehearsedTopic[] {
  const judged = pending.map((message) => ({ id: message.id, again: reconsiderMessage(message, considered) }))
  const planned = judged.flatMap(({ again }) => topicsOf(again, considered))
  const known = new Set(planned.map(({ topic }) => keyOf(topic)))
  const givenUp = judged.filter(({ again }) => again.kind === 'cancel').map(({ id }) => id)
  const { decisions, unnamed } = chooseFor(withoutMessages(considered, new Set(givenUp)))
  const [lead, ...others] = spoken(decisions)
  const message = lead && messageOf({ topics: [lead, ...others], unnamed }, considered)
  const chosen = decisions.map((topic): RehearsedTopic => {
    const { reason, lookAt } = topic
    return { topic, reason, lookAt, ...(topic === lead && message && { message }) }
  })
  return [...planned, ...chosen.filter(({ topic }) => !known.has(keyOf(topic)))]
}

function topicsOf(again: Reconsidered, considered: ConsideredPerson): RehearsedTopic[] {
  const leftOut: readonly LeftOut[] = again.leftOut
  if (again.kind !== 'go') return [...leftOut]
  const [lead, ...others] = again.topics
  return [
    { topic: lead, reason: 'due', lookAt: null, message: messageOf(again, considered) },
    ...others.map((topic) => ({ topic, reason: 'merged' as const, lookAt: null })),
    ...leftOut,
  ]
}
