/** Due, overdue, grace, and what moves X: DOMAIN.md section 4. */
import { describe, expect, test } from 'vitest'
import { at, expectLastPayable, inZone, just, paid, plan, stateAt } from './case.ts'

describe('grace', () => {
  const cases = [
    { now: '2026-01-01 00:00', name: 'active', days: 0 },
    { now: '2026-01-10 00:00', name: 'active', days: 0 },
    { now: '2026-01-10 23:59:59.999999999', name: 'active', days: 0 },
    { now: '2026-01-11 00:00', name: 'overdue', days: 1 },
    { now: '2026-01-11 23:59:59.999999999', name: 'overdue', days: 1 },
    { now: '2026-01-28 00:00', name: 'overdue', days: 18 },
    { now: '2026-01-29 00:00', name: 'overdue', days: 19 },
    { now: '2026-01-29 23:59:59.999999999', name: 'overdue', days: 19 },
    { now: '2026-01-30 00:00', name: 'cancellation_due', days: 20 },
    { now: '2027-01-10 00:00', name: 'cancellation_due', days: 365 },
  ] as const
  test.each(cases)('due 10 January, at $now: $name, $days days', ({ now, name, days }) => {
    const state = stateAt(now)
    expect(state.name).toBe(name)
    expect(state.delinquency).toMatchObject({ daysOverdue: days, lastPayableOn: '2026-01-29' })
    expect(state.next?.seq).toBe(1)
  })

  const lastDays = [
    { dueOn: '2024-02-10', last: '2024-02-29' },
    { dueOn: '2026-02-10', last: '2026-03-01' },
    { dueOn: '2024-02-29', last: '2024-03-19' },
    { dueOn: '2026-01-31', last: '2026-02-19' },
    { dueOn: '2025-12-15', last: '2026-01-03' },
    { dueOn: '1900-02-10', last: '1900-03-01' },
    { dueOn: '2000-02-10', last: '2000-02-29' },
  ] as const
  test.each(lastDays)('due $dueOn: last payable $last', ({ dueOn, last }) => {
    expectLastPayable(last, { terms: plan({ dueOn: [dueOn] }), policy: inZone('UTC') })
  })

  test('a part payment keeps the clock and lowers the arrears', () => {
    const payments = [paid('2026-01-09', 99_99n)]
    expectLastPayable('2026-01-29', { payments })
    expect(stateAt('2026-01-20', { payments })).toMatchObject({ name: 'overdue', arrearsMinor: 1n })
  })

  test('several past due: the oldest decides, the arrears are all of them', () => {
    const state = stateAt('2026-03-11', { payments: [paid('2026-01-10', 130_00n)] })
    expect(state).toMatchObject({ name: 'cancellation_due', arrearsMinor: 170_00n })
    expect(state.delinquency).toMatchObject({ daysOverdue: 29, lastPayableOn: '2026-03-01' })
  })

  test('cancellation due is undone by paying the oldest in full, not by a cent less', () => {
    const terms = plan({ dueOn: ['2026-01-10', '2026-06-10'] })
    expect(stateAt('2026-03-01', { terms, payments: [paid('2026-02-20', 99_99n)] }).name).toBe('cancellation_due')
    expect(stateAt('2026-03-01', { terms, payments: [paid('2026-02-20', 100_00n)] }).name).toBe('active')
  })

  test('prepaid: nothing is late until the first unpaid one is', () => {
    const payments = [paid('2026-01-10', 300_00n)]
    expect(stateAt('2026-04-10', { payments })).toMatchObject({ name: 'active', next: { seq: 4 } })
    expectLastPayable('2026-04-29', { payments })
  })

  test('completed is never late', () => {
    const state = stateAt('2030-01-01', { payments: [paid('2026-01-10', 600_00n)] })
    expect(state).toMatchObject({ name: 'completed', outstandingMinor: 0n, arrearsMinor: 0n })
    expect(state.delinquency).toBeUndefined()
  })

  test('a due date at the end of the calendar is not late', () => {
    const terms = plan({ dueOn: ['9999-12-31'] })
    expect(stateAt('2026-01-10', { terms }).name).toBe('active')
  })
})

describe('reversal clock', () => {
  const reversedOn = (reversed: string) => ({ payments: [paid('2026-01-09', 100_00n, { reversed })] })

  const cases = [
    { reversed: '2026-01-12 10:00', last: '2026-01-29' },
    // R + 7 = D + 19: the same day.
    { reversed: '2026-01-22 10:00', last: '2026-01-29' },
    { reversed: '2026-01-22 23:59:59', last: '2026-01-29' },
    { reversed: '2026-01-23 00:00', last: '2026-01-30' },
    { reversed: '2026-03-20 00:00', last: '2026-03-27' },
    { reversed: '2026-03-20 23:59:59', last: '2026-03-27' },
  ] as const
  test.each(cases)('#1 unpaid by a reversal of $reversed: last payable $last', ({ reversed, last }) => {
    expectLastPayable(last, reversedOn(reversed))
  })

  test('R is a date of the contract zone', () => {
    const late = { payments: [paid('2026-01-09', 100_00n, { reversed: '2026-03-20 22:30', zone: 'UTC' })] }
    expectLastPayable('2026-03-28', late)
    expectLastPayable('2026-03-27', { ...late, policy: inZone('America/New_York') })
  })

  test('the days overdue count from D', () => {
    const state = stateAt('2026-03-20 12:00', reversedOn('2026-03-20 12:00'))
    expect(state.delinquency).toMatchObject({ daysOverdue: 69, lastPayableOn: '2026-03-27' })
  })

  test('a reversal that does not unpay the installment at D moves nothing', () => {
    // #1 was never full: 60 of it are taken back.
    expectLastPayable('2026-01-29', {
      payments: [paid('2026-01-09', 30_00n), paid('2026-01-09 10:00', 60_00n, { reversed: '2026-01-25' })],
    })
    // #1 stays full: only #2 is unpaid by it, and is D; R + 7 lies before its D + 19.
    expectLastPayable('2026-03-01', {
      payments: [paid('2026-01-09', 100_00n), paid('2026-01-09 10:00', 100_00n, { reversed: '2026-01-25' })],
    })
    // What is taken back was excess.
    expect(
      stateAt('2026-07-01', {
        payments: [paid('2026-01-09', 600_00n), paid('2026-01-10', 50_00n, { reversed: '2026-06-20' })],
      }).name,
    ).toBe('completed')
  })

  test('money that moves up leaves the later installment unpaid: that one has the clock', () => {
    const payments = [paid('2026-01-09', 100_00n, { reversed: '2026-03-20' }), paid('2026-02-09', 100_00n)]
    expect(stateAt('2026-03-20', { payments }).next?.seq).toBe(2)
    expectLastPayable('2026-03-27', { payments })
  })

  test('of several reversals that unpaid it the last one counts', () => {
    expectLastPayable('2026-03-17', {
      payments: [
        paid('2026-01-09', 100_00n, { reversed: '2026-02-01' }),
        paid('2026-02-05', 100_00n, { reversed: '2026-03-10' }),
      ],
    })
  })

  test('a second reversal of an installment that is unpaid already moves nothing', () => {
    expectLastPayable('2026-02-27', {
      payments: [
        paid('2026-01-09', 60_00n, { reversed: '2026-02-20' }),
        paid('2026-01-09 10:00', 40_00n, { reversed: '2026-02-25' }),
      ],
    })
  })

  test('reversals of the same instant count as one', () => {
    expectLastPayable('2026-02-27', {
      payments: [
        paid('2026-01-09', 60_00n, { reversed: '2026-02-20' }),
        paid('2026-01-09 10:00', 40_00n, { reversed: '2026-02-20' }),
      ],
    })
    // Neither alone would have unpaid it; both together do.
    expectLastPayable('2026-02-27', {
      payments: [
        paid('2026-01-09 10:00', 100_00n, { id: 'A', reversed: '2026-02-20' }),
        paid('2026-01-09 10:00', 100_00n, { id: 'B', reversed: '2026-02-20' }),
      ],
    })
  })

  test('a reversal moves the clock of every installment it unpaid', () => {
    const payments = [paid('2026-01-09', 200_00n, { reversed: '2026-03-20' }), paid('2026-03-22', 100_00n)]
    expect(stateAt('2026-03-22', { payments }).next?.seq).toBe(2)
    expectLastPayable('2026-03-27', { payments })
  })

  test('an installment that was unpaid all along keeps its own clock, also behind one that was reversed', () => {
    const payments = [paid('2026-01-09', 100_00n, { reversed: '2026-02-28' })]
    expect(stateAt('2026-03-02', { payments }).delinquency?.lastPayableOn).toBe('2026-03-07')
    const repaid = [...payments, paid('2026-03-01 12:00', 100_00n)]
    expect(stateAt('2026-03-01 12:00', { payments: repaid })).toMatchObject({ name: 'overdue', next: { seq: 2 } })
    expectLastPayable('2026-03-01', { payments: repaid })
  })

  test('a reversal that is not recorded yet has no clock', () => {
    const question = reversedOn('2026-01-25 12:00')
    expect(stateAt(just(at('2026-01-25 12:00')), question)).toMatchObject({ name: 'active', next: { seq: 2 } })
  })

  test('money valued after the reversal, recorded whenever, does not make it one that unpaid', () => {
    const payments = [
      paid('2026-01-09', 40_00n, { reversed: '2026-02-20' }),
      paid('2026-02-21', 60_00n, { recorded: '2026-02-01' }),
    ]
    expect(stateAt('2026-02-22', { payments }).delinquency?.lastPayableOn).toBe('2026-01-29')
  })
})

describe('cancelled_on and restored_on', () => {
  const money = [
    paid('2026-01-09', 100_00n),
    paid('2026-03-04 23:59:59', 50_00n, { recorded: '2026-06-01' }),
    paid('2026-03-05', 20_00n, { recorded: '2026-03-01' }),
    paid('2026-03-19 23:59:59', 3_00n),
    paid('2026-03-20', 7_00n),
  ]
  const cancelledOn = '2026-03-05'
  const restoredOn = '2026-03-20'

  test('cancelled from 00:00 of its date on', () => {
    const question = { terms: plan({ cancelledOn }), payments: money }
    expect(stateAt(just(at('2026-03-05')), question).name).toBe('cancellation_due')
    expect(stateAt('2026-03-05', question).name).toBe('cancelled')
    expect(stateAt('2030-01-01', question).name).toBe('cancelled')
  })

  test('money valued before it counts into the plan whenever it is imported; from its date on it goes to the balance', () => {
    const state = stateAt('2026-04-01', { terms: plan({ cancelledOn }), payments: money })
    expect(state.paidMinor).toBe(150_00n)
    expect(state.allocation.toBalance).toEqual([
      { entryId: '2026-03-05-2000', amountMinor: 20_00n, reason: 'plan_cancelled' },
      { entryId: '2026-03-19 23:59:59-300', amountMinor: 3_00n, reason: 'plan_cancelled' },
      { entryId: '2026-03-20-700', amountMinor: 7_00n, reason: 'plan_cancelled' },
    ])
  })

  test('credited shares stay; locked shares and bonuses are gone; nothing is due', () => {
    const offers = stateAt('2026-03-04', { terms: plan({ cancelledOn }), payments: money })
    expect(offers.shares).toEqual({ credited: 133n, fromNextPayments: 533n, locked: 1334n })
    const state = stateAt('2026-03-05', { terms: plan({ cancelledOn }), payments: money })
    expect(state).toMatchObject({ outstandingMinor: 0n, arrearsMinor: 0n, paidMinor: 150_00n })
    expect(state.shares).toEqual({ credited: 133n, fromNextPayments: 0n, locked: 0n })
    expect(state.next).toBeUndefined()
    expect(state.delinquency).toBeUndefined()
  })

  test('restored: closed between the two dates only, payable for 7 days at least', () => {
    const question = { terms: plan({ cancelledOn, restoredOn }), payments: money }
    expect(stateAt(just(at('2026-03-20')), question).name).toBe('cancelled')
    const state = stateAt('2026-03-20', question)
    expect(state).toMatchObject({ name: 'overdue', paidMinor: 157_00n })
    expect(state.delinquency).toMatchObject({ daysOverdue: 38, lastPayableOn: '2026-03-27' })
    expect(state.allocation.toBalance.map(({ amountMinor }) => amountMinor)).toEqual([20_00n, 3_00n])
    expectLastPayable('2026-03-27', question)
  })

  const windows = [
    { title: 'both on one date: open', cancelledOn: '2026-03-05', restoredOn: '2026-03-05', cancelledAt: [] },
    {
      title: 'restored the day after',
      cancelledOn: '2026-03-05',
      restoredOn: '2026-03-06',
      cancelledAt: ['2026-03-05 00:00', '2026-03-05 23:59'],
    },
    {
      title: 'a restoration before the cancellation is of an earlier one',
      cancelledOn: '2026-03-05',
      restoredOn: '2026-03-04',
      cancelledAt: ['2026-03-05 00:00', '2026-03-05 23:59', '2026-03-06 00:00', '2026-12-01 00:00'],
    },
    { title: 'restored without a cancellation', restoredOn: '2026-03-04', cancelledAt: [] },
  ] as const
  test.each(windows)('$title', ({ title: _, cancelledAt, ...dates }) => {
    const moments = ['2026-03-04 23:59', '2026-03-05 00:00', '2026-03-05 23:59', '2026-03-06 00:00', '2026-12-01 00:00']
    const cancelled = moments.filter((now) => stateAt(now, { terms: plan(dates) }).name === 'cancelled')
    expect(cancelled).toEqual(cancelledAt)
  })

  test('restoration + 7 never shortens the grace', () => {
    expectLastPayable('2026-01-29', { terms: plan({ cancelledOn: '2026-01-12', restoredOn: '2026-01-13' }) })
    expectLastPayable('2026-01-30', { terms: plan({ cancelledOn: '2026-01-12', restoredOn: '2026-01-23' }) })
  })

  test('a restoration to come moves nothing yet', () => {
    const terms = plan({ restoredOn: '2026-02-20' })
    expect(stateAt('2026-02-19', { terms }).name).toBe('cancellation_due')
    expect(stateAt('2026-02-20', { terms }).name).toBe('overdue')
  })

  test('a cancellation wins over a completed plan: all its shares stay', () => {
    const state = stateAt('2026-03-05', { terms: plan({ cancelledOn }), payments: [paid('2026-01-10', 600_00n)] })
    expect(state.name).toBe('cancelled')
    expect(state.shares).toEqual({ credited: 2000n, fromNextPayments: 0n, locked: 0n })
  })

  test('the dates are dates of the contract zone', () => {
    const terms = plan({ cancelledOn })
    for (const zone of ['Pacific/Kiritimati', 'America/New_York', 'Asia/Kolkata']) {
      const policy = inZone(zone)
      expect(stateAt(just(at('2026-03-05', zone)), { terms, policy }).name).not.toBe('cancelled')
      expect(stateAt(at('2026-03-05', zone), { terms, policy }).name).toBe('cancelled')
    }
  })
})
