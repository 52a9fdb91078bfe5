/** Who would be told what at a moment, and who not and why: the planner's own judgement on everybody, and nothing kept. */
import type { Policy } from '../../domain/policy.ts'
import type { NudgeMessage, Recipient, WrittenMessage } from '../outbox.ts'
import type { RehearsedNudge } from '../rehearsal.ts'
import { chooseFor, considerPerson } from './consider-person.ts'
import { asOf, type PeopleStore } from './person-records.ts'
import { spoken } from './plan-nudges.ts'
import { messageOf } from './recheck.ts'

export interface RehearsalOrder {
  store: RehearsalStore
  policy: Policy
  now: Temporal.Instant
  write(message: NudgeMessage, recipient: Recipient): Promise<WrittenMessage> | WrittenMessage
}

export interface RehearsalStore extends PeopleStore {
  /** The next members who have plans, or something to be told. */
  membersAfter(memberNo: string | null, most: number): Promise<string[]>
  isPaused(): Promise<boolean>
}

const AT_ONCE = 250

export async function rehearseNudges(order: RehearsalOrder): Promise<RehearsedNudge[]> {
  const { store, policy, now, write } = order
  const common = await store.common()
  const isPaused = await store.isPaused()
  const rehearsed: RehearsedNudge[] = []
  let after: string | null = null
  do {
    const memberNos: string[] = await store.membersAfter(after, AT_ONCE)
    after = memberNos.length < AT_ONCE ? null : (memberNos.at(-1) ?? null)
    for (const records of await store.people(memberNos, asOf(now, policy))) {
      const considered = considerPerson(records, common, policy, now)
      const { decisions, unnamed } = chooseFor(considered)
      const [lead, ...others] = spoken(decisions)
      const written =
        lead && (await write(messageOf({ topics: [lead, ...others], unnamed }, considered), records.recipient))
      for (const topic of decisions) {
        const isLead = topic === lead
        const { memberNo, fullName: memberName, chats } = records.recipient
        const common = { memberNo, memberName, planNo: topic.planNo, step: topic.step }
        const isSent = isLead && !isPaused
        rehearsed.push({
          ...common,
          decision: isSent ? 'send' : 'skip',
          reason: isLead && isPaused ? 'paused' : topic.reason,
          channel: (isSent && chats[0]?.channel) || null,
          language: isSent && written ? written.locale : null,
          text: isSent && written ? written.text : null,
        })
      }
    }
  } while (after !== null)
  return rehearsed
}
