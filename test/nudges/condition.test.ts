/** When the sending counts as stuck: worked examples around three and fifteen minutes. */
import { describe, expect, test } from 'vitest'
import { isGoingOn, type NudgingState } from '../../src/nudges/condition.ts'

const startedAt = Temporal.Instant.from('2026-03-20T06:00:00Z')
const after = (seconds: number) => startedAt.add({ seconds })
const state = (more: Partial<NudgingState> = {}): NudgingState => ({
  pausedSince: undefined,
  plannerRun: undefined,
  oldestPendingAt: undefined,
  pending: 0,
  unknown: 0,
  ...more,
})
const ran = (at: Temporal.Instant) => state({ plannerRun: { at, considered: 1, planned: 0 } })
const isOk = (found: NudgingState, now: Temporal.Instant, isOn = true) => isGoingOn(found, { isOn, startedAt, now })

describe('the planner', () => {
  test('has three minutes from the start, whenever it ran before', () => {
    for (const found of [state(), ran(after(-86_400))]) {
      expect(isOk(found, after(180))).toBe(true)
      expect(isOk(found, after(181))).toBe(false)
    }
  })

  test('has three minutes from its last look', () => {
    expect(isOk(ran(after(600)), after(780))).toBe(true)
    expect(isOk(ran(after(600)), after(781))).toBe(false)
  })

  test('did not look in the future: that was before the clock was set back', () => {
    expect(isOk(ran(after(86_400)), after(181))).toBe(false)
  })
})

test('a message that may go has fifteen minutes', () => {
  const lookedAt = (now: Temporal.Instant) => isOk({ ...ran(now), oldestPendingAt: after(1_000) }, now)
  expect(lookedAt(after(1_900))).toBe(true)
  expect(lookedAt(after(1_901))).toBe(false)
})

test('nothing is stuck that is off or paused', () => {
  const stuck = { ...state(), oldestPendingAt: after(-86_400) }
  expect(isOk(stuck, after(10_000))).toBe(false)
  expect(isOk(stuck, after(10_000), false)).toBe(true)
  expect(isOk({ ...stuck, pausedSince: startedAt }, after(10_000))).toBe(true)
})
