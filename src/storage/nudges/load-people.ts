/** Everything that is known of people when it is decided what they are told, in a few statements for many of them. */

import type { PlainDateIso } from '../../domain/calendar.ts'
import type { Category, EventName } from '../../domain/nudges/catalogue.ts'
import type { EventDetails, OutboxState } from '../../nudges/outbox.ts'
import type { AsOf, Common, PersonRecords, RecordedEvent } from '../../nudges/planning/person-records.ts'
import { loadPaymentsCompleteTo } from '../back-office/import-runs.ts'
import type { Queries } from '../engine/database.ts'
import { Prisma } from '../generated/client.ts'
import { loadOffers } from '../ledger/load-offers.ts'
import { loadPlansOfMembers } from '../ledger/load-plans.ts'
import { optOutsOf } from './consents.ts'
import { isInForce } from './holds.ts'

interface PersonRow {
  memberNo: string
  fullName: string
  language: string | null
  chosenLanguage: string | null
  timeZone: string | null
  contactHour: number | null
  isHeld: boolean
  isVerified: boolean
  /** channel, chat, whether something arrives there; the best first */
  chats: [string, string, boolean][] | null
  /** message, state, since when in milliseconds, counts as a reminder */
  messages: [number, OutboxState, number, boolean][] | null
  /** message, obligation, step, date */
  said: [number, string, string, PlainDateIso][] | null
  /** plan, until when in milliseconds */
  claims: [string, number][] | null
  /** currency, minor units */
  balances: [string, string][] | null
  /** The last word on each category holds. */
  optedOut: Category[] | null
}

interface EventRow {
  id: number
  kind: EventName
  memberNo: string
  planNo: string | null
  subject: string
  happenedOn: PlainDateIso
  details: EventDetails
  fromAt: Date | null
}

export async function loadCommon(queries: Queries): Promise<Common> {
  const [offers, paymentsCompleteTo] = await Promise.all([loadOffers(queries), loadPaymentsCompleteTo(queries)])
  return { offers, paymentsCompleteTo }
}

/** Longer than the days over which messages are counted, in whatever zone. */
const COUNTED_DAYS = 9

export async function loadPeople(
  queries: Queries,
  memberNos: readonly string[],
  { now, today }: AsOf,
  rechecked: readonly number[] = [],
): Promise<PersonRecords[]> {
  if (memberNos.length === 0) return []
  const countedFrom = now.subtract({ hours: 24 * COUNTED_DAYS }).toString()
  const finding = queries.$queryRaw<PersonRow[]>`
    SELECT m.member_no AS "memberNo", m.full_name AS "fullName", m.language, m.chosen_language AS "chosenLanguage",
      m.time_zone AS "timeZone", m.contact_hour AS "contactHour",
      EXISTS (SELECT FROM contact_hold h WHERE h.member_no = m.member_no AND ${isInForce(today)}) AS "isHeld",
      m.verified_on IS NOT NULL AS "isVerified",
      (SELECT json_agg(json_build_array(l.channel, l.chat_id, l.unreachable_since IS NULL)
          ORDER BY l.linked_at DESC, l.channel, l.chat_id)
         FROM chat_link l WHERE l.member_no = m.member_no) AS chats,
      (SELECT json_agg(json_build_array(o.id, o.state, floor(extract(epoch FROM o.state_at) * 1000), o.is_reminder))
         FROM outbox_message o WHERE o.member_no = m.member_no
          AND (o.state = 'pending' OR o.state_at > ${countedFrom}::timestamptz)
          AND o.state IN ('pending', 'sending', 'sent', 'unknown') AND NOT o.is_asked_for) AS messages,
      (SELECT json_agg(json_build_array(i.message_id, i.obligation, i.step, i.due_on::text)) FROM outbox_item i
        WHERE i.member_no = m.member_no AND NOT i.is_void) AS said,
      (SELECT json_agg(json_build_array(p.plan_no, floor(extract(epoch FROM p.hold_until) * 1000)))
         FROM payment_claim p WHERE p.member_no = m.member_no AND p.closed_at IS NULL) AS claims,
      (SELECT json_agg(json_build_array(b.currency, b.minor::text)) FROM member_balance b
        WHERE b.member_no = m.member_no) AS balances,
      (SELECT json_agg(category) FROM (${optOutsOf(Prisma.sql`m.member_no`)}) AS o) AS "optedOut"
    FROM member m WHERE m.member_no = ANY(${memberNos}) ORDER BY m.member_no`
  const [rows, plans, events] = await Promise.all([
    finding,
    loadPlansOfMembers(queries, memberNos),
    loadEvents(queries, memberNos, rechecked),
  ])
  const plansOf = new Map(memberNos.map((memberNo, place) => [memberNo, plans[place] ?? []]))
  const eventsOf = Map.groupBy(events, ({ memberNo }) => memberNo)
  return rows.map((row) => toRecords(row, now, plansOf.get(row.memberNo) ?? [], eventsOf.get(row.memberNo) ?? []))
}

/** Those that wait, and those that the messages speak of which are looked at again. */
async function loadEvents(queries: Queries, memberNos: readonly string[], rechecked: readonly number[]) {
  const rows = await queries.$queryRaw<EventRow[]>`
    SELECT e.id, e.kind, e.member_no AS "memberNo", e.plan_no AS "planNo", e.subject, e.happened_on::text AS "happenedOn",
      e.details, coalesce(e.look_at, o.created_at) AS "fromAt"
    FROM nudge_event e
    LEFT JOIN outbox_item i ON i.member_no = e.member_no AND i.message_id = ANY(${rechecked}::int[])
      AND i.obligation = 'event ' || e.subject AND i.step = e.kind
    LEFT JOIN outbox_message o ON o.id = i.message_id
    WHERE e.member_no = ANY(${memberNos}) AND (e.look_at IS NOT NULL OR i.id IS NOT NULL)
    ORDER BY e.id`
  return rows
}

function toRecords(
  row: PersonRow,
  now: Temporal.Instant,
  plans: PersonRecords['plans'],
  events: readonly EventRow[],
): PersonRecords {
  const { memberNo, fullName, language, chosenLanguage, timeZone, contactHour, isHeld, isVerified } = row
  const chats = row.chats ?? []
  return {
    recipient: {
      memberNo,
      fullName,
      language,
      chosenLanguage,
      timeZone,
      chats: chats.filter(([, , arrives]) => arrives).map(([channel, chatId]) => ({ channel, chatId })),
    },
    contactHour,
    hasChat: chats.length > 0,
    optedOut: new Set(row.optedOut),
    isHeld,
    // What is still to go goes today, whenever it was planned.
    messages: (row.messages ?? []).map(([id, state, atMs, isReminder]) => ({
      id,
      at: state === 'pending' ? now : instant(atMs),
      isPending: state === 'pending',
      isReminder,
    })),
    said: (row.said ?? []).map(([messageId, obligation, step, about]) => ({ messageId, obligation, step, about })),
    claims: new Map((row.claims ?? []).map(([planNo, untilMs]) => [planNo, instant(untilMs)])),
    balances: new Map((row.balances ?? []).map(([currency, minor]) => [currency, BigInt(minor)])),
    isVerified,
    plans,
    events: events.map(toEvent),
  }
}

function toEvent({ id, kind, planNo, subject, happenedOn, details, fromAt }: EventRow): RecordedEvent {
  const { seq, payments } = details
  const about = { ...(typeof seq === 'number' && { seq }), ...(Array.isArray(payments) && { payments }) }
  return { id, kind, planNo, subject, happenedOn, details, fromAt: instant(fromAt?.getTime() ?? 0), ...about }
}

function instant(epochMilliseconds: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(epochMilliseconds)
}
