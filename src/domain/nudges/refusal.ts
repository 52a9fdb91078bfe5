/** Why a topic stays unsaid whatever the hour is, and when its hour comes. (DOMAIN section 7.) */
import type { Policy } from '../policy.ts'
import { ruleOf } from './catalogue.ts'
import { nextAllowed } from './contact-hours.ts'
import { type Considered, isBefore, keyOf, type Moment, type Person, type SkipReason, type Topic } from './topic.ts'

interface Circumstances {
  /** Not before. */
  fromAt?: Temporal.Instant
  /** What has happened since makes it untrue, or needless. */
  isOver?: SkipReason | undefined
}

export function considerTopic(
  person: Person,
  topic: Topic,
  moment: Moment,
  { fromAt, isOver }: Circumstances,
): Considered {
  const { now, policy } = moment
  const rule = ruleOf(topic.kind)
  const refused = (reason: SkipReason, lookAt: Temporal.Instant | null = null) => ({ topic, rule, reason, lookAt })
  if (person.said.has(keyOf(topic))) return refused('already_sent')
  if (isOver) return refused(isOver)
  if (person.isHeld) return refused('paused')
  if (person.reach !== 'reachable') return refused(person.reach)
  if (person.optedOut.has(rule.category)) return refused('opted_out')
  const claimedUntil = rule.isSilencedByPromise && topic.planNo !== null ? person.claims.get(topic.planNo) : undefined
  if (claimedUntil && isBefore(now, claimedUntil)) return refused('claim_open', claimedUntil)
  if (rule.needsFreshData && isStale(moment)) return refused('stale_data', now.add({ minutes: STALE_AGAIN_MINUTES }))
  const from = fromAt && isBefore(now, fromAt) ? fromAt : now
  const allowedAt = nextAllowed(from, person.clock.timeZone, policy.contactHours)
  return isBefore(now, allowedAt) ? refused('quiet_hours', allowedAt) : { topic, rule, reason: 'due', lookAt: null }
}

/** An import may state at any time that it knows more. */
const STALE_AGAIN_MINUTES = 60

/** Nobody has said lately what was paid. */
export function isStale({ paymentsCompleteTo, policy, now }: Moment): boolean {
  return !paymentsCompleteTo || isBefore(paymentsCompleteTo, now.subtract({ hours: maxAge(policy) }))
}

function maxAge({ freshness }: Policy): number {
  return freshness.maxImportAgeHours
}
