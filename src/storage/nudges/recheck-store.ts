/** Planned messages as they are looked at again before they go. */

import type { PlainDateIso } from '../../domain/calendar.ts'
import { isEventName } from '../../domain/nudges/catalogue.ts'
import { kindOf } from '../../domain/nudges/ladder.ts'
import type { Topic } from '../../domain/nudges/topic.ts'
import type { PlannedMessage } from '../../nudges/planning/person-records.ts'
import type { RecheckStore } from '../../nudges/planning/recheck.ts'
import type { Database } from '../engine/database.ts'
import { loadCommon, loadPeople } from './load-people.ts'

interface ItemRow {
  messageId: number
  memberNo: string
  obligation: string
  step: string
  about: PlainDateIso
  planNo: string | null
  eventId: number | null
}

export function openRecheckStore({ prisma }: Pick<Database, 'prisma'>, graceDays: number): RecheckStore {
  return {
    common: () => loadCommon(prisma),
    people: (memberNos, at, rechecked) => loadPeople(prisma, memberNos, at, rechecked),
    async messages(ids) {
      const rows = await prisma.$queryRaw<ItemRow[]>`
        SELECT i.message_id AS "messageId", i.member_no AS "memberNo", i.obligation, i.step, i.due_on::text AS about,
          i.plan_no AS "planNo", e.id AS "eventId"
        FROM outbox_item i
        LEFT JOIN nudge_event e ON i.obligation = 'event ' || e.subject AND e.kind = i.step AND e.member_no = i.member_no
        WHERE i.message_id = ANY(${ids}) AND NOT i.is_void
        ORDER BY i.message_id, i.place`
      return [...Map.groupBy(rows, ({ messageId }) => messageId)].map(([id, items]): PlannedMessage => {
        const memberNo = items[0]?.memberNo ?? ''
        return { id, memberNo, topics: items.map((item) => toTopic(item, graceDays)) }
      })
    },
  }
}

function toTopic({ obligation, step, about, planNo, eventId }: ItemRow, graceDays: number): Topic {
  const kind = isEventName(step) ? step : kindOf(Number(step), graceDays)
  return { obligation, planNo, step, kind, about, ...(eventId !== null && { eventId }) }
}
