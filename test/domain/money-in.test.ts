/** Allocation and shares: DOMAIN.md sections 3 and 5. */
import { describe, expect, test } from 'vitest'
import { at, heldBy, just, paid, plan, stateAt, toBalanceMinor } from './case.ts'

describe('allocation', () => {
  const cases = [
    { title: 'nothing', amounts: [], held: [0, 0, 0, 0, 0, 0], balance: 0n },
    { title: 'part of the first', amounts: [40_00n], held: [40, 0, 0, 0, 0, 0], balance: 0n },
    {
      title: 'the rest of it and part of the next',
      amounts: [40_00n, 110_00n],
      held: [100, 50, 0, 0, 0, 0],
      balance: 0n,
    },
    { title: 'prepayment of three', amounts: [300_00n], held: [100, 100, 100, 0, 0, 0], balance: 0n },
    { title: 'all but one cent', amounts: [599_99n], held: [100, 100, 100, 100, 100, 99.99], balance: 0n },
    { title: 'the whole plan', amounts: [600_00n], held: [100, 100, 100, 100, 100, 100], balance: 0n },
    { title: 'a cent too much', amounts: [600_01n], held: [100, 100, 100, 100, 100, 100], balance: 1n },
    { title: 'excess over several', amounts: [599_99n, 2n, 50_00n], held: Array(6).fill(100), balance: 50_01n },
  ]
  test.each(cases)('$title', ({ amounts, held, balance }) => {
    const state = stateAt('2026-01-05', { payments: amounts.map((amount, i) => paid(`2026-01-0${i + 1}`, amount)) })
    expect(heldBy(state)).toEqual(held)
    expect(toBalanceMinor(state)).toBe(balance)
    expect(state.allocation.toBalance.every(({ reason }) => reason === 'beyond_plan')).toBe(true)
    expect(state.outstandingMinor).toBe(600_00n - state.paidMinor)
  })

  test('money of the same moment is taken in the order of the ids', () => {
    const first = paid('2026-01-10', 100_00n, { id: 'A' })
    const second = paid('2026-01-10', 100_00n, { id: 'B' })
    for (const payments of [
      [first, second],
      [second, first],
    ]) {
      const { installments } = stateAt('2026-01-10', { payments })
      expect(installments.map(({ completedBy }) => completedBy?.entryId).slice(0, 2)).toEqual(['A', 'B'])
    }
  })

  test('value time orders money, whenever it was recorded', () => {
    const earlier = paid('2026-01-08', 100_00n, { id: 'Z', recorded: '2026-02-20' })
    const later = paid('2026-01-20', 100_00n, { id: 'A' })
    const { installments } = stateAt('2026-02-20', { payments: [later, earlier] })
    expect(installments[0]?.completedBy).toMatchObject({ entryId: 'Z', valueOn: '2026-01-08' })
  })

  test('money counts from its value time on, a reversal from its recorded time on', () => {
    const payments = [paid('2026-01-08 10:00', 100_00n, { recorded: '2026-01-12', reversed: '2026-01-20 10:00' })]
    expect(stateAt(just(at('2026-01-08 10:00')), { payments }).paidMinor).toBe(0n)
    expect(stateAt('2026-01-08 10:00', { payments }).paidMinor).toBe(100_00n)
    expect(stateAt(just(at('2026-01-20 10:00')), { payments }).paidMinor).toBe(100_00n)
    expect(stateAt('2026-01-20 10:00', { payments }).paidMinor).toBe(0n)
  })

  test('money that was taken back before its value time never counts', () => {
    const payments = [paid('2026-01-08', 100_00n, { recorded: '2026-01-05', reversed: '2026-01-06' })]
    for (const now of ['2026-01-07', '2026-01-08', '2026-01-20']) expect(stateAt(now, { payments }).paidMinor).toBe(0n)
  })

  test('a reversal lets excess come back into the plan', () => {
    const payments = [paid('2026-01-08', 400_00n, { reversed: '2026-01-20' }), paid('2026-01-09', 300_00n)]
    expect(toBalanceMinor(stateAt('2026-01-19', { payments }))).toBe(100_00n)
    const state = stateAt('2026-01-20', { payments })
    expect(heldBy(state)).toEqual([100, 100, 100, 0, 0, 0])
    expect(toBalanceMinor(state)).toBe(0n)
  })
})

describe('shares', () => {
  const share = (shares: bigint, amounts: bigint[], paidMinor: bigint) =>
    stateAt('2026-01-02', {
      terms: plan({ shares, amounts }),
      payments: paidMinor ? [paid('2026-01-01', paidMinor)] : [],
    }).shares

  const cases = [
    { shares: 2000n, amounts: Array(6).fill(100n), paid: 0n, is: [0n, 666n, 1334n] },
    { shares: 2000n, amounts: Array(6).fill(100n), paid: 100n, is: [133n, 533n, 1334n] },
    { shares: 2000n, amounts: Array(6).fill(100n), paid: 199n, is: [133n, 533n, 1334n] },
    { shares: 2000n, amounts: Array(6).fill(100n), paid: 200n, is: [266n, 400n, 1334n] },
    { shares: 2000n, amounts: Array(6).fill(100n), paid: 500n, is: [666n, 0n, 1334n] },
    { shares: 2000n, amounts: Array(6).fill(100n), paid: 599n, is: [666n, 0n, 1334n] },
    { shares: 2000n, amounts: Array(6).fill(100n), paid: 600n, is: [2000n, 0n, 0n] },
    // One installment: nothing before it, everything with it.
    { shares: 10n, amounts: [100n], paid: 99n, is: [0n, 0n, 10n] },
    { shares: 10n, amounts: [100n], paid: 100n, is: [10n, 0n, 0n] },
    // I is rounded down: 1 and 2 shares are locked wholly, of 3 one comes early.
    { shares: 1n, amounts: [50n, 50n], paid: 50n, is: [0n, 0n, 1n] },
    { shares: 2n, amounts: [50n, 50n], paid: 50n, is: [0n, 0n, 2n] },
    { shares: 3n, amounts: [50n, 50n], paid: 0n, is: [0n, 1n, 2n] },
    { shares: 3n, amounts: [50n, 50n], paid: 50n, is: [1n, 0n, 2n] },
    // Unequal amounts: by money, not by count. I = 333; 333 x 1 / 100 = 3.33.
    { shares: 1000n, amounts: [1n, 99n, 900n], paid: 1n, is: [3n, 330n, 667n] },
    { shares: 1000n, amounts: [1n, 99n, 900n], paid: 100n, is: [333n, 0n, 667n] },
    { shares: 1000n, amounts: [1n, 99n, 900n], paid: 999n, is: [333n, 0n, 667n] },
    // Far beyond what a float holds.
    {
      shares: 9_007_199_254_740_993n,
      amounts: [9_007_199_254_740_993n, 1n],
      paid: 9_007_199_254_740_993n,
      is: [3_002_399_751_580_331n, 0n, 6_004_799_503_160_662n],
    },
  ]
  test.each(cases)('$shares shares in $amounts, $paid paid: $is', ({ shares, amounts, paid: minor, is }) => {
    const { credited, fromNextPayments, locked } = share(shares, amounts, minor)
    expect([credited, fromNextPayments, locked]).toEqual(is)
  })
})
