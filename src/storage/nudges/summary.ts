/** What the morning summary tells, each number from an index over the day. */
import type { SkipReason } from '../../domain/nudges/topic.ts'
import type { DaySummary, DueSummary } from '../../nudges/day-summary.ts'
import { loadPaymentsCompleteTo } from '../back-office/import-runs.ts'
import type { Queries } from '../engine/database.ts'
import { readPause } from './pause.ts'

const NAME = 'summary_sent_for'

/** Before it is sent, so that it is sent at most once, by whichever process comes first. */
export async function claimSummary(queries: Queries, { on }: Pick<DueSummary, 'on'>): Promise<boolean> {
  const written = await queries.$executeRaw`
    INSERT INTO setting (name, value) VALUES (${NAME}, to_jsonb(${on}::text))
    ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE setting.value #>> '{}' < excluded.value #>> '{}'`
  return written === 1
}

export async function loadDaySummary(
  queries: Queries,
  { fromAt, toAt }: Pick<DueSummary, 'fromAt' | 'toAt'>,
): Promise<DaySummary> {
  const [from, to] = [fromAt.toString(), toAt.toString()]
  const sent = await queries.$queryRaw<{ step: string; messages: number }[]>`
    SELECT i.step, count(*)::int AS messages
    FROM outbox_message m JOIN outbox_item i ON i.message_id = m.id AND i.place = 0
    WHERE m.state = 'sent' AND m.state_at >= ${from}::timestamptz AND m.state_at < ${to}::timestamptz
    GROUP BY i.step ORDER BY count(*) DESC, i.step`
  const skipped = await queries.$queryRaw<{ reason: SkipReason; decisions: number }[]>`
    SELECT reason, count(*)::int AS decisions FROM nudge_decision
    WHERE decision = 'skip' AND decided_at >= ${from}::timestamptz AND decided_at < ${to}::timestamptz
    GROUP BY reason ORDER BY count(*) DESC, reason`
  const [counts] = await queries.$queryRaw<CountsRow[]>`
    WITH messages AS (
      SELECT state FROM outbox_message
      WHERE state IN ('unknown', 'failed', 'cancelled')
        AND state_at >= ${from}::timestamptz AND state_at < ${to}::timestamptz
    ), events AS (
      SELECT kind FROM plan_event
      WHERE kind IN ('cancelled', 'restored')
        AND recorded_at >= ${from}::timestamptz AND recorded_at < ${to}::timestamptz
    )
    SELECT
      (SELECT count(*) FROM messages WHERE state = 'unknown')::int AS unknown,
      (SELECT count(*) FROM messages WHERE state = 'failed')::int AS failed,
      (SELECT count(*) FROM messages WHERE state = 'cancelled')::int AS "cancelledMessages",
      (SELECT count(*) FROM events WHERE kind = 'cancelled')::int AS "plansCancelled",
      (SELECT count(*) FROM events WHERE kind = 'restored')::int AS "plansRestored",
      EXISTS (SELECT FROM task WHERE kind = 'cancellation_ceiling' AND closed_at IS NULL) AS "needsConfirmation",
      (SELECT count(*) FROM task WHERE opened_at >= ${from}::timestamptz AND opened_at < ${to}::timestamptz)::int
        AS opened,
      (SELECT count(*) FROM task WHERE closed_at >= ${from}::timestamptz AND closed_at < ${to}::timestamptz)::int
        AS closed,
      (SELECT count(*) FROM task WHERE closed_at IS NULL)::int AS open`
  if (!counts) throw new Error('counting gives one row')
  const { opened, closed, open, ...numbers } = counts
  return {
    ...numbers,
    sent,
    skipped,
    tasks: { opened, closed, open },
    paymentsCompleteTo: await loadPaymentsCompleteTo(queries),
    pausedSince: (await readPause(queries))?.at,
  }
}

interface CountsRow extends Omit<DaySummary, 'sent' | 'skipped' | 'tasks' | 'paymentsCompleteTo' | 'pausedSince'> {
  opened: number
  closed: number
  open: number
}
