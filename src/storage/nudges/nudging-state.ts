import type { NudgingState } from '../../nudges/condition.ts'
import { fromInstantColumn } from '../engine/columns.ts'
import type { Queries } from '../engine/database.ts'
import { readPause } from './pause.ts'
import { readPlannerRun } from './planner-run.ts'

/** Answered from indexes, so that it may be asked every few seconds. */
export async function loadNudgingState(queries: Queries, now: Temporal.Instant): Promise<NudgingState> {
  const [pause, plannerRun, rows] = await Promise.all([
    readPause(queries),
    readPlannerRun(queries),
    queries.$queryRaw<{ oldest: Date | null; pending: number; unknown: number }[]>`
      SELECT
        (SELECT min(ready_at) FROM outbox_message
          WHERE state = 'pending' AND ready_at <= ${now.toString()}::timestamptz) AS oldest,
        (SELECT count(*) FROM outbox_message WHERE state = 'pending')::int AS pending,
        (SELECT count(*) FROM outbox_message WHERE state = 'unknown')::int AS unknown`,
  ])
  const [outbox] = rows
  return {
    pausedSince: pause?.at,
    plannerRun,
    oldestPendingAt: outbox?.oldest ? fromInstantColumn(outbox.oldest) : undefined,
    pending: outbox?.pending ?? 0,
    unknown: outbox?.unknown ?? 0,
  }
}
