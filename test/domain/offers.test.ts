/** Promo offers: what earns, what competes, what can still be won: DOMAIN.md section 6. */
import { describe, expect, test } from 'vitest'
import type { OfferVersion } from '../../src/domain/offers/offer.ts'
import type { PlanPayment } from '../../src/domain/plan.ts'
import {
  at,
  demoOffers,
  double7,
  early10,
  just,
  offer,
  offersIn,
  onTime5,
  paid,
  percent,
  plan,
  stateAt,
} from './case.ts'

const secured = (now: string, payments: readonly PlanPayment[], offers = demoOffers, terms = plan()) =>
  stateAt(now, { payments, offers, terms }).offers.map((eligible) => eligible.secured)

describe('on_time', () => {
  const cases = [
    { title: 'before the due date', payments: [paid('2026-01-05', 100_00n)], bonus: 16n },
    { title: 'the last moment of the due date', payments: [paid('2026-01-10 23:59:59', 100_00n)], bonus: 16n },
    { title: 'the first moment after it', payments: [paid('2026-01-11', 100_00n)], bonus: 0n },
    {
      title: 'part in time is not completed in time',
      payments: [paid('2026-01-10', 99_99n), paid('2026-01-11', 1n)],
      bonus: 0n,
    },
    { title: 'prepaid by months', payments: [paid('2026-01-05', 300_00n)], bonus: 50n },
    {
      title: 'recorded late, valued in time',
      payments: [paid('2026-01-10', 100_00n, { recorded: '2026-02-20' })],
      bonus: 16n,
    },
    {
      title: 'reversed: never earned',
      payments: [paid('2026-01-10', 100_00n, { reversed: '2026-01-12' })],
      bonus: 0n,
    },
    {
      title: 'late money pays the oldest; what comes in time earns for what it completes',
      payments: [paid('2026-02-10', 200_00n)],
      bonus: 16n,
    },
  ]
  test.each(cases)('$title: $bonus', ({ payments, bonus }) => {
    expect(secured('2026-02-20', payments, [onTime5])).toEqual([bonus])
  })

  test('rounded down once over all, not per installment', () => {
    // 16.66 each: six come to 100.
    expect(secured('2026-01-10', [paid('2026-01-10', 600_00n)], [onTime5])).toEqual([100n])
  })

  test('the value date is the contract zone’s', () => {
    const question = { offers: [onTime5], payments: [paid('2026-01-10 21:30', 100_00n, { zone: 'UTC' })] }
    expect(stateAt('2026-01-12', question).bonusSecured).toBe(0n)
    expect(
      stateAt('2026-01-12', { ...question, payments: [paid('2026-01-10 20:30', 100_00n, { zone: 'UTC' })] })
        .bonusSecured,
    ).toBe(16n)
  })

  test('it stacks with the others and with itself', () => {
    const both = [onTime5, { ...onTime5, code: 'SECOND' }, early10]
    expect(secured('2026-01-10', [paid('2026-01-10', 600_00n)], both)).toEqual([100n, 100n, 166n])
  })
})

describe('validity is inclusive on both ends', () => {
  const short: Partial<OfferVersion> = { validFrom: '2026-01-05', validTo: '2026-01-08' }
  const cases = [
    { value: '2026-01-04 23:59:59', earns: false },
    { value: '2026-01-05 00:00', earns: true },
    { value: '2026-01-08 23:59:59', earns: true },
    { value: '2026-01-09 00:00', earns: false },
  ]
  test.each(cases)('money of $value earns: $earns', ({ value, earns }) => {
    const offers = [
      offer('on_time', 5n, short),
      offer('double_payment', 7n, short),
      offer('early_repayment', 10n, short),
    ]
    const bonus = earns ? [100n, 0n, 200n] : [0n, 0n, 0n]
    expect(secured('2026-01-10', [paid(value, 600_00n)], offers)).toEqual(bonus)
    expect(secured('2026-01-10', [paid(value, 200_00n)], offers)).toEqual(earns ? [33n, 23n, 0n] : [0n, 0n, 0n])
  })
})

describe('double_payment', () => {
  const cases = [
    { title: 'two at once', payments: [paid('2026-01-10', 200_00n)], bonus: 23n },
    { title: 'three at once: the next one only', payments: [paid('2026-01-10', 300_00n)], bonus: 23n },
    { title: 'a cent short', payments: [paid('2026-01-10', 199_99n)], bonus: 0n },
    {
      title: 'two payments of one date',
      payments: [paid('2026-01-10 01:00', 60_00n), paid('2026-01-10 23:00', 140_00n)],
      bonus: 23n,
    },
    { title: 'two dates', payments: [paid('2026-01-09 23:59', 100_00n), paid('2026-01-10', 100_00n)], bonus: 0n },
    {
      title: 'the first was begun before',
      payments: [paid('2026-01-08', 40_00n), paid('2026-01-10', 160_00n)],
      bonus: 23n,
    },
    {
      title: 'a part of the next was paid before: not all of it is of that date',
      payments: [paid('2026-01-08', 140_00n), paid('2026-01-10', 60_00n)],
      bonus: 0n,
    },
    { title: 'the first is overdue', payments: [paid('2026-01-11', 200_00n)], bonus: 0n },
    { title: 'overdue money of the same date spoils it', payments: [paid('2026-01-11', 300_00n)], bonus: 0n },
    {
      title: 'overdue paid the day before',
      payments: [paid('2026-01-11', 100_00n), paid('2026-01-12', 200_00n)],
      bonus: 23n,
    },
    {
      title: 'on two dates: one each',
      payments: [paid('2026-01-05', 200_00n), paid('2026-01-06', 200_00n)],
      bonus: 46n,
    },
    { title: 'four on one date: one', payments: [paid('2026-01-05', 400_00n)], bonus: 23n },
    {
      title: 'reversed',
      payments: [paid('2026-01-05', 150_00n), paid('2026-01-05 10:00', 50_00n, { reversed: '2026-01-07' })],
      bonus: 0n,
    },
  ]
  test.each(cases)('$title: $bonus', ({ payments, bonus }) => {
    expect(secured('2026-01-15', payments, [double7])).toEqual([bonus])
  })

  test('the last installment alone has no next one', () => {
    expect(secured('2026-01-10', [paid('2026-01-10', 100_00n)], [double7], plan({ amounts: [100_00n] }))).toEqual([0n])
  })
})

describe('early_repayment', () => {
  const cases = [
    // Due after 10 April: #5 and #6.
    { title: 'two ahead are enough', before: 300_00n, value: '2026-04-10', bonus: 66n },
    { title: 'the day before a due date counts it in', before: 300_00n, value: '2026-04-09', bonus: 100n },
    { title: 'one ahead is too few', before: 300_00n, value: '2026-05-10', bonus: 0n },
    { title: 'the last moment with two ahead', before: 300_00n, value: '2026-05-09 23:59:59', bonus: 66n },
    { title: 'everything at once', before: 0n, value: '2026-01-01', bonus: 200n },
    { title: 'overdue money on the same date does not spoil it', before: 0n, value: '2026-03-11', bonus: 100n },
    { title: 'only what that date completed earns', before: 500_00n, value: '2026-03-11', bonus: 33n },
    { title: 'begun before, completed by that date', before: 550_00n, value: '2026-03-11', bonus: 33n },
    { title: 'a cent of the last', before: 599_99n, value: '2026-01-05', bonus: 33n },
  ]
  test.each(cases)('$title: $bonus', ({ before, value, bonus }) => {
    const payments = [...(before ? [paid('2026-01-01', before)] : []), paid(value, 600_00n - before, { id: 'rest' })]
    expect(secured('2026-07-01', payments, [early10])).toEqual([bonus])
  })

  test('completed on two dates: the last one’s money earns', () => {
    const payments = [paid('2026-01-05', 300_00n), paid('2026-01-06', 300_00n)]
    expect(secured('2026-07-01', payments, [early10])).toEqual([100n])
  })

  test.each([0, 1, 2, 5, 6])('min_installments_ahead %i', (minInstallmentsAhead) => {
    const asked = [offer('early_repayment', 10n, { minInstallmentsAhead })]
    const sixAhead = secured('2026-01-09', [paid('2026-01-09', 600_00n)], asked)
    const fiveAhead = secured('2026-01-10', [paid('2026-01-10', 600_00n)], asked)
    const noneAhead = secured('2026-06-10', [paid('2026-06-10', 600_00n)], asked)
    expect([sixAhead, fiveAhead, noneAhead]).toEqual([[200n], minInstallmentsAhead <= 5 ? [166n] : [0n], [0n]])
  })
})

describe('an installment takes double_payment or early_repayment once, the higher rate, at equal rates early', () => {
  const all = [paid('2026-01-10', 600_00n)]
  // #2 earns from double; #2 to #6 from early.
  const cases = [
    { double: 7n, early: 10n, is: [0n, 166n] },
    { double: 10n, early: 7n, is: [33n, 93n] },
    { double: 10n, early: 10n, is: [0n, 166n] },
    { double: 0n, early: 10n, is: [0n, 166n] },
    { double: 10n, early: 0n, is: [33n, 0n] },
  ]
  test.each(cases)('double $double %, early $early %: $is', ({ double, early, is }) => {
    const offers = [offer('double_payment', double), offer('early_repayment', early)]
    expect(secured('2026-01-10', all, offers)).toEqual(is)
    expect(secured('2026-01-10', all, offers.toReversed())).toEqual(is.toReversed())
  })

  test('equal rates written differently are equal', () => {
    const double = offer('double_payment', 10n, { rate: { numerator: 1n, denominator: 10n } })
    expect(secured('2026-01-10', all, [double, early10])).toEqual([0n, 166n])
  })

  test('two double offers: the higher rate once', () => {
    const offers = [
      { ...offer('double_payment', 7n), code: 'A' },
      { ...offer('double_payment', 9n), code: 'B' },
    ]
    expect(secured('2026-01-10', [paid('2026-01-10', 200_00n)], offers)).toEqual([0n, 30n])
  })

  test('two double offers of one rate: the first code, in any order', () => {
    const offers = [
      { ...offer('double_payment', 7n), code: 'A' },
      { ...offer('double_payment', 7n), code: 'B' },
    ]
    const payments = [paid('2026-01-10', 200_00n)]
    expect(secured('2026-01-10', payments, offers)).toEqual([23n, 0n])
    expect(secured('2026-01-10', payments, offers.toReversed())).toEqual([0n, 23n])
  })
})

describe('versions: a change never changes what was earned', () => {
  const changed = (kind: 'on_time' | 'double_payment' | 'early_repayment', change: Partial<OfferVersion>) =>
    offer(kind, 5n, {}, { recordedAt: at('2026-01-20'), ...change })

  test('money recorded before the change keeps its rate, money recorded after it has the new one', () => {
    const offers = [changed('on_time', { rate: percent(50n) })]
    const payments = [paid('2026-01-10', 100_00n), paid('2026-02-10', 100_00n)]
    expect(secured('2026-01-19', payments, offers)).toEqual([16n])
    expect(secured('2026-01-21', payments, offers)).toEqual([16n])
    // 5 % of a sixth and 50 % of a sixth, rounded down together: 16.67 + 166.67.
    expect(secured('2026-02-10', payments, offers)).toEqual([183n])
  })

  test('an offer that is closed keeps what was earned', () => {
    const closed = { validTo: '2026-01-01' } as const
    const offers = [changed('on_time', closed), changed('double_payment', closed), changed('early_repayment', closed)]
    expect(secured('2026-02-01', [paid('2026-01-10', 600_00n)], offers)).toEqual([100n, 0n, 83n])
    expect(secured('2026-02-01', [paid('2026-01-10', 600_00n, { recorded: '2026-01-20' })], offers)).toEqual([
      0n,
      0n,
      0n,
    ])
  })

  test('the instant of the change belongs to the new version', () => {
    const offers = [changed('on_time', { rate: percent(50n) })]
    const recordedAt = (recordedAt: Temporal.Instant) => [{ ...paid('2026-01-10', 100_00n), recordedAt }]
    expect(secured('2026-01-10', recordedAt(just(at('2026-01-20'))), offers)).toEqual([16n])
    expect(secured('2026-01-10', recordedAt(at('2026-01-20')), offers)).toEqual([166n])
  })

  test('what was recorded before the first version is judged by the first', () => {
    const offers = [offer('on_time', 5n, { recordedAt: at('2026-06-01') })]
    expect(secured('2026-01-10', [paid('2026-01-10', 100_00n)], offers)).toEqual([16n])
  })

  test('of the money of one date the payment that completes what earns decides', () => {
    const payments = [
      paid('2026-01-10 10:00', 100_00n, { recorded: '2026-01-19' }),
      paid('2026-01-10 11:00', 100_00n, { recorded: '2026-01-21' }),
    ]
    const double = changed('double_payment', { rate: percent(50n) })
    expect(secured('2026-01-10 12:00', payments, [double])).toEqual([166n])
    const terms = plan({ dueOn: ['2026-01-11', '2026-01-12'] })
    const early = changed('early_repayment', { rate: percent(50n) })
    expect(secured('2026-01-10 12:00', payments, [early], terms)).toEqual([1000n])
  })

  test('the chance of tomorrow is judged by the version of today', () => {
    const double = offer('double_payment', 7n, {}, { recordedAt: at('2026-01-05 20:00'), rate: percent(50n) })
    const payments = [paid('2026-01-05 08:00', 200_00n)]
    const state = stateAt('2026-01-05 12:00', { offers: [double], payments })
    expect(offersIn(state)).toEqual({ DOUBLE_PAYMENT: ['winning', 23n, 23n] })
  })

  test('min_installments_ahead raised later', () => {
    const offers = [changed('early_repayment', { minInstallmentsAhead: 6 })]
    expect(secured('2026-01-10', [paid('2026-01-10', 600_00n)], offers)).toEqual([83n])
  })

  test('what can still be won is judged by the version of the moment, not by one that comes later', () => {
    const early = changed('early_repayment', { minInstallmentsAhead: 7 })
    const double = changed('double_payment', { validTo: '2026-01-02' })
    expect(offersIn(stateAt('2026-01-05', { offers: [early, double] }))).toEqual({
      EARLY_REPAYMENT: ['winning', 0n, 100n],
      DOUBLE_PAYMENT: ['winning', 0n, 16n],
    })
    expect(
      offersIn(stateAt('2026-01-20', { offers: [early, double], payments: [paid('2026-01-05', 100_00n)] })),
    ).toEqual({
      EARLY_REPAYMENT: ['lost', 0n, 0n],
      DOUBLE_PAYMENT: ['not_offered', 0n, 0n],
    })
  })
})

describe('status and still to win', () => {
  const nothing: PlanPayment[] = []
  const cases: {
    title: string
    now: string
    payments: PlanPayment[]
    is: [string, bigint, bigint][]
  }[] = [
    {
      title: 'before anything',
      now: '2026-01-05',
      payments: nothing,
      is: [
        ['winning', 0n, 100n],
        ['winning', 0n, 23n],
        ['winning', 0n, 200n],
      ],
    },
    {
      title: 'due today is not overdue',
      now: '2026-01-10 23:59',
      payments: nothing,
      is: [
        ['winning', 0n, 100n],
        ['winning', 0n, 23n],
        ['winning', 0n, 166n],
      ],
    },
    {
      title: 'overdue: #1 is lost for on_time, double waits',
      now: '2026-01-11',
      payments: nothing,
      is: [
        ['winning', 0n, 83n],
        ['lost', 0n, 0n],
        ['winning', 0n, 166n],
      ],
    },
    {
      title: 'cancellation due: nothing to win',
      now: '2026-01-30',
      payments: nothing,
      is: [
        ['lost', 0n, 0n],
        ['lost', 0n, 0n],
        ['lost', 0n, 0n],
      ],
    },
    {
      title: 'cancellation due keeps what is secured',
      now: '2026-04-01',
      payments: [paid('2026-01-10', 200_00n)],
      is: [
        ['done', 33n, 0n],
        ['done', 23n, 0n],
        ['lost', 0n, 0n],
      ],
    },
    {
      title: 'the last installment: no next one, too few ahead',
      now: '2026-06-01',
      payments: [paid('2026-02-10', 500_00n)],
      // Of 10 February: #1 late, #2 to #5 in time.
      is: [
        ['winning', 66n, 17n],
        ['lost', 0n, 0n],
        ['lost', 0n, 0n],
      ],
    },
    {
      title: 'completed one by one, late',
      now: '2026-07-01',
      payments: [paid('2026-06-11', 600_00n)],
      is: [
        ['lost', 0n, 0n],
        ['lost', 0n, 0n],
        ['lost', 0n, 0n],
      ],
    },
    {
      title: 'completed at once in time',
      now: '2026-07-01',
      payments: [paid('2026-01-10', 600_00n)],
      is: [
        ['done', 100n, 0n],
        ['lost', 0n, 0n],
        ['done', 166n, 0n],
      ],
    },
  ]
  test.each(cases)('$title', ({ now, payments, is }) => {
    expect(Object.values(offersIn(stateAt(now, { payments, offers: demoOffers })))).toEqual(is)
  })

  test('each offer by itself: early is not lessened by what double has', () => {
    const state = stateAt('2026-01-10', { payments: [paid('2026-01-10', 200_00n)], offers: demoOffers })
    expect(offersIn(state)).toMatchObject({
      DOUBLE_PAYMENT: ['winning', 23n, 23n],
      EARLY_REPAYMENT: ['winning', 0n, 166n],
    })
  })

  test('a rate that rounds to nothing is lost, before and after it was earned', () => {
    const terms = plan({ shares: 10n })
    expect(offersIn(stateAt('2026-01-05', { terms, offers: [double7] }))).toEqual({ DOUBLE_PAYMENT: ['lost', 0n, 0n] })
    const payments = [paid('2026-01-05', 200_00n)]
    expect(offersIn(stateAt('2026-01-11', { terms, offers: [double7], payments }))).toEqual({
      DOUBLE_PAYMENT: ['lost', 0n, 0n],
    })
  })

  test('outside validity: not offered with nothing secured, done with something', () => {
    const past = [offer('on_time', 5n, { validTo: '2026-01-10' })]
    expect(offersIn(stateAt('2026-01-11', { offers: past }))).toEqual({ ON_TIME: ['not_offered', 0n, 0n] })
    const payments = [paid('2026-01-10', 100_00n)]
    expect(offersIn(stateAt('2026-01-10', { offers: past, payments }))).toEqual({ ON_TIME: ['winning', 16n, 84n] })
    expect(offersIn(stateAt('2026-01-11', { offers: past, payments }))).toEqual({ ON_TIME: ['done', 16n, 0n] })
    const future = [offer('on_time', 5n, { validFrom: '2026-01-06' })]
    expect(offersIn(stateAt('2026-01-05', { offers: future }))).toEqual({ ON_TIME: ['not_offered', 0n, 0n] })
    expect(offersIn(stateAt('2026-01-06', { offers: future }))).toEqual({ ON_TIME: ['winning', 0n, 100n] })
  })

  test('cancellation voids everything; a restoration counts it again', () => {
    const terms = plan({ cancelledOn: '2026-03-05', restoredOn: '2026-03-20' })
    const question = { terms, offers: demoOffers, payments: [paid('2026-01-10', 200_00n)] }
    expect(stateAt('2026-03-04', question).bonusSecured).toBe(56n)
    const cancelled = stateAt('2026-03-05', question)
    expect(cancelled.bonusSecured).toBe(0n)
    for (const offered of Object.values(offersIn(cancelled))) expect(offered).toEqual(['lost', 0n, 0n])
    expect(stateAt('2026-03-20', question).bonusSecured).toBe(56n)
  })

  test('money of the time of a cancellation earns nothing', () => {
    const terms = plan({ cancelledOn: '2026-01-05', restoredOn: '2026-01-08' })
    expect(secured('2026-01-09', [paid('2026-01-06', 200_00n)], demoOffers, terms)).toEqual([0n, 0n, 0n])
    expect(secured('2026-01-09', [paid('2026-01-08', 200_00n)], demoOffers, terms)).toEqual([33n, 23n, 0n])
  })
})

describe('the next chance of double_payment', () => {
  test('today has earned: tomorrow', () => {
    const state = stateAt('2026-01-05', { offers: [double7], payments: [paid('2026-01-05', 200_00n)] })
    expect(state.offers[0]?.chance).toMatchObject({
      payMinor: 200_00n,
      payOn: '2026-01-06',
      lastOn: '2026-03-10',
      untilSeq: 4,
    })
  })

  test('today has earned and the next one is due today: no chance', () => {
    const terms = plan({ dueOn: ['2026-01-05', '2026-01-05', '2026-01-05', '2026-01-06'] })
    const state = stateAt('2026-01-05', { terms, offers: [double7], payments: [paid('2026-01-05', 200_00n)] })
    expect(offersIn(state)).toEqual({ DOUBLE_PAYMENT: ['done', 35n, 0n] })
  })

  test('overdue money of today spoils today, not tomorrow', () => {
    const state = stateAt('2026-01-12', { offers: [double7], payments: [paid('2026-01-12', 100_00n)] })
    expect(offersIn(state)).toEqual({ DOUBLE_PAYMENT: ['winning', 0n, 23n] })
    expect(state.offers[0]?.chance).toMatchObject({ payMinor: 200_00n, payOn: '2026-01-13', lastOn: '2026-02-10' })
  })

  test('#1 was completed today: all of #2, still today, is the pair', () => {
    const state = stateAt('2026-01-05 12:00', { offers: [double7], payments: [paid('2026-01-05', 100_00n)] })
    expect(offersIn(state)).toEqual({ DOUBLE_PAYMENT: ['winning', 0n, 23n] })
    expect(state.offers[0]?.chance).toMatchObject({ payMinor: 100_00n, payOn: '2026-01-05', untilSeq: 2 })
  })

  test('the last but one was completed today: the last one, still today, is the pair', () => {
    const terms = plan({ amounts: [100_00n, 100_00n] })
    const payments = [paid('2026-01-05', 150_00n)]
    const state = stateAt('2026-01-05 12:00', { terms, offers: [double7], payments })
    const afterwards = [...payments, paid('2026-01-05 12:00', 50_00n)]
    expect(secured('2026-01-05 12:00', afterwards, [double7], terms)).toEqual([70n])
    expect(offersIn(state)).toEqual({ DOUBLE_PAYMENT: ['winning', 0n, 70n] })
    expect(state.offers[0]?.chance).toMatchObject({
      payMinor: 50_00n,
      payOn: '2026-01-05',
      lastOn: '2026-01-05',
      untilSeq: 2,
    })
    expect(offersIn(stateAt('2026-01-06', { terms, offers: [double7], payments }))).toEqual({
      DOUBLE_PAYMENT: ['lost', 0n, 0n],
    })
  })

  test('what is recorded later is not known: a reversal of tonight does not touch the chance of tomorrow', () => {
    const payments = [paid('2026-01-05 08:00', 200_00n), paid('2026-01-04', 100_00n, { reversed: '2026-01-05 20:00' })]
    const before = stateAt('2026-01-05 12:00', { offers: [double7], payments })
    const without = payments.map(({ reversedAt: _, ...payment }) => payment)
    expect(offersIn(before)).toEqual(offersIn(stateAt('2026-01-05 12:00', { offers: [double7], payments: without })))
  })
})

describe('the exact act and its last moment', () => {
  const acts = [
    { title: 'on_time', offers: [onTime5], now: '2026-01-05', is: { payMinor: 600_00n, lastOn: '2026-01-10' } },
    {
      title: 'on_time, validity ends first',
      offers: [offer('on_time', 5n, { validTo: '2026-01-07' })],
      now: '2026-01-05',
      is: { lastOn: '2026-01-07' },
    },
    { title: 'double_payment', offers: [double7], now: '2026-01-05', is: { payMinor: 200_00n, lastOn: '2026-01-10' } },
    {
      title: 'double_payment, validity ends first',
      offers: [offer('double_payment', 7n, { validTo: '2026-01-07' })],
      now: '2026-01-05',
      is: { payMinor: 200_00n, lastOn: '2026-01-07' },
    },
    // 200 are to win as long as #1 lies ahead: on 10 January they are 166.
    {
      title: 'early_repayment',
      offers: [early10],
      now: '2026-01-05',
      is: { payMinor: 600_00n, lastOn: '2026-01-09', untilSeq: 6 },
    },
    // #1 is overdue and payable until 29 January; nobody is told to count on it after that.
    { title: 'early_repayment, overdue', offers: [early10], now: '2026-01-20', is: { lastOn: '2026-01-29' } },
    // #1 is late and has until 29 January; #2 itself still has until its own due date.
    {
      title: 'on_time, overdue',
      offers: [onTime5],
      now: '2026-01-20',
      is: { lastOn: '2026-02-10', untilSeq: 2, afterArrears: true },
    },
    {
      title: 'early_repayment, validity ends first',
      offers: [offer('early_repayment', 10n, { validTo: '2026-01-07' })],
      now: '2026-01-05',
      is: { lastOn: '2026-01-07' },
    },
  ] as const
  test.each(acts)('$title', ({ offers, now, is }) => {
    expect(stateAt(now, { offers }).offers[0]?.chance).toMatchObject(is)
  })

  test('on_time with something past due: both limits are the last ones that win it', () => {
    const before = stateAt('2026-01-20', { offers: [onTime5] }).offers[0]
    const wonBy = (arrearsOn: string, nextOn: string) =>
      stateAt('2026-07-01', {
        offers: [onTime5],
        payments: [paid(arrearsOn, 100_00n), paid(nextOn, 100_00n)],
      }).offers[0]?.secured
    // One of five installments that can still be paid in time: 5 % of 2,000 x 100/600.
    expect(before?.stillToWin).toBe(83n)
    expect(wonBy('2026-01-29', '2026-02-10')).toBe(16n)
    expect(wonBy('2026-01-29', '2026-02-11')).toBe(0n)
  })

  test('there is none when there is nothing to win', () => {
    for (const { chance } of stateAt('2026-01-30', { offers: demoOffers }).offers) expect(chance).toBeUndefined()
  })
})
