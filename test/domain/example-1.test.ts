/** Example 1 of DOMAIN.md, step by step, and its variant. */
import { describe, expect, test } from 'vitest'
import { at, demoOffers, heldBy, just, offersIn, paid, stateAt } from './case.ts'

const payments = [
  paid('2026-01-08 12:00', 40_00n),
  paid('2026-01-10 12:00', 160_00n),
  paid('2026-03-15 12:00', 100_00n),
  paid('2026-04-10 12:00', 300_00n),
]
const asked = { payments, offers: demoOffers }

describe('Example 1', () => {
  const steps = [
    { now: '2026-01-08 11:59', name: 'active', held: [0, 0, 0, 0, 0, 0], credited: 0n, secured: [0n, 0n, 0n] },
    { now: '2026-01-08 12:00', name: 'active', held: [40, 0, 0, 0, 0, 0], credited: 0n, secured: [0n, 0n, 0n] },
    { now: '2026-01-10 12:00', name: 'active', held: [100, 100, 0, 0, 0, 0], credited: 266n, secured: [33n, 23n, 0n] },
    { now: '2026-03-10 23:59', name: 'active', held: [100, 100, 0, 0, 0, 0], credited: 266n, secured: [33n, 23n, 0n] },
    { now: '2026-03-11 00:00', name: 'overdue', held: [100, 100, 0, 0, 0, 0], credited: 266n, secured: [33n, 23n, 0n] },
    { now: '2026-03-15 11:59', name: 'overdue', held: [100, 100, 0, 0, 0, 0], credited: 266n, secured: [33n, 23n, 0n] },
    {
      now: '2026-03-15 12:00',
      name: 'active',
      held: [100, 100, 100, 0, 0, 0],
      credited: 399n,
      secured: [33n, 23n, 0n],
    },
    {
      now: '2026-04-10 11:59',
      name: 'active',
      held: [100, 100, 100, 0, 0, 0],
      credited: 399n,
      secured: [33n, 23n, 0n],
    },
    {
      now: '2026-04-10 12:00',
      name: 'completed',
      held: [100, 100, 100, 100, 100, 100],
      credited: 2000n,
      secured: [83n, 23n, 66n],
    },
  ] as const
  test.each(steps)('at $now the plan is $name with $credited shares', ({ now, name, held, credited, secured }) => {
    const state = stateAt(now, asked)
    expect(state.name).toBe(name)
    expect(heldBy(state)).toEqual(held)
    expect(state.shares.credited).toBe(credited)
    expect(state.offers.map((offer) => offer.secured)).toEqual(secured)
    expect(state.shares.credited + state.shares.fromNextPayments + state.shares.locked).toBe(2000n)
  })

  test('each installment is completed on the date that the page names', () => {
    expect(stateAt('2026-04-10 12:00', asked).installments.map(({ completedBy }) => completedBy?.valueOn)).toEqual([
      '2026-01-10',
      '2026-01-10',
      '2026-03-15',
      '2026-04-10',
      '2026-04-10',
      '2026-04-10',
    ])
  })

  test('2,172 in the end', () => {
    const state = stateAt('2026-04-10 12:00', asked)
    expect(state.shares.credited + state.bonusSecured).toBe(2172n)
    expect(offersIn(state)).toEqual({
      ON_TIME: ['done', 83n, 0n],
      DOUBLE_PAYMENT: ['done', 23n, 0n],
      EARLY_REPAYMENT: ['done', 66n, 0n],
    })
    expect(state.outstandingMinor).toBe(0n)
    expect(state.next).toBeUndefined()
  })

  test('666 are credited after five installments, and the sixth adds 1,334', () => {
    const five = stateAt('2026-04-10', { payments: [paid('2026-01-08', 500_00n)] })
    expect(five.shares).toEqual({ credited: 666n, fromNextPayments: 0n, locked: 1334n })
  })

  test('what can still be won on the way', () => {
    expect(offersIn(stateAt('2026-01-10 12:00', asked))).toEqual({
      ON_TIME: ['winning', 33n, 67n],
      // Once per value date: the next chance is tomorrow, #3 with #4.
      DOUBLE_PAYMENT: ['winning', 23n, 23n],
      // Settling today: the money of this date has completed #2 as well, so #2 to #6 earn.
      EARLY_REPAYMENT: ['winning', 0n, 166n],
    })
    expect(offersIn(stateAt('2026-03-15 11:00', asked))).toEqual({
      ON_TIME: ['winning', 33n, 50n],
      DOUBLE_PAYMENT: ['done', 23n, 0n],
      EARLY_REPAYMENT: ['winning', 0n, 100n],
    })
  })
})

describe('Example 1, variant: the 160.00 is reversed, recorded 20 March', () => {
  const variant = {
    offers: demoOffers,
    payments: [
      paid('2026-01-08 12:00', 40_00n),
      paid('2026-01-10 12:00', 160_00n, { reversed: '2026-03-20 15:00' }),
      paid('2026-03-15 12:00', 100_00n),
    ],
  }

  test('until it is recorded nothing has happened', () => {
    const state = stateAt(just(at('2026-03-20 15:00')), variant)
    expect(heldBy(state)).toEqual([100, 100, 100, 0, 0, 0])
    expect(state.name).toBe('active')
    expect(state.bonusSecured).toBe(33n + 23n)
  })

  test('#1 holds 100, #2 holds 40; overdue 38 days, not due for cancellation; bonuses are computed again', () => {
    const state = stateAt('2026-03-20 15:00', variant)
    expect(heldBy(state)).toEqual([100, 40, 0, 0, 0, 0])
    expect(state.installments[0]?.completedBy?.valueOn).toBe('2026-03-15')
    expect(state.name).toBe('overdue')
    expect(state.next?.seq).toBe(2)
    expect(state.delinquency).toMatchObject({ daysOverdue: 38, lastPayableOn: '2026-03-27' })
    expect(state.arrearsMinor).toBe(160_00n)
    expect(state.shares).toEqual({ credited: 133n, fromNextPayments: 533n, locked: 1334n })
    expect(offersIn(state)).toEqual({
      ON_TIME: ['winning', 0n, 50n],
      DOUBLE_PAYMENT: ['lost', 0n, 0n],
      EARLY_REPAYMENT: ['winning', 0n, 100n],
    })
  })

  test('X = 27 March', () => {
    expect(stateAt(just(at('2026-03-28')), variant).name).toBe('overdue')
    expect(stateAt('2026-03-28', variant).name).toBe('cancellation_due')
  })
})
