/** Dates, zones and instants, checked against a clock read off Intl. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  dateAt,
  daysBetween,
  earliestDate,
  endOfDate,
  isTimeZone,
  latestDate,
  type PlainDateIso,
  parseInstant,
  parsePlainDate,
  startOfDate,
} from '../../src/domain/calendar.ts'
import { dayIn, dayNumber, firstMomentOf, isoOf } from './naive/naive-calendar.ts'
import { zones } from './naive/random-histories.ts'

const someDate = fc
  .integer({ min: dayNumber('1975-01-01'), max: dayNumber('2037-12-31') })
  .map((day) => isoOf(day) as PlainDateIso)
const someZone = fc.constantFrom(...zones)

describe('dates', () => {
  test.each(['2026-03-10', '2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31'])('%s exists', (text) => {
    expect(parsePlainDate(text)).toBe(text)
  })

  const refused = [
    '',
    '2026-02-29',
    '1900-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-1-1',
    '20260310',
    '2026-03-10T00:00',
    ' 2026-03-10',
    '2026-03-10\n',
    '0000-01-01',
    '+002026-03-10',
    '10.03.2026',
    '２０２６-03-10',
  ]
  test.each(refused)('%j is none', (text) => {
    expect(parsePlainDate(text)).toBeUndefined()
  })

  test('days added are days between, over leap days, month ends and changes of the clock', () => {
    fc.assert(
      fc.property(someDate, fc.integer({ min: -800, max: 800 }), (date, days) => {
        const other = addDays(date, days)
        expect(dayNumber(other)).toBe(dayNumber(date) + days)
        expect(daysBetween(date, other)).toBe(days)
        expect(latestDate(date, other)).toBe(days > 0 ? other : date)
        expect(earliestDate(date, other)).toBe(days < 0 ? other : date)
      }),
    )
  })
})

describe('instants', () => {
  test.each([
    '2026-03-10T12:00:00+03:00',
    '2026-03-10T12:00Z',
    '2026-03-10T12:00:00.123456789Z',
    '2026-03-10T23:59:59-11:30',
  ])('%s is one', (text) => {
    expect(parseInstant(text)?.equals(Temporal.Instant.from(text))).toBe(true)
  })

  test.each([
    '',
    '2026-03-10',
    '2026-03-10T12:00:00',
    '2026-03-10 12:00:00Z',
    '2026-03-10T24:00:00Z',
    '2026-02-29T12:00:00Z',
    '2026-03-10T12:60:00Z',
    '2026-03-10T12:00:00+25:00',
    '2026-03-10T12:00:00[Europe/Moscow]',
    '2026-03-10T12:00:00z ',
  ])('%j is none', (text) => {
    expect(parseInstant(text)).toBeUndefined()
  })

  test.each(['Europe/Moscow', 'Asia/Kolkata', 'UTC', 'Pacific/Apia'])('%s is a zone', (name) => {
    expect(isTimeZone(name)).toBe(true)
  })

  test.each(['', '+03:00', 'Mars/Olympus', 'Europe', '../etc', 'Europe/Moscow '])('%j is none', (name) => {
    expect(isTimeZone(name)).toBe(false)
  })
})

describe('the date at an instant', () => {
  test('is what a clock on the wall of the zone shows', () => {
    fc.assert(
      fc.property(someDate, someZone, fc.integer({ min: -86_400_000, max: 86_400_000 }), (date, zone, ms) => {
        const atMs = dayNumber(date) * 86_400_000 + ms
        expect(dateAt(Temporal.Instant.fromEpochMilliseconds(atMs), zone)).toBe(isoOf(dayIn(zone, atMs)))
      }),
      { numRuns: 300 },
    )
  })

  test('a date begins with its first moment and ends with the first moment of the next', () => {
    fc.assert(
      fc.property(someDate, someZone, (date, zone) => {
        const day = dayNumber(date)
        expect(startOfDate(date, zone).epochMilliseconds).toBe(firstMomentOf(zone, day))
        expect(endOfDate(date, zone).epochMilliseconds).toBe(firstMomentOf(zone, day + 1))
      }),
      { numRuns: 300 },
    )
  })

  const days = [
    { zone: 'Europe/Moscow', date: '2026-03-29', start: '2026-03-28T21:00:00Z', hours: 24 },
    { zone: 'Europe/Moscow', date: '2011-03-27', start: '2011-03-26T21:00:00Z', hours: 23 },
    { zone: 'Europe/Moscow', date: '2014-10-26', start: '2014-10-25T20:00:00Z', hours: 25 },
    { zone: 'America/New_York', date: '2026-03-08', start: '2026-03-08T05:00:00Z', hours: 23 },
    { zone: 'America/New_York', date: '2026-11-01', start: '2026-11-01T04:00:00Z', hours: 25 },
    // Midnight does not exist: the day begins at 01:00.
    { zone: 'America/Sao_Paulo', date: '2017-10-15', start: '2017-10-15T03:00:00Z', hours: 23 },
    { zone: 'America/Sao_Paulo', date: '2018-02-17', start: '2018-02-17T02:00:00Z', hours: 25 },
    // The day that Samoa left out, and the one before it.
    { zone: 'Pacific/Apia', date: '2011-12-29', start: '2011-12-29T10:00:00Z', hours: 24 },
    { zone: 'Pacific/Apia', date: '2011-12-30', start: '2011-12-30T10:00:00Z', hours: 0 },
    { zone: 'Pacific/Apia', date: '2011-12-31', start: '2011-12-30T10:00:00Z', hours: 24 },
    { zone: 'Pacific/Kiritimati', date: '2026-01-01', start: '2025-12-31T10:00:00Z', hours: 24 },
    // Ramadan.
    { zone: 'Africa/Casablanca', date: '2024-03-10', start: '2024-03-09T23:00:00Z', hours: 25 },
    { zone: 'Africa/Casablanca', date: '2024-04-14', start: '2024-04-14T00:00:00Z', hours: 23 },
    { zone: 'Asia/Kolkata', date: '2026-03-30', start: '2026-03-29T18:30:00Z', hours: 24 },
  ] as const
  test.each(days)('$date in $zone begins at $start and has $hours hours', ({ zone, date, start, hours }) => {
    const begin = startOfDate(date, zone)
    expect(begin.toString()).toBe(start)
    expect(begin.until(endOfDate(date, zone)).total('hours')).toBe(hours)
  })
})
