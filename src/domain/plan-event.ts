/** What is recorded about a plan besides money. Events act from the moment they were recorded. (DOMAIN section 3.) */
import { compareInstants, type PlainDateIso } from './calendar.ts'

export type PlanEvent = { recordedAt: Temporal.Instant } & (
  | {
      kind: 'cancelled'
      /** X + 1: money of a value date from here on came too late. */
      actsOn: PlainDateIso
      /** The installment at D, for want of which it was cancelled. */
      seq: number
    }
  | { kind: 'restored'; actsOn: PlainDateIso }
  | { kind: 'notice_delivered'; lastPayableOn: PlainDateIso }
  | {
      kind: 'arrangement_accepted'
      arrangementNo: string
      depositDueOn: PlainDateIso
      /** Whole days to X when it was accepted. */
      daysLeft: number
    }
  | { kind: 'arrangement_activated'; arrangementNo: string; actsOn: PlainDateIso }
  | { kind: 'arrangement_lapsed'; arrangementNo: string; actsOn: PlainDateIso }
  | { kind: 'arrangement_kept'; arrangementNo: string; actsOn: PlainDateIso }
)

export type PlanEventKind = PlanEvent['kind']

/**
 * The order in which events of one moment happened: one import can show the deposit of an arrangement and that it lapsed
 * since.
 */
const course: readonly PlanEventKind[] = [
  'notice_delivered',
  'arrangement_accepted',
  'arrangement_activated',
  'arrangement_lapsed',
  'arrangement_kept',
  'cancelled',
  'restored',
]

/** Those that were recorded by this instant, oldest first, in whatever order they are given. */
export function recordedBy(events: readonly PlanEvent[], asOf: Temporal.Instant): PlanEvent[] {
  return events
    .filter(({ recordedAt }) => compareInstants(recordedAt, asOf) <= 0)
    .toSorted((a, b) => compareInstants(a.recordedAt, b.recordedAt) || course.indexOf(a.kind) - course.indexOf(b.kind))
}
