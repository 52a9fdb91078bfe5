/**
 * When somebody may be written to: between `from` and `to` on their own clock, whatever the date line or a change of the
 * clock makes of it. (DOMAIN section 7.)
 */
import { addDays, dateAt, type PlainDateIso } from '../calendar.ts'
import type { Policy } from '../policy.ts'
import { remembered } from '../remembered.ts'

export type ContactHours = Policy['contactHours']

/** Whose clock it is, and when on it they are written to. */
export interface OwnClock {
  /** IANA zone. */
  timeZone: string
  /** The hour they chose, 0 to 23. */
  hour?: number
  /** Minutes after the first allowed hour, where they chose none. */
  slotMinute: number
}

interface Window {
  fromAt: Temporal.Instant
  /** The first instant after it. */
  toAt: Temporal.Instant
}

export function isAllowed(at: Temporal.Instant, zone: string, hours: ContactHours): boolean {
  return isWithin(at, windowOn(dateAt(at, zone), zone, hours))
}

/** The instant itself where it is allowed, else when the next window opens. */
export function nextAllowed(at: Temporal.Instant, zone: string, hours: ContactHours): Temporal.Instant {
  const today = dateAt(at, zone)
  const window = windowOn(today, zone, hours)
  if (isWithin(at, window)) return at
  if (isBefore(at, window.fromAt)) return window.fromAt
  return windowOn(addDays(today, 1), zone, hours).fromAt
}

/** The instant itself where it is allowed, else the last minute before it that is. */
export function lastAllowed(at: Temporal.Instant, zone: string, hours: ContactHours): Temporal.Instant {
  const today = dateAt(at, zone)
  const window = windowOn(today, zone, hours)
  if (isWithin(at, window)) return at
  const last = isBefore(at, window.fromAt) ? windowOn(addDays(today, -1), zone, hours) : window
  return last.toAt.subtract({ minutes: 1 })
}

/** Their moment of a date: the hour they chose, kept within the allowed ones, or their place in the first of these. */
export function slotOn(date: PlainDateIso, { timeZone, hour, slotMinute }: OwnClock, hours: ContactHours) {
  const { fromAt, toAt } = windowOn(date, timeZone, hours)
  const wanted = hour === undefined ? fromAt.add({ minutes: slotMinute }) : localTime(date, `${pad(hour)}:00`, timeZone)
  if (isBefore(wanted, fromAt)) return fromAt
  return isBefore(wanted, toAt) ? wanted : toAt.subtract({ minutes: 1 })
}

/** Their first moment at or after the instant. */
export function nextSlot(at: Temporal.Instant, clock: OwnClock, hours: ContactHours): Temporal.Instant {
  const today = dateAt(at, clock.timeZone)
  const slot = slotOn(today, clock, hours)
  return isBefore(slot, at) ? slotOn(addDays(today, 1), clock, hours) : slot
}

/** The instant itself where it is allowed and their moment of its date has come, else their next moment. */
export function nextOwnAllowed(at: Temporal.Instant, clock: OwnClock, hours: ContactHours): Temporal.Instant {
  const slot = nextSlot(at, clock, hours)
  const isStillToCome = dateAt(slot, clock.timeZone) === dateAt(at, clock.timeZone)
  return isStillToCome || !isAllowed(at, clock.timeZone, hours) ? slot : at
}

/**
 * For what cannot wait for their next moment: theirs of the last date that still has allowed hours before `latest`. It is
 * not after `latest`; nor before `start`, where that leaves any time, and then everybody has their own minute after it.
 */
export function slotBefore(
  latest: Temporal.Instant,
  start: Temporal.Instant,
  clock: OwnClock,
  hours: ContactHours,
): Temporal.Instant {
  const last = lastAllowed(latest, clock.timeZone, hours)
  const own = slotOn(dateAt(last, clock.timeZone), clock, hours)
  const startsLater = isBefore(own, start) && !isBefore(last, start)
  const wanted = startsLater ? start.add({ minutes: clock.slotMinute }) : own
  return isBefore(last, wanted) ? last : wanted
}

/** The last instant after which so many allowed hours are left before the deadline. */
export function latestWithHoursLeft(
  deadline: Temporal.Instant,
  neededHours: number,
  zone: string,
  hours: ContactHours,
): Temporal.Instant {
  let leftMs = neededHours * MS_PER_HOUR
  let date = dateAt(deadline, zone)
  // Windows of a few minutes a day would lead back for ever.
  for (let days = 0; days < LONGEST_WAY_BACK_DAYS; days++, date = addDays(date, -1)) {
    const { fromAt, toAt } = windowOn(date, zone, hours)
    const until = isBefore(deadline, toAt) ? deadline : toAt
    const usableMs = Math.max(0, until.epochMilliseconds - fromAt.epochMilliseconds)
    if (usableMs >= leftMs) return until.subtract({ milliseconds: leftMs })
    leftMs -= usableMs
  }
  return windowOn(date, zone, hours).fromAt
}

const MS_PER_HOUR = 3_600_000
const LONGEST_WAY_BACK_DAYS = 14

function windowOn(date: PlainDateIso, zone: string, { from, to }: ContactHours): Window {
  return windowBetween(date, zone, from, to)
}

const windowBetween = remembered(
  (date: PlainDateIso, zone: string, from: string, to: string): Window => ({
    fromAt: localTime(date, from, zone),
    toAt: localTime(date, to, zone),
  }),
)

/** Where the clock skips that time, the moment at which it would have been; where it has it twice, the first. */
const localTime = remembered(
  (date: PlainDateIso, time: string, zone: string): Temporal.Instant =>
    Temporal.PlainDate.from(date)
      .toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) })
      .toInstant(),
)

function pad(hour: number): string {
  return String(hour).padStart(2, '0')
}

function isWithin(at: Temporal.Instant, { fromAt, toAt }: Window): boolean {
  return !isBefore(at, fromAt) && isBefore(at, toAt)
}

function isBefore(one: Temporal.Instant, other: Temporal.Instant): boolean {
  return one.epochMilliseconds < other.epochMilliseconds
}
