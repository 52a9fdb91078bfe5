import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  isAllowed,
  latestWithHoursLeft,
  nextAllowed,
  nextSlot,
  slotOn,
} from '../../../src/domain/nudges/contact-hours.ts'
import { slotMinuteOf } from '../../../src/domain/nudges/slot-minute.ts'
import { defaultPolicy } from '../../../src/domain/policy.ts'
import { at } from '../case.ts'

const hours = defaultPolicy.contactHours
const wall = (instant: Temporal.Instant, zone: string) =>
  instant.toZonedDateTimeISO(zone).toPlainDateTime().toString().slice(0, 16).replace('T', ' ')

describe('allowed hours', () => {
  test.each([
    ['Asia/Kolkata', '2026-03-10 08:59', false],
    ['Asia/Kolkata', '2026-03-10 09:00', true],
    ['Asia/Kolkata', '2026-03-10 19:59', true],
    ['Asia/Kolkata', '2026-03-10 20:00', false],
    ['Pacific/Kiritimati', '2026-03-10 12:00', true],
    ['Pacific/Pago_Pago', '2026-03-10 03:00', false],
  ])('%s at %s: %s', (zone, time, allowed) => {
    expect(isAllowed(at(time, zone), zone, hours)).toBe(allowed)
  })

  test('at night the next one is in the morning; in the evening, tomorrow', () => {
    expect(wall(nextAllowed(at('2026-03-10 04:00', 'Asia/Kolkata'), 'Asia/Kolkata', hours), 'Asia/Kolkata')).toBe(
      '2026-03-10 09:00',
    )
    expect(wall(nextAllowed(at('2026-03-10 22:00', 'Asia/Kolkata'), 'Asia/Kolkata', hours), 'Asia/Kolkata')).toBe(
      '2026-03-11 09:00',
    )
  })

  test('nine in the morning is nine on the day on which the clock changes', () => {
    // 29 March 2026 in Madrid has 23 hours, 25 October 25.
    for (const date of ['2026-03-29', '2026-10-25']) {
      const morning = nextAllowed(at(`${date} 00:30`, 'Europe/Madrid'), 'Europe/Madrid', hours)
      expect(wall(morning, 'Europe/Madrid')).toBe(`${date} 09:00`)
    }
  })

  test('a day that the date line skips has no hours', () => {
    // Apia went from 29 to 31 December 2011.
    const evening = at('2011-12-29 21:00', 'Pacific/Apia')
    expect(wall(nextAllowed(evening, 'Pacific/Apia', hours), 'Pacific/Apia')).toBe('2011-12-31 09:00')
  })
})

describe('their moment', () => {
  const zone = 'Europe/Madrid'
  test('spread over the first hours, the same each day', () => {
    expect(wall(slotOn('2026-03-10', { timeZone: zone, slotMinute: 37 }, hours), zone)).toBe('2026-03-10 09:37')
    const minutes = Array.from({ length: 5_000 }, (_, n) => slotMinuteOf(`M-${n}`, 120))
    const counts = Object.values(Object.groupBy(minutes, (minute) => Math.floor(minute / 30))).map(
      (each) => each?.length,
    )
    expect(counts).toHaveLength(4)
    for (const count of counts) expect(count).toBeGreaterThan(1_000)
    expect(slotMinuteOf('M-1', 120)).toBe(slotMinuteOf('M-1', 120))
    expect(slotMinuteOf('M-1', 0)).toBe(0)
  })

  test('the hour that they chose, within the allowed ones', () => {
    const clock = { timeZone: zone, slotMinute: 37 }
    expect(wall(slotOn('2026-03-10', { ...clock, hour: 18 }, hours), zone)).toBe('2026-03-10 18:00')
    expect(wall(slotOn('2026-03-10', { ...clock, hour: 5 }, hours), zone)).toBe('2026-03-10 09:00')
    expect(wall(slotOn('2026-03-10', { ...clock, hour: 23 }, hours), zone)).toBe('2026-03-10 19:59')
  })

  test('once past, it is tomorrow', () => {
    const clock = { timeZone: zone, slotMinute: 37 }
    expect(wall(nextSlot(at('2026-03-10 09:37', zone), clock, hours), zone)).toBe('2026-03-10 09:37')
    expect(wall(nextSlot(at('2026-03-10 09:38', zone), clock, hours), zone)).toBe('2026-03-11 09:37')
  })
})

describe('four allowed hours before a deadline', () => {
  test.each([
    ['Europe/Moscow', '2026-03-29 24:00', '2026-03-29 16:00'],
    ['Asia/Kolkata', '2026-03-29 24:00', '2026-03-29 16:00'],
    // In Los Angeles it is 14:00 then, of the same date.
    ['America/Los_Angeles', '2026-03-29 24:00', '2026-03-29 10:00'],
    // In Auckland 10:00 of the next date: an hour of that morning, three of the evening before.
    ['Pacific/Auckland', '2026-03-29 24:00', '2026-03-29 17:00'],
  ])('%s, %s in Moscow: until %s', (zone, deadline, expected) => {
    const end = at(deadline.replace('2026-03-29 24:00', '2026-03-30 00:00'))
    expect(wall(latestWithHoursLeft(end, 4, zone, hours), zone)).toBe(expected)
  })

  test('whatever the zone and the date, so many allowed hours are left', () => {
    const zones = [
      'Asia/Kolkata',
      'America/Los_Angeles',
      'Pacific/Auckland',
      'Pacific/Apia',
      'Europe/Madrid',
      'Asia/Kathmandu',
    ]
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 730 }), (zone, day) => {
        const deadline = at('2025-06-01').add({ hours: 24 * day })
        const latest = latestWithHoursLeft(deadline, 4, zone, hours)
        let allowedMinutes = 0
        for (let t = latest; Temporal.Instant.compare(t, deadline) < 0; t = t.add({ minutes: 5 })) {
          if (isAllowed(t, zone, hours)) allowedMinutes += 5
        }
        return Math.abs(allowedMinutes - 240) <= 5
      }),
      { numRuns: 60 },
    )
  })
})
