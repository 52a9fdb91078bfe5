/**
 * What is recorded here beside what the back office states, for #1 of 100.00 due 10 March: X = 29 March, recorded as
 * cancelled on 2 April. (DOMAIN sections 3 and 4.)
 */
import { describe, expect, test } from 'vitest'
import type { PlanEvent } from '../../src/domain/plan-event.ts'
import { restoration } from '../../src/domain/restoration.ts'
import { at, early10, heldBy, moscow, offersIn, onTime5, paid, plan, stateAt, toBalanceMinor } from './case.ts'

const cancelled: PlanEvent = { kind: 'cancelled', recordedAt: at('2026-04-02 12:00'), actsOn: '2026-03-30', seq: 1 }
const restored: PlanEvent = { kind: 'restored', recordedAt: at('2026-04-05 12:00'), actsOn: '2026-04-05' }
const dueOn = ['2026-03-10', '2026-06-10'] as const
const terms = plan({ dueOn })
const partInTime = paid('2026-03-28', 40_00n, { recorded: '2026-04-04' })

describe('what the back office states acts from its date', () => {
  test('a restoration that is still to come leaves late money on the balance', () => {
    const question = { terms: plan({ dueOn, restoredOn: '2026-04-10' }), payments: [partInTime], events: [cancelled] }
    const before = stateAt('2026-04-09 23:59', question)
    expect([before.name, heldBy(before), toBalanceMinor(before)]).toEqual(['cancelled', [0, 0], 40_00n])
    const after = stateAt('2026-04-10', question)
    expect([after.name, heldBy(after), toBalanceMinor(after)]).toEqual(['overdue', [40, 0], 0n])
  })

  test('a cancellation that is still to come does not reopen the plan until then', () => {
    const question = { terms: plan({ dueOn, cancelledOn: '2026-04-15' }), payments: [partInTime], events: [cancelled] }
    const before = stateAt('2026-04-14', question)
    expect([before.name, heldBy(before)]).toEqual(['cancelled', [0, 0]])
    const after = stateAt('2026-04-15', question)
    expect([after.name, heldBy(after)]).toEqual(['cancelled', [40, 0]])
  })

  test('a restoration of a plan that was restored here takes no money out of it', () => {
    const payments = [
      paid('2026-03-28', 100_00n, { recorded: '2026-04-04' }),
      paid('2026-04-06', 30_00n),
      paid('2026-04-01', 5_00n, { recorded: '2026-04-03' }),
    ]
    const events = [cancelled, restored]
    for (const restoredOn of [undefined, '2026-04-10'] as const) {
      const state = stateAt('2026-04-12', {
        terms: plan({ dueOn, ...(restoredOn && { restoredOn }) }),
        payments,
        events,
      })
      expect([heldBy(state), toBalanceMinor(state)]).toEqual([[100, 30], 5_00n])
    }
  })
})

describe('a restoration by itself', () => {
  const isRestored = (...payments: ReturnType<typeof paid>[]) =>
    restoration({ terms, payments, events: [cancelled] }, moscow, at('2026-04-06 10:00'))?.actsOn

  test('takes money valued up to X that was recorded after the cancellation', () => {
    expect(isRestored(paid('2026-03-29 23:59', 100_00n, { recorded: '2026-04-06' }))).toBe('2026-04-06')
    expect(isRestored(paid('2026-03-29 23:59', 99_99n, { recorded: '2026-04-06' }))).toBe(undefined)
    expect(isRestored(paid('2026-03-30', 100_00n, { recorded: '2026-04-06' }))).toBe(undefined)
  })

  test('is not brought by money that was announced before the cancellation for a day after X', () => {
    expect(isRestored(paid('2026-04-06', 100_00n, { recorded: '2026-04-01' }))).toBe(undefined)
  })
})

test('at the moment of a restoration offers can be won again', () => {
  const payments = [paid('2026-03-28', 100_00n, { recorded: '2026-04-04' })]
  const question = { terms, payments, events: [cancelled, restored], offers: [onTime5] }
  expect(offersIn(stateAt(restored.recordedAt, question))).toEqual({ ON_TIME: ['winning', 0n, 50n] })
})

test('an active arrangement lets offers be won beyond X', () => {
  const terms = plan({ dueOn: ['2026-03-10', '2026-06-10', '2026-07-10'] })
  const recordedAt = at('2026-03-29')
  const arrangementNo = 'A-1'
  const events: PlanEvent[] = [
    { kind: 'arrangement_accepted', recordedAt, arrangementNo, depositDueOn: '2026-03-31', daysLeft: 0 },
    { kind: 'arrangement_activated', recordedAt, arrangementNo, actsOn: '2026-03-29' },
  ]
  const state = stateAt('2026-04-20', { terms, events, offers: [early10] })
  expect([state.name, state.offers[0]?.chance?.lastOn]).toEqual(['arranged', '2026-06-09'])
})

test('an arrangement that one import shows as activated and lapsed has lapsed, in whatever order its events are given', () => {
  const recordedAt = at('2026-04-20 09:00')
  const arrangementNo = 'A-1'
  const events: PlanEvent[] = [
    {
      kind: 'arrangement_accepted',
      recordedAt: at('2026-03-28'),
      arrangementNo,
      depositDueOn: '2026-03-31',
      daysLeft: 1,
    },
    { kind: 'arrangement_activated', recordedAt, arrangementNo, actsOn: '2026-03-29' },
    { kind: 'arrangement_lapsed', recordedAt, arrangementNo, actsOn: '2026-04-19' },
  ]
  for (const order of [events, events.toReversed()]) {
    const state = stateAt('2026-04-20 10:00', { terms, events: order })
    expect([state.name, state.delinquency?.lastPayableOn]).toEqual(['overdue', '2026-04-22'])
  }
})
