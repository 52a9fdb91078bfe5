/**
 * The real rules against a second implementation that was written from DOMAIN.md alone. A failure prints the seed and
 * the smallest history on which the two differ: DOMAIN.md decides which of them is right.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { realState } from './naive/as-real.ts'
import { naiveState } from './naive/naive-plan-state.ts'
import { randomHistory } from './naive/random-histories.ts'

const runs = process.env.LONG === 'on' ? 20_000 : 300

test('the plan state is what DOMAIN.md says, on random histories', { timeout: 10 * 60_000 }, () => {
  fc.assert(
    fc.property(randomHistory, ({ history, nowMs }) => {
      expect(realState(history, nowMs)).toEqual(naiveState(history, nowMs))
    }),
    { numRuns: runs, verbose: false },
  )
})
