/** How many allowed hours a person has left, counted minute by minute on their own clock, and when so many were left. */
import type { PlainDateIso } from '../../../src/domain/calendar.ts'

const FROM_HOUR = 9
const TO_HOUR = 20
const STEP_MINUTES = 5

export function isAllowedHour(at: Temporal.Instant, zone: string): boolean {
  const { hour } = at.toZonedDateTimeISO(zone)
  return hour >= FROM_HOUR && hour < TO_HOUR
}

/** Minutes in which they may be written to, from an instant to the end of a date of the contract zone. */
export function allowedMinutesLeft(
  from: Temporal.Instant,
  lastOn: PlainDateIso,
  zone: string,
  contractZone: string,
): number {
  const deadline = endOf(lastOn, contractZone)
  let minutes = 0
  for (let at = from; Temporal.Instant.compare(at, deadline) < 0; at = at.add({ minutes: STEP_MINUTES })) {
    if (isAllowedHour(at, zone)) minutes += STEP_MINUTES
  }
  return minutes
}

/** The last instant after which so many of these minutes are left. */
export function latestWithMinutesLeft(
  minutes: number,
  lastOn: PlainDateIso,
  zone: string,
  contractZone: string,
): Temporal.Instant {
  let at = endOf(lastOn, contractZone)
  for (let left = 0; left < minutes; ) {
    at = at.subtract({ minutes: STEP_MINUTES })
    if (isAllowedHour(at, zone)) left += STEP_MINUTES
  }
  return at
}

function endOf(date: PlainDateIso, zone: string): Temporal.Instant {
  return Temporal.PlainDate.from(date).add({ days: 1 }).toZonedDateTime(zone).toInstant()
}
