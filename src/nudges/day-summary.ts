/**
 * The morning summary: what was sent, skipped and cancelled on the day before, in numbers alone. It goes to the support
 * team once per date of the contract zone, at the first allowed hour or the first chance after it on that date; a morning
 * that was missed is not made up for.
 */
import { addDays, dateAt, endOfDate, type PlainDateIso, startOfDate } from '../domain/calendar.ts'
import type { SkipReason } from '../domain/nudges/topic.ts'
import type { Policy } from '../domain/policy.ts'

export interface DaySummary {
  /** Messages by the step that led them: the ladder's offset or an event's name. */
  sent: readonly { step: string; messages: number }[]
  /** Decisions of the day not to send, by reason; a reason is recorded once for a step. */
  skipped: readonly { reason: SkipReason; decisions: number }[]
  unknown: number
  failed: number
  /** The ledger, read again just before sending, said otherwise. */
  cancelledMessages: number
  plansCancelled: number
  plansRestored: number
  /** More plans would be cancelled than may be without a person's word. */
  needsConfirmation: boolean
  tasks: { opened: number; closed: number; open: number }
  /** Up to when the back office said last that its payments are complete. */
  paymentsCompleteTo: Temporal.Instant | undefined
  pausedSince: Temporal.Instant | undefined
}

export interface DueSummary {
  /** The date on which it is sent. */
  on: PlainDateIso
  /** The date it is about. */
  about: PlainDateIso
  fromAt: Temporal.Instant
  /** The first instant after it. */
  toAt: Temporal.Instant
}

/** The summary whose hour has come today; none before it. */
export function dueSummary(
  now: Temporal.Instant,
  { contractZone, contactHours }: Pick<Policy, 'contractZone' | 'contactHours'>,
): DueSummary | undefined {
  const time = now.toZonedDateTimeISO(contractZone).toPlainTime()
  if (Temporal.PlainTime.compare(time, Temporal.PlainTime.from(contactHours.from)) < 0) return undefined
  const on = dateAt(now, contractZone)
  const about = addDays(on, -1)
  return { on, about, fromAt: startOfDate(about, contractZone), toAt: endOfDate(about, contractZone) }
}
