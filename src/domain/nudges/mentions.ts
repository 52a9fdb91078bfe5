/**
 * What one message says besides what leads it: something about each other plan, most urgent first. K-1 is due today, K-2 was paid
 * and K-3 cancelled, all on one day: the cancellation leads, K-1 and K-2 are mentioned. (DOMAIN section 7.)
 */
import { MENTION_ROOM } from './catalogue.ts'
import type { Limits } from './limits.ts'
import type { Considered } from './topic.ts'

/** `possible`: what may be said, most urgent first. */
export function mentionedUnder(lead: Considered, possible: readonly Considered[], limits: Limits): Considered[] {
  const named = new Set([lead.topic.planNo])
  const mentioned: Considered[] = []
  let room = MENTION_ROOM
  for (const each of possible) {
    if (named.has(each.topic.planNo) || !mayBeMentioned(each, lead, limits)) continue
    room -= each.rule.room
    // What is less urgent must not take the place of what comes first.
    if (room < 0) break
    named.add(each.topic.planNo)
    mentioned.push(each)
  }
  return mentioned
}

/** Plans that the message does not name, though there is something to say about them. */
export function plansUnnamed(
  [lead, ...mentioned]: readonly Considered[],
  possible: readonly Considered[],
  limits: Limits,
): number {
  if (!lead) return 0
  const named = new Set([lead, ...mentioned].map(({ topic }) => topic.planNo))
  const others = possible.filter((each) => !named.has(each.topic.planNo) && mayBeMentioned(each, lead, limits))
  return new Set(others.map(({ topic }) => topic.planNo)).size
}

/** A balance that would pay any one of several plans must not be spoken of as if it paid them all. */
function mayBeMentioned({ topic, rule }: Considered, lead: Considered, limits: Limits): boolean {
  return topic.planNo !== null && topic.kind !== 'balance_idle' && limits.letsMention(rule, lead.rule)
}
