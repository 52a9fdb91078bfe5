/** What a message was to say and does not. */
import { isOver, type LeftOut } from '../../domain/nudges/reconsider.ts'
import type { Queries } from '../engine/database.ts'
import { rowSet } from '../engine/row-set.ts'
import { lookAtPlansOf } from './look-at.ts'

export type LeftOutOf = LeftOut & { messageId: number }

/** Each reason once for a step of an obligation, when it was first found. */
export async function keepReasons(
  queries: Queries,
  leftOut: readonly LeftOutOf[],
  policyVersion: string,
  at: Temporal.Instant,
): Promise<void> {
  if (leftOut.length === 0) return
  await queries.$executeRaw`
    INSERT INTO nudge_decision (member_no, plan_no, obligation, step, due_on, decision, reason, decided_at,
      policy_version)
    SELECT i.member_no, i.plan_no, i.obligation, i.step, i.due_on, 'skip', r.reason, ${at.toString()}::timestamptz,
      ${policyVersion}
    FROM json_to_recordset(${rowsOf(leftOut)}::json)
      AS r("messageId" int, obligation text, step text, about date, reason text)
    JOIN outbox_item i ON i.message_id = r."messageId" AND i.obligation = r.obligation AND i.step = r.step
      AND i.due_on = r.about
    ON CONFLICT (member_no, obligation, step, due_on, reason) DO NOTHING`
}

/**
 * It may be said by another message, once it is right again; not what is over, nor what an earlier call may have said.
 * Needs a transaction.
 */
export async function letGo(queries: Queries, leftOut: readonly LeftOutOf[], at: Temporal.Instant): Promise<void> {
  const mayCome = leftOut.filter((each) => !isOver(each))
  if (mayCome.length === 0) return
  const voided = await queries.$queryRaw<{ memberNo: string }[]>`
    UPDATE outbox_item i SET is_void = true
    FROM json_to_recordset(${rowsOf(mayCome)}::json) AS r("messageId" int, obligation text, step text, about date)
    JOIN outbox_message m ON m.id = r."messageId" AND m.attempts = 0
    WHERE i.message_id = m.id AND i.obligation = r.obligation AND i.step = r.step AND i.due_on = r.about
    RETURNING i.member_no AS "memberNo"`
  if (voided.length === 0) return
  await lookAtPlansOf(queries, [...new Set(voided.map(({ memberNo }) => memberNo))], at)
}

function rowsOf(leftOut: readonly LeftOutOf[]): string {
  return rowSet(
    leftOut.map(({ messageId, reason, topic: { obligation, step, about } }) => {
      return { messageId, obligation, step, about, reason }
    }),
  )
}
