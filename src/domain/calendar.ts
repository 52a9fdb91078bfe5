/**
 * Calendar dates and instants. Due dates are calendar dates of the contract zone; an instant's date is taken in that
 * zone. A date is its ISO text, so dates compare and sort as text; arithmetic is Temporal's. (DOMAIN section 2.)
 */

import { remembered } from './remembered.ts'

/** `2026-03-10`. Years 0001 to 9999. */
export type PlainDateIso = `${number}-${number}-${number}`

/** The date as `PlainDateIso` if the text is one that exists in the calendar, written in full. */
export function parsePlainDate(text: string): PlainDateIso | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text.startsWith('0000')) return undefined
  try {
    return toIso(Temporal.PlainDate.from(text, { overflow: 'reject' }))
  } catch {
    return undefined
  }
}

/** An ISO 8601 instant with its offset (`2026-03-10T12:00:00+03:00`, `...Z`); `undefined` for anything else. */
export function parseInstant(text: string): Temporal.Instant | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(text)) return undefined
  try {
    return Temporal.Instant.from(text)
  } catch {
    return undefined
  }
}

/** Is this the name of an IANA time zone? Offsets such as `+03:00` are not. */
export const isTimeZone = remembered((name: string): boolean => {
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name)
    return true
  } catch {
    return false
  }
})

/** For sorting. Milliseconds decide nearly always, and are had for a tenth of the price. */
export function compareInstants(a: Temporal.Instant, b: Temporal.Instant): number {
  return a.epochMilliseconds - b.epochMilliseconds || Temporal.Instant.compare(a, b)
}

export function dateAt(instant: Temporal.Instant, zone: string): PlainDateIso {
  const atMs = instant.epochMilliseconds
  const known = knownDays(zone)
  const utcDay = Math.floor(atMs / MS_PER_DAY)
  const day = known.get(utcDay)?.find(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs)
  if (day) return day.date
  const date = toIso(instant.toZonedDateTimeISO(zone).toPlainDate())
  keepDay(known, utcDay, date, zone)
  return date
}

/** When a day of a zone begins and ends, by the UTC days in which it was met: most instants asked about share theirs. */
type KnownDays = Map<number, { date: PlainDateIso; fromMs: number; toMs: number }[]>

const MS_PER_DAY = 86_400_000
const MOST_KNOWN_DAYS = 20_000
const knownDaysOf = new Map<string, KnownDays>()

function knownDays(zone: string): KnownDays {
  const known = knownDaysOf.get(zone)
  if (known && known.size < MOST_KNOWN_DAYS) return known
  const none: KnownDays = new Map()
  knownDaysOf.set(zone, none)
  return none
}

function keepDay(known: KnownDays, utcDay: number, date: PlainDateIso, zone: string): void {
  const fromMs = startOfDate(date, zone).epochMilliseconds
  const toMs = endOfDate(date, zone).epochMilliseconds
  const isDay = (ms: number) =>
    toIso(Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).toPlainDate()) === date
  if (!isDay(fromMs) || !isDay(toMs - 1)) return
  known.set(utcDay, [...(known.get(utcDay) ?? []), { date, fromMs, toMs }])
}

/** The first moment of the date in the zone: 00:00, or later where that night skips it. */
export const startOfDate = remembered(
  (date: PlainDateIso, zone: string): Temporal.Instant =>
    Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: zone }).toInstant(),
)

/** The first moment after the date: a deadline "until 24:00". */
export function endOfDate(date: PlainDateIso, zone: string): Temporal.Instant {
  return startOfDate(addDays(date, 1), zone)
}

export function addDays(date: PlainDateIso, days: number): PlainDateIso {
  // Days of UTC are all alike, and for these two, which everything asks, Temporal takes ten times as long.
  const moved = new Date(Date.parse(date) + days * MS_PER_DAY).toISOString()
  return moved.startsWith('+') ? '9999-12-31' : (moved.slice(0, ISO_DATE_LENGTH) as PlainDateIso)
}

const ISO_DATE_LENGTH = 10

/** The same day of another month, or that month's last day where it has no such day: 31 January + 1 is 28 February. */
export function addMonths(date: PlainDateIso, months: number): PlainDateIso {
  const moved = toIso(Temporal.PlainDate.from(date).add({ months }))
  return moved.startsWith('+') ? '9999-12-31' : moved
}

/** This day (1 to 31) of the date's month, or the month's last day where it has no such day. */
export function dayOfMonth(date: PlainDateIso, day: number): PlainDateIso {
  return toIso(Temporal.PlainDate.from(date).with({ day }))
}

/** Whole days from one date to the other, negative when `to` is earlier. */
export function daysBetween(from: PlainDateIso, to: PlainDateIso): number {
  return (Date.parse(to) - Date.parse(from)) / MS_PER_DAY
}

export function latestDate(first: PlainDateIso, ...others: PlainDateIso[]): PlainDateIso {
  return others.reduce((latest, date) => (date > latest ? date : latest), first)
}

export function earliestDate(first: PlainDateIso, ...others: PlainDateIso[]): PlainDateIso {
  return others.reduce((earliest, date) => (date < earliest ? date : earliest), first)
}

function toIso(date: Temporal.PlainDate): PlainDateIso {
  return date.toString() as PlainDateIso
}
