/** From when on a step with a deadline may go out, all around the world. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, endOfDate, type PlainDateIso, startOfDate } from '../../../src/domain/calendar.ts'
import { opensAt } from '../../../src/domain/nudges/consider-ladder.ts'
import { isAllowed, latestWithHoursLeft, type OwnClock } from '../../../src/domain/nudges/contact-hours.ts'
import type { LadderDay } from '../../../src/domain/nudges/ladder.ts'
import { defaultPolicy as policy } from '../../../src/domain/policy.ts'

const { contactHours: hours, contractZone } = policy

function stepOf(kind: 'due_day' | 'final_notice' | 'last_day', about: PlainDateIso): LadderDay {
  const step = { due_day: 0, final_notice: 18, last_day: 19 }[kind]
  return { step, kind, about, on: kind === 'final_notice' ? addDays(about, -1) : about }
}

function opening(kind: 'due_day' | 'final_notice' | 'last_day', about: PlainDateIso, clock: OwnClock): string {
  return opensAt(stepOf(kind, about), clock, policy)
    .toZonedDateTimeISO(clock.timeZone)
    .toPlainDateTime()
    .toString()
    .slice(0, 16)
    .replace('T', ' ')
}

describe('eight hours west of Greenwich, where the day cannot leave four hours', () => {
  // 15 January in Moscow is from 13:00 of the 14th to 13:00 of the 15th in Los Angeles; so it is in Anchorage in summer.
  test.each([
    ['America/Los_Angeles', '2026-01-15', undefined, '2026-01-14 13:20'],
    ['America/Los_Angeles', '2026-01-15', 10, '2026-01-14 13:20'],
    ['America/Los_Angeles', '2026-01-15', 16, '2026-01-14 16:00'],
    ['America/Anchorage', '2026-07-15', undefined, '2026-07-14 13:20'],
  ] as const)('%s, %s, at %s: the day before, at their own moment', (timeZone, date, hour, expected) => {
    const clock = { timeZone, slotMinute: 20, ...(hour !== undefined && { hour }) }
    for (const kind of ['due_day', 'last_day'] as const) expect(opening(kind, date, clock)).toBe(expected)
  })

  test('not everybody in the same minute', () => {
    const minutes = Array.from({ length: 120 }, (_, slotMinute) =>
      opening('due_day', '2026-01-15', { timeZone: 'America/Los_Angeles', slotMinute }),
    )
    expect(new Set(minutes).size).toBe(120)
  })
})

const zones = [
  ...Array.from({ length: 13 }, (_, west) => `Etc/GMT+${west}`),
  ...Array.from({ length: 14 }, (_, east) => `Etc/GMT-${east + 1}`),
  'America/Los_Angeles',
  'America/Anchorage',
  'America/New_York',
  'America/St_Johns',
  'Pacific/Marquesas',
  'Pacific/Auckland',
  'Pacific/Chatham',
  'Australia/Lord_Howe',
  'Europe/Madrid',
  'Asia/Kathmandu',
]

describe('whatever the zone, the date and the hour', () => {
  test('an allowed hour of its day, four of them before the deadline, and one for a look that comes late', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 730 }),
        fc.constantFrom('due_day' as const, 'final_notice' as const, 'last_day' as const),
        fc.option(fc.integer({ min: 9, max: 19 })),
        fc.integer({ min: 0, max: 119 }),
        (timeZone, days, kind, hour, slotMinute) => {
          const step = stepOf(kind, addDays('2025-06-01', days))
          const at = opensAt(step, { timeZone, slotMinute, ...(hour !== null && { hour }) }, policy)
          const latest = latestWithHoursLeft(endOfDate(step.about, contractZone), 4, timeZone, hours)
          expect(isAllowed(at, timeZone, hours)).toBe(true)
          expect(isAllowed(at.add({ minutes: 59 }), timeZone, hours)).toBe(true)
          expect(Temporal.Instant.compare(at, latest)).toBeLessThanOrEqual(0)
          expect(Temporal.Instant.compare(at, startOfDate(step.on, contractZone))).toBeGreaterThanOrEqual(0)
        },
      ),
      { numRuns: 300 },
    )
  })
})
