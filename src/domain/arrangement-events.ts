/**
 * What a payment arrangement's events mean for the clock of its plans: the deposit's date while an accepted one waits for
 * it, and L + the days left at acceptance (at least 3, policy) after it lapsed on L. (DOMAIN sections 4 and 9.)
 */
import { addDays, type PlainDateIso } from './calendar.ts'
import { type PlanEvent, recordedBy } from './plan-event.ts'

/** Dates until which the plan stays payable, by what was recorded as of this instant. */
export function arrangementDeadlines(
  events: readonly PlanEvent[],
  asOf: Temporal.Instant,
  today: PlainDateIso,
  minDaysAfterLapse: number,
): PlainDateIso[] {
  const deadlines = new Map<string, PlainDateIso | undefined>()
  const daysLeft = new Map<string, number>()
  for (const event of recordedBy(events, asOf)) {
    if (event.kind === 'arrangement_accepted') {
      daysLeft.set(event.arrangementNo, event.daysLeft)
      if (today <= event.depositDueOn) deadlines.set(event.arrangementNo, event.depositDueOn)
    } else if (event.kind === 'arrangement_activated' || event.kind === 'arrangement_kept') {
      deadlines.delete(event.arrangementNo)
    } else if (event.kind === 'arrangement_lapsed') {
      const days = Math.max(daysLeft.get(event.arrangementNo) ?? 0, minDaysAfterLapse)
      deadlines.set(event.arrangementNo, addDays(event.actsOn, days))
    }
  }
  return [...deadlines.values()].filter((date) => date !== undefined)
}

/** An active arrangement suspends cancellation. */
export function hasActiveArrangement(events: readonly PlanEvent[], asOf: Temporal.Instant): boolean {
  const active = new Set<string>()
  for (const event of recordedBy(events, asOf)) {
    if (event.kind === 'arrangement_activated') active.add(event.arrangementNo)
    if (event.kind === 'arrangement_lapsed' || event.kind === 'arrangement_kept') active.delete(event.arrangementNo)
  }
  return active.size > 0
}

/** From the value date of the deposit to the day on which it lapsed or was kept; without end while it is active. */
export interface ActivePeriod {
  fromOn: PlainDateIso
  untilOn?: PlainDateIso
}

/** When arrangements were active, by what was recorded as of this instant. */
export function activePeriods(events: readonly PlanEvent[], asOf: Temporal.Instant): ActivePeriod[] {
  const periods = new Map<string, ActivePeriod>()
  for (const event of recordedBy(events, asOf)) {
    if (event.kind === 'arrangement_activated') {
      // Recorded once more, it withdraws a lapse.
      periods.set(event.arrangementNo, { fromOn: event.actsOn })
    } else if (event.kind === 'arrangement_lapsed' || event.kind === 'arrangement_kept') {
      const fromOn = periods.get(event.arrangementNo)?.fromOn ?? event.actsOn
      periods.set(event.arrangementNo, { fromOn, untilOn: event.actsOn })
    }
  }
  return [...periods.values()]
}
