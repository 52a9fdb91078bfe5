/** What messages were planned to say. */
import type { PlainDateIso } from '../../domain/calendar.ts'
import { isEventName } from '../../domain/nudges/catalogue.ts'
import { kindOf } from '../../domain/nudges/ladder.ts'
import type { Topic } from '../../domain/nudges/topic.ts'
import type { PlannedMessage } from '../../nudges/planning/person-records.ts'
import type { Queries } from '../engine/database.ts'
import { Prisma } from '../generated/client.ts'

interface ItemRow {
  messageId: number
  memberNo: string
  obligation: string
  step: string
  about: PlainDateIso
  planNo: string | null
  eventId: number | null
}

export function loadMessages(queries: Queries, ids: readonly number[], graceDays: number): Promise<PlannedMessage[]> {
  return loadItems(queries, Prisma.sql`i.message_id = ANY(${[...ids]}::int[])`, graceDays)
}

/** Those that are still to go. */
export function loadPendingMessages(
  queries: Queries,
  memberNos: readonly string[],
  graceDays: number,
): Promise<PlannedMessage[]> {
  const isPending = Prisma.sql`EXISTS (SELECT FROM outbox_message m WHERE m.id = i.message_id AND m.state = 'pending')`
  return loadItems(queries, Prisma.sql`i.member_no = ANY(${[...memberNos]}::text[]) AND ${isPending}`, graceDays)
}

async function loadItems(queries: Queries, which: Prisma.Sql, graceDays: number): Promise<PlannedMessage[]> {
  const rows = await queries.$queryRaw<ItemRow[]>`
    SELECT i.message_id AS "messageId", i.member_no AS "memberNo", i.obligation, i.step, i.due_on::text AS about,
      i.plan_no AS "planNo", e.id AS "eventId"
    FROM outbox_item i
    LEFT JOIN nudge_event e ON i.obligation = 'event ' || e.subject AND e.kind = i.step AND e.member_no = i.member_no
    WHERE ${which} AND NOT i.is_void
    ORDER BY i.message_id, i.place`
  return [...Map.groupBy(rows, ({ messageId }) => messageId)].map(([id, items]): PlannedMessage => {
    const memberNo = items[0]?.memberNo ?? ''
    return { id, memberNo, topics: items.map((item) => toTopic(item, graceDays)) }
  })
}

function toTopic({ obligation, step, about, planNo, eventId }: ItemRow, graceDays: number): Topic {
  const kind = isEventName(step) ? step : kindOf(Number(step), graceDays)
  return { obligation, planNo, step, kind, about, ...(eventId !== null && { eventId }) }
}
