/** Everybody who could be told anything, as a rehearsal reads them. */
import type { RehearsalStore } from '../../nudges/planning/rehearse-nudges.ts'
import type { Database } from '../engine/database.ts'
import { loadCommon, loadPeople } from './load-people.ts'
import { readPause } from './pause.ts'
import { loadPendingMessages } from './planned-messages.ts'
import { loadStuckNewcomers } from './stuck-newcomers.ts'

export function openRehearsalStore({ prisma }: Pick<Database, 'prisma'>, graceDays: number): RehearsalStore {
  return {
    common: () => loadCommon(prisma),
    people: (memberNos, at, rechecked) => loadPeople(prisma, memberNos, at, rechecked),
    isPaused: async () => (await readPause(prisma)) !== undefined,
    stuckNewcomers: (today, stuckDays) => loadStuckNewcomers(prisma, { today, stuckDays }),
    pendingMessages: (memberNos) => loadPendingMessages(prisma, memberNos, graceDays),
    async members(besides) {
      const rows = await prisma.$queryRaw<{ memberNo: string }[]>`
        SELECT member_no AS "memberNo" FROM member m
        WHERE m.member_no = ANY(${besides}::text[])
          OR EXISTS (SELECT FROM plan p JOIN plan_projection j ON j.plan_no = p.plan_no
            WHERE p.member_no = m.member_no AND j.next_due_on IS NOT NULL AND NOT p.is_history)
          OR EXISTS (SELECT FROM nudge_event e WHERE e.member_no = m.member_no AND e.look_at IS NOT NULL)
          OR EXISTS (SELECT FROM outbox_message o WHERE o.member_no = m.member_no AND o.state = 'pending')
        ORDER BY member_no`
      return rows.map(({ memberNo }) => memberNo)
    },
  }
}
