/** Planned messages as they are looked at again before they go. */
import type { RecheckStore } from '../../nudges/planning/recheck.ts'
import type { Database } from '../engine/database.ts'
import { loadCommon, loadPeople } from './load-people.ts'
import { loadMessages } from './planned-messages.ts'

export function openRecheckStore({ prisma }: Pick<Database, 'prisma'>, graceDays: number): RecheckStore {
  return {
    common: () => loadCommon(prisma),
    people: (memberNos, at, rechecked) => loadPeople(prisma, memberNos, at, rechecked),
    messages: (ids) => loadMessages(prisma, ids, graceDays),
  }
}
