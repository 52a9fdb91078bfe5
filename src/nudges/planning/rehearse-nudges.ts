/**
 * Who would be told what at a moment, and who not and why: the planner's own judgement on everybody, and that of the last
 * look on what is planned already. Nothing is kept.
 */
import type { PlainDateIso } from '../../domain/calendar.ts'
import type { Policy } from '../../domain/policy.ts'
import { inPortions } from '../../domain/portions.ts'
import type { NudgeMessage, Recipient, WrittenMessage } from '../outbox.ts'
import type { RehearsedNudge } from '../rehearsal.ts'
import { type ConsideredPerson, considerPerson } from './consider-person.ts'
import { asOf, type PeopleStore, type PlannedMessage, type RecordedEvent } from './person-records.ts'
import { type RehearsedTopic, rehearsePerson } from './rehearse-person.ts'

export interface RehearsalOrder {
  store: RehearsalStore
  policy: Policy
  now: Temporal.Instant
  write(message: NudgeMessage, recipient: Recipient): Promise<WrittenMessage> | WrittenMessage
}

export interface RehearsalStore extends PeopleStore {
  /** Who has plans, or something to be told; and these besides. In the order of their numbers. */
  members(besides: readonly string[]): Promise<string[]>
  /** Of these members. */
  pendingMessages(memberNos: readonly string[]): Promise<PlannedMessage[]>
  /** For whom word would be left on that date, and has not been yet. */
  stuckNewcomers(today: PlainDateIso, stuckDays: number): Promise<StuckNewcomer[]>
  isPaused(): Promise<boolean>
}

/** Who has come no further than a step for so many days. */
export interface StuckNewcomer {
  memberNo: string
  stage: string
  /** Of the event that tells them. */
  subject: string
}

const AT_ONCE = 250

export async function rehearseNudges(order: RehearsalOrder): Promise<RehearsedNudge[]> {
  const { store, policy, now } = order
  const at = asOf(now, policy)
  const [common, isPaused, newcomers] = await Promise.all([
    store.common(),
    store.isPaused(),
    store.stuckNewcomers(at.today, policy.partners.stuckDays),
  ])
  const newEvents = Map.groupBy(
    newcomers.map((newcomer, place) => ({ memberNo: newcomer.memberNo, event: eventOf(newcomer, place, at) })),
    ({ memberNo }) => memberNo,
  )
  const rehearsed: RehearsedNudge[] = []
  for (const memberNos of inPortions(await store.members([...newEvents.keys()]), AT_ONCE)) {
    const pending = await store.pendingMessages(memberNos)
    const ids = pending.map(({ id }) => id)
    for (const records of await store.people(memberNos, at, ids)) {
      const { memberNo } = records.recipient
      const events = [...records.events, ...(newEvents.get(memberNo) ?? []).map(({ event }) => event)]
      const considered = considerPerson({ ...records, events }, common, policy, now)
      const theirs = pending.filter((message) => message.memberNo === memberNo)
      for (const topic of rehearsePerson(considered, theirs)) {
        rehearsed.push(await inWords(order, considered, topic, isPaused))
      }
    }
  }
  return rehearsed
}

async function inWords(
  { write }: RehearsalOrder,
  { records: { recipient }, person: { clock } }: ConsideredPerson,
  { topic: { planNo, step }, reason, lookAt, message }: RehearsedTopic,
  isPaused: boolean,
): Promise<RehearsedNudge> {
  const { memberNo, fullName: memberName, chats } = recipient
  const about = { memberNo, memberName, planNo, step, lookAt: lookAt?.toZonedDateTimeISO(clock.timeZone) ?? null }
  if (!message || isPaused) {
    return {
      ...about,
      decision: 'skip',
      reason: message ? 'paused' : reason,
      channel: null,
      language: null,
      text: null,
    }
  }
  const { locale: language, text } = await write(message, recipient)
  return { ...about, decision: 'send', reason, channel: chats[0]?.channel ?? null, language, text }
}

/** As the planner would write it; it has no number yet. */
function eventOf({ stage, subject }: StuckNewcomer, place: number, at: { now: Temporal.Instant; today: PlainDateIso }) {
  const event: RecordedEvent = {
    id: -1 - place,
    kind: 'onboarding_stuck',
    planNo: null,
    subject,
    happenedOn: at.today,
    fromAt: at.now,
    details: { stage },
  }
  return event
}
