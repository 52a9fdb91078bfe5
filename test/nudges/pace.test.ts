import { expect, it } from 'vitest'
import { createPace } from '../../src/nudges/delivery/pace.ts'

it('spreads evenly, and does not make up for a rest', async () => {
  const pace = createPace(100)
  const turn = async () => {
    await pace()
    return performance.now()
  }
  await turn()
  await new Promise((resolve) => setTimeout(resolve, 500))
  const startMs = performance.now()
  const turnsMs = await Promise.all(Array.from({ length: 60 }, turn))
  const within = (ms: number) => turnsMs.filter((at) => at - startMs <= ms).length
  // Ten of them are those of the last tenth of a second.
  expect(within(5)).toBeLessThanOrEqual(12)
  expect(within(250)).toBeLessThanOrEqual(37)
  expect((turnsMs.at(-1) ?? 0) - startMs).toBeGreaterThan(450)
})
