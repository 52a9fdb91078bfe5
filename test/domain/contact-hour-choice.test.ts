/** Hours one can choose, and the minute of the morning for who chose none. */
import { describe, expect, it } from 'vitest'
import { hoursToChoose, usualTimes } from '../../src/domain/nudges/contact-hour-choice.ts'
import { slotMinuteOf } from '../../src/domain/nudges/slot-minute.ts'
import { defaultPolicy } from '../../src/domain/policy.ts'

const hours = (from: string, to: string, spreadMinutes = 120) => ({
  ...defaultPolicy.contactHours,
  from,
  to,
  spreadMinutes,
})

describe('the hours one can choose', () => {
  it('lie within the allowed ones: the first counts, the last does not', () => {
    expect(hoursToChoose(hours('09:00', '20:00'))).toEqual([9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19])
    expect(hoursToChoose(hours('09:30', '12:01'))).toEqual([10, 11, 12])
    expect(hoursToChoose(hours('00:00', '23:59'))).toHaveLength(24)
    expect(hoursToChoose(hours('09:15', '09:45'))).toEqual([])
  })
})

describe('who chose none', () => {
  it('is written to in the first of them', () => {
    expect(usualTimes(hours('09:00', '20:00'))).toEqual({ from: '09:00', to: '11:00' })
    expect(usualTimes(hours('09:30', '20:00', 45))).toEqual({ from: '09:30', to: '10:15' })
    expect(usualTimes(hours('18:00', '19:30'))).toEqual({ from: '18:00', to: '19:30' })
    expect(usualTimes(hours('22:30', '23:59'))).toEqual({ from: '22:30', to: '23:59' })
  })

  it('has a minute of their own, always the same; many share it out evenly', () => {
    const minutes = Array.from({ length: 6000 }, (_, number) => slotMinuteOf(`M-${number}`, 120))
    expect(minutes.every((minute) => Number.isInteger(minute) && minute >= 0 && minute < 120)).toBe(true)
    // 50 each, were it perfect.
    const counts = [...Map.groupBy(minutes, (minute) => minute).values()].map(({ length }) => length)
    expect(counts).toHaveLength(120)
    expect(Math.max(...counts)).toBeLessThan(100)
    expect(slotMinuteOf('M-101', 120)).toBe(slotMinuteOf('M-101', 120))
    expect(slotMinuteOf('M-101', 0)).toBe(0)
    expect(slotMinuteOf('आशा', 1)).toBe(0)
  })
})
