import type { NewNudgeEvent } from '../../nudges/nudge-event.ts'
import type { Queries } from '../engine/database.ts'
import { inChunks, rowSet } from '../engine/row-set.ts'

/** What is there already, told or not, stays as it is. */
export async function addNudgeEvents(queries: Queries, events: readonly NewNudgeEvent[]): Promise<void> {
  for (const chunk of inChunks(events)) {
    await queries.$executeRaw`
      INSERT INTO nudge_event (kind, member_no, plan_no, subject, happened_on, details, look_at)
      SELECT * FROM json_to_recordset(${rowSet(chunk.map((event) => ({ ...event })))}::json) AS r(kind text,
        "memberNo" text, "planNo" text, subject text, "happenedOn" date, details jsonb, "fromAt" timestamptz)
      ON CONFLICT (kind, subject) DO NOTHING`
  }
}
