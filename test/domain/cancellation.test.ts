/** May a plan whose last payable date has passed be cancelled? (DOMAIN section 4.) */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PlainDateIso } from '../../src/domain/calendar.ts'
import {
  type CancellationDecision,
  type CancellationFacts,
  dailyCeiling,
  lastSettledOn,
  mayCancel,
} from '../../src/domain/cancellation.ts'
import type { PlanEvent } from '../../src/domain/plan-event.ts'
import { planState } from '../../src/domain/plan-state.ts'
import { defaultPolicy as policy } from '../../src/domain/policy.ts'
import { at, just, paid, percent, stateAt } from './case.ts'
import { eventOf, paymentOf, policyOf, termsOf } from './naive/as-real.ts'
import { randomHistory } from './naive/random-histories.ts'
import { patience, tried } from './naive/runs.ts'

/** #1 and #2 are paid, #3 is due on 10 March: X = 29 March. */
const payments = [paid('2026-01-10', 100_00n), paid('2026-02-10', 100_00n)]
const noticeOf = (lastPayableOn: PlainDateIso, recorded = '2026-03-28 10:00'): PlanEvent => ({
  kind: 'notice_delivered',
  lastPayableOn,
  recordedAt: at(recorded),
})
const notice = noticeOf('2026-03-29')
const settled = at('2026-04-01')

/** By default everything is in order. */
const facts = (change: Partial<CancellationFacts> = {}): CancellationFacts => ({
  events: [notice],
  isHistory: false,
  paymentsCompleteTo: settled,
  isHeld: false,
  reachTasks: [],
  ...change,
})

function decide(now: string, change: Partial<CancellationFacts> = {}, more = payments): CancellationDecision {
  const given = facts(change)
  return mayCancel(stateAt(now, { payments: more, events: given.events }), given, policy)
}
const because = (reason: string) => ({ ok: false, reason })

describe('a plan whose last payable date was 29 March', () => {
  test('is cancelled as of the day after, for want of its oldest unpaid installment', () => {
    expect(decide('2026-04-01 08:00')).toEqual({
      ok: true,
      event: { kind: 'cancelled', actsOn: '2026-03-30', seq: 3, recordedAt: at('2026-04-01 08:00') },
    })
  })

  test('is not due while it can be paid, when it was paid, once it is cancelled', () => {
    const early = at('2026-03-25')
    expect(decide('2026-03-29 23:59', { paymentsCompleteTo: early })).toEqual(because('not_due'))
    const late = [...payments, paid('2026-03-31', 100_00n)]
    expect(decide('2026-04-01 08:00', {}, late)).toEqual(because('not_due'))
    const cancelled: PlanEvent = { kind: 'cancelled', actsOn: '2026-03-30', seq: 3, recordedAt: at('2026-04-01 07:00') }
    expect(decide('2026-04-01 08:00', { events: [notice, cancelled] })).toEqual(because('not_due'))
  })

  test('is not due while an arrangement runs, or waits for its deposit', () => {
    const accepted: PlanEvent = {
      kind: 'arrangement_accepted',
      arrangementNo: 'A1',
      depositDueOn: '2026-04-01',
      daysLeft: 1,
      recordedAt: at('2026-03-28 12:00'),
    }
    const activated: PlanEvent = {
      kind: 'arrangement_activated',
      arrangementNo: 'A1',
      actsOn: '2026-03-30',
      recordedAt: at('2026-03-30 12:00'),
    }
    expect(decide('2026-04-01 08:00', { events: [notice, accepted] })).toEqual(because('not_due'))
    expect(decide('2026-06-01', { events: [notice, accepted, activated] })).toEqual(because('not_due'))
  })

  test('waits for a statement of two days later: to the moment', () => {
    const statements = [undefined, at('2026-03-28'), at('2026-03-30'), at('2026-03-31 23:59'), just(settled)]
    for (const paymentsCompleteTo of statements) {
      expect(decide('2026-04-05', { paymentsCompleteTo })).toEqual(because('settling'))
    }
    expect(decide('2026-04-05', { paymentsCompleteTo: settled })).toMatchObject({ ok: true })
    // Nobody can know of payments that are yet to come.
    expect(decide('2026-03-31 08:00', { paymentsCompleteTo: at('2026-05-01') })).toEqual(because('settling'))
  })

  test('needs the final notice for this very date, delivered by now', () => {
    for (const events of [[], [noticeOf('2026-03-28')], [noticeOf('2026-03-29', '2026-04-01 08:01')]]) {
      expect(decide('2026-04-01 08:00', { events })).toEqual(because('not_told'))
    }
  })

  test('or a task to reach its member that a person handled, or that is three days old', () => {
    const task = (opened: string, closedBy: 'person' | 'kisht' | null = null) => ({ openedAt: at(opened), closedBy })
    const decideWith = (...reachTasks: CancellationFacts['reachTasks']) =>
      decide('2026-04-02 18:00', { events: [], reachTasks })
    expect(decideWith(task('2026-03-30 18:00'))).toMatchObject({ ok: true })
    expect(decideWith(task('2026-03-30 18:01'))).toEqual(because('being_reached'))
    expect(decideWith(task('2026-03-31 18:00'))).toEqual(because('being_reached'))
    expect(decideWith(task('2026-04-02 17:00', 'person'))).toMatchObject({ ok: true })
    // What the product itself closed was handled by nobody.
    expect(decideWith(task('2026-03-20 17:00', 'kisht'))).toEqual(because('not_told'))
    expect(decideWith(task('2026-03-20 17:00', 'kisht'), task('2026-04-01 17:00'))).toEqual(because('being_reached'))
  })

  test('is let alone when it was history, or the support team says so: nobody is sent to the member either', () => {
    expect(decide('2026-04-05', { isHistory: true })).toEqual(because('history'))
    expect(decide('2026-04-05', { isHeld: true })).toEqual(because('held'))
    expect(decide('2026-04-05', { isHeld: true, events: [] })).toEqual(because('held'))
  })
})

describe('the day up to which payments are settled', () => {
  test.each([
    ['2026-04-01 00:00', '2026-03-29'],
    ['2026-04-01 23:59', '2026-03-29'],
    ['2026-03-31 23:59', '2026-03-28'],
  ])('of a statement of %s is %s', (statement, date) => {
    expect(lastSettledOn(at(statement), policy, at('2026-04-10'))).toBe(date)
  })

  test('is counted in dates of the contract zone, also when its clocks change', () => {
    const berlin = { ...policy, contractZone: 'Europe/Berlin' }
    // 29 March 2026 has 23 hours there.
    const statement = at('2026-03-31 00:00', berlin.contractZone)
    expect(lastSettledOn(statement, berlin, at('2026-04-10'))).toBe('2026-03-28')
    expect(lastSettledOn(just(statement), berlin, at('2026-04-10'))).toBe('2026-03-27')
  })
})

test('the ceiling of a day is two per cent of the open plans, rounded down, and twenty at least', () => {
  const ceilings = [0, 1, 999, 1_000, 1_049, 1_050, 1_099, 10_000].map((open) => dailyCeiling(open, policy))
  expect(ceilings).toEqual([20, 20, 20, 20, 20, 21, 21, 200])
  const none = { ...policy, cancellation: { ...policy.cancellation, ceilingPlans: 0, ceilingShare: percent(0n) } }
  expect(dailyCeiling(10_000, none)).toBe(0)
})

test('what may be cancelled is cancelled by the event, in any history, and may not be again', patience, () => {
  let cancelled = 0
  fc.assert(
    fc.property(randomHistory, ({ history, nowMs }) => {
      const records = {
        terms: termsOf(history),
        payments: history.payments.map(paymentOf),
        events: history.events.map(eventOf),
      }
      const [own, now] = [policyOf(history), Temporal.Instant.fromEpochMilliseconds(nowMs)]
      const state = planState(records, [], own, now)
      const handled = { openedAt: now, closedBy: 'person' } as const
      const given = facts({ events: records.events, paymentsCompleteTo: now, reachTasks: [handled] })
      const decision = mayCancel(state, given, own)
      if (!decision.ok) return
      cancelled++
      const events = [...records.events, decision.event]
      const after = planState({ ...records, events }, [], own, now)
      expect(after).toMatchObject({ name: 'cancelled', cancelledOn: decision.event.actsOn })
      expect(mayCancel(after, { ...given, events }, own)).toEqual(because('not_due'))
    }),
    tried,
  )
  expect(cancelled).toBeGreaterThan(20)
})
