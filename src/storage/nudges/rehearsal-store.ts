/** Everybody who could be told anything, as a rehearsal reads them. */
import type { RehearsalStore } from '../../nudges/planning/rehearse-nudges.ts'
import type { Database } from '../engine/database.ts'
import { loadCommon, loadPeople } from './load-people.ts'
import { readPause } from './pause.ts'

export function openRehearsalStore({ prisma }: Pick<Database, 'prisma'>): RehearsalStore {
  return {
    common: () => loadCommon(prisma),
    people: (memberNos, at) => loadPeople(prisma, memberNos, at),
    isPaused: async () => (await readPause(prisma)) !== undefined,
    async membersAfter(memberNo, most) {
      const rows = await prisma.$queryRaw<{ memberNo: string }[]>`
        SELECT member_no AS "memberNo" FROM member m
        WHERE member_no > ${memberNo ?? ''}
          AND (EXISTS (SELECT FROM plan p JOIN plan_projection j ON j.plan_no = p.plan_no
                WHERE p.member_no = m.member_no AND j.next_due_on IS NOT NULL AND NOT p.is_history)
            OR EXISTS (SELECT FROM nudge_event e WHERE e.member_no = m.member_no AND e.look_at IS NOT NULL))
        ORDER BY member_no LIMIT ${most}`
      return rows.map(({ memberNo }) => memberNo)
    },
  }
}
