/**
 * What is to be recorded on an arrangement's plans now, so that their states follow its life.
 *
 * The plans' own records say what was recorded of it last; what is missing until its present state is recorded now. A
 * deposit and a lapse that show in one import are recorded together. What was kept stays so. A lapse is withdrawn by
 * recording that it is active (again), and dated anew only to a later day: nothing is ever moved against anyone.
 *
 * Accepted on 28 March; on 31 March the deposit of 29 March is imported: `arrangement_activated`, dated 29 March. On
 * 19 April: `arrangement_lapsed`, dated 19 April. On 21 April 42.50 valued 18 April are imported: `arrangement_activated`,
 * dated 29 March, as before. (DOMAIN sections 3 and 9.)
 */
import { type PlanEvent, recordedBy } from '../plan-event.ts'
import type { ArrangementState } from './arrangement-life.ts'

type ArrangementEvent = Extract<PlanEvent, { arrangementNo: string }>

/** To be recorded on every plan of it; `recorded` holds the events of one of them, others among them. */
export function eventsToRecord(
  arrangementNo: string,
  state: ArrangementState,
  recorded: readonly PlanEvent[],
  now: Temporal.Instant,
): PlanEvent[] {
  const own = recordedBy(recorded, now).filter((event): event is ArrangementEvent => isOf(event, arrangementNo))
  const last = own.at(-1)
  if (!last || last.kind === 'arrangement_kept') return []
  const events = missingEvents(arrangementNo, state, last, now)
  // Events of one moment have an order of their own, in which what takes back a lapse would come before it.
  const isInOrder = recordedBy([...own, ...events], now)
    .slice(-events.length)
    .every((event) => events.includes(event as ArrangementEvent))
  return isInOrder ? events : []
}

function missingEvents(
  arrangementNo: string,
  { name, activatedOn, lapsedOn, keptOn }: ArrangementState,
  last: ArrangementEvent,
  recordedAt: Temporal.Instant,
): ArrangementEvent[] {
  if (!activatedOn || name === 'withdrawn') return []
  const own = { recordedAt, arrangementNo }
  const activated: ArrangementEvent = { kind: 'arrangement_activated', ...own, actsOn: activatedOn }
  const first = last.kind === 'arrangement_activated' ? [] : [activated]
  if (keptOn) return [...first, { kind: 'arrangement_kept', ...own, actsOn: keptOn }]
  if (!lapsedOn) return first
  const lapsed: ArrangementEvent = { kind: 'arrangement_lapsed', ...own, actsOn: lapsedOn }
  if (last.kind !== 'arrangement_lapsed') return [...first, lapsed]
  return lapsedOn > last.actsOn ? [lapsed] : []
}

function isOf(event: PlanEvent, arrangementNo: string): boolean {
  return 'arrangementNo' in event && event.arrangementNo === arrangementNo
}
