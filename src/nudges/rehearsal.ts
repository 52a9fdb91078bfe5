/** What would be told to whom at a moment, and what would not and why: one for each thing that could be told. */
import type { SkipReason, Topic } from '../domain/nudges/topic.ts'

export interface RehearsedNudge {
  memberNo: string
  memberName: string
  planNo: string | null
  /** The ladder's offset (`-7`, `0`, `+18`) or an event's name. */
  step: Topic['step']
  decision: 'send' | 'skip'
  reason: SkipReason | 'due'
  /** When it is looked at next, on the person's own clock; none: not before something changes. */
  lookAt: Temporal.ZonedDateTime | null
  /** Where it would go, and in which language; none where it would not go. */
  channel: string | null
  language: string | null
  /** All of the message that it leads. */
  text: string | null
}

/** As scripts read it. */
export function rehearsalJson({ memberNo, planNo, step, decision, reason, channel, language, text }: RehearsedNudge) {
  return { member_no: memberNo, plan_no: planNo, step, decision, reason, channel, language, text }
}
