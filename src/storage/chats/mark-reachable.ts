import type { ChatAddress } from '../../assistant/message.ts'
import type { Queries } from '../engine/database.ts'
import { lookAtPlansOf } from '../nudges/look-at.ts'

/** A chat that was given up is in use again, so its member may be written to. */
export async function markReachable(
  queries: Queries,
  { channel, chatId }: ChatAddress,
  memberNo: string,
  now: Temporal.Instant,
): Promise<void> {
  const where = { channel, chatId, memberNo, unreachableSince: { not: null } }
  const { count } = await queries.chatLink.updateMany({ where, data: { unreachableSince: null } })
  if (count > 0) await lookAtPlansOf(queries, [memberNo], now)
}
