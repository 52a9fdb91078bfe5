/**
 * The real state of a plan against a second implementation that was written from DOMAIN.md sections 3 to 6 alone. A
 * failure prints the seed and the smallest history on which the two differ: DOMAIN.md decides which of them is right.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { realRestoration, realState } from './naive/as-real.ts'
import type { NaiveHistory } from './naive/naive-history.ts'
import { naiveState } from './naive/naive-plan-state.ts'
import { naiveRestoration } from './naive/naive-restoration.ts'
import { cancelledHistory, randomHistory } from './naive/random-histories.ts'
import { patience, tried } from './naive/runs.ts'

test('the state of a plan', patience, () => {
  fc.assert(
    fc.property(randomHistory, ({ history, nowMs }) => {
      expect(realState(history, nowMs)).toEqual(naiveState(history, nowMs))
    }),
    tried,
  )
})

/** It is asked of what the ledger holds by now. */
function knownBy(nowMs: number, history: NaiveHistory): NaiveHistory {
  return { ...history, payments: history.payments.filter(({ recordedAtMs }) => recordedAtMs <= nowMs) }
}

test('whether a cancelled plan has to be restored now', patience, () => {
  fc.assert(
    fc.property(cancelledHistory, ({ history, nowMs }) => {
      const known = knownBy(nowMs, history)
      expect(realRestoration(known, nowMs)).toBe(naiveRestoration(known, nowMs))
    }),
    tried,
  )
})
