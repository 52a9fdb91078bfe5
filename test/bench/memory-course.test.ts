import { expect, test } from 'vitest'
import { courseOf } from '../../bench/memory-course.ts'

/** One delivery of 1,000 messages after 250 to warm up, looked at after every ten. */
function samples(residentMbAt: (delivered: number) => number) {
  return Array.from({ length: 126 }, (_, index) => ({ delivered: 10 * index, residentMb: residentMbAt(10 * index) }))
}

test('what is kept of every message shows, also where a collection comes just before the end', () => {
  const leaking = samples((delivered) => (delivered === 1250 ? 100 : 100 + delivered / 10))
  const { firstMb, lastMb, highestMb, growthPercent } = courseOf(leaking, 250)
  expect({ firstMb, lastMb, highestMb }).toEqual({ firstMb: 130, lastMb: 219, highestMb: 224 })
  expect(growthPercent).toBeCloseTo(68.5, 1)
})

test('what fills up while it warms up is no growth', () => {
  const warming = samples((delivered) => 100 + Math.min(delivered, 250))
  expect(courseOf(warming, 250)).toEqual({ firstMb: 350, lastMb: 350, highestMb: 350, growthPercent: 0 })
})
