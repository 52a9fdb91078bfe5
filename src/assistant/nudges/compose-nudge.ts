/**
 * What a person is told unasked, as a reply like any other: the first thing in full, with what can be tapped, and the
 * others in a line each. Every text says how much, to whom, by when, how, what paying adds and what missing it costs.
 * (DOMAIN section 7.)
 */
import type { Policy } from '../../domain/policy.ts'
import type { NudgeMessage, SpokenTopic } from '../../nudges/outbox.ts'
import type { MyPlan } from '../answers/my-plans.ts'
import type { Block, Reply } from '../message.ts'
import type { Speaker } from '../speaker.ts'
import { partPaidWords, paymentReceivedWords, planBoughtWords } from './confirmation-words.ts'
import { stageOf } from './event-details.ts'
import { askedReminderWords, ladderWords } from './ladder-words.ts'
import { mentionedPlans } from './mentioned-plans.ts'
import { cancelledWords, restoredWords, reversedWords } from './notice-words.ts'
import { type NudgeContext, type Telling, type Wanted, wanted } from './telling.ts'
import { balanceIdleWords, onboardingWords } from './tip-words.ts'

/** Throws for a topic about a plan that comes without its plan, or asks for a payment where there is none to make. */
export function composeNudge(message: NudgeMessage, speaker: Speaker, policy: Policy): Reply {
  const { topics, unnamed, mayBePaid, offers } = message
  const [lead, ...others] = topics
  const context: NudgeContext = { policy, offers }
  const blocks = wordsOf(lead, speaker, mayBePaid, context)
  const mentioned = mentionedPlans(others, unnamed, speaker)
  // Buttons belong to the plan that leads, and hang below everything.
  const buttons = blocks.filter(({ block }) => block === 'choices')
  return { blocks: [...blocks.filter(({ block }) => block !== 'choices'), ...mentioned, ...buttons] }
}

function wordsOf(spoken: SpokenTopic, speaker: Speaker, mayBePaid: boolean, context: NudgeContext): Block[] {
  const { topic, params: details } = spoken
  if (topic.kind === 'onboarding_stuck') return onboardingWords(stageOf(details))
  const telling: Telling = { ...context, topic, details, plan: planOf(spoken), speaker, mayBePaid }
  switch (topic.kind) {
    case 'plan_bought':
      return planBoughtWords(telling)
    case 'payment_received':
    case 'completed':
      return paymentReceivedWords(telling)
    case 'part_paid':
      return partPaidWords(telling)
    case 'cancelled':
      return cancelledWords(telling)
    case 'restored':
      return restoredWords(telling)
    case 'reversed':
      return reversedWords(telling, dueIn(telling))
    case 'asked_reminder':
      return askedReminderWords(telling, dueIn(telling))
    case 'balance_idle':
      return balanceIdleWords(telling, dueIn(telling))
    default:
      return ladderWords(telling, dueIn(telling), topic.kind)
  }
}

function planOf({ topic, plan }: SpokenTopic): MyPlan {
  if (!plan) throw new Error(`${topic.obligation} comes without its plan`)
  return plan
}

function dueIn({ topic, plan }: Telling): Wanted {
  const due = wanted(plan.state)
  if (!due) throw new Error(`${topic.obligation} has nothing to pay, so ${topic.step} is not right`)
  return due
}
