/**
 * Calendar of the second implementation. Days are numbered from 1 January 1970 and read off Intl, not Temporal, so that
 * a mistake in one of the two shows.
 */
export type DayNumber = number

const MS_PER_DAY = 86_400_000
const formats = new Map<string, Intl.DateTimeFormat>()
const known = new Map<string, DayNumber>()
const firstMoments = new Map<string, number>()

export function dayNumber(iso: string): DayNumber {
  const [year = 0, month = 1, day = 1] = iso.split('-').map(Number)
  return Date.UTC(year, month - 1, day) / MS_PER_DAY
}

export function isoOf(day: DayNumber): string {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 10)
}

/** The number of the day that a clock on the wall of the zone shows at this moment. */
export function dayIn(zone: string, atMs: number): DayNumber {
  const key = `${zone} ${atMs}`
  let day = known.get(key)
  if (day === undefined) {
    if (known.size > 100_000) known.clear()
    day = dayOnTheWall(zone, atMs)
    known.set(key, day)
  }
  return day
}

function dayOnTheWall(zone: string, atMs: number): DayNumber {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, year: 'numeric', month: 'numeric', day: 'numeric' })
    formats.set(zone, format)
  }
  const parts = format.formatToParts(atMs)
  const number = (type: string) => Number(parts.find((part) => part.type === type)?.value)
  return Date.UTC(number('year'), number('month') - 1, number('day')) / MS_PER_DAY
}

/** The first millisecond at which the zone shows this day, or a later one where it left this day out. */
export function firstMomentOf(zone: string, day: DayNumber): number {
  const key = `${zone} ${day}`
  const found = firstMoments.get(key) ?? searched(zone, day)
  firstMoments.set(key, found)
  return found
}

function searched(zone: string, day: DayNumber): number {
  let before = day * MS_PER_DAY - 2 * MS_PER_DAY
  let there = day * MS_PER_DAY + 2 * MS_PER_DAY
  while (there - before > 1) {
    const middle = Math.floor((before + there) / 2)
    if (dayOnTheWall(zone, middle) >= day) there = middle
    else before = middle
  }
  return there
}
