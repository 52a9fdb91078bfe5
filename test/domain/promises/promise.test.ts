/** Promises to pay, made and judged. (DOMAIN section 8.) */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PlainDateIso } from '../../../src/domain/calendar.ts'
import type { PlanPayment } from '../../../src/domain/plan.ts'
import { defaultPolicy } from '../../../src/domain/policy.ts'
import { mayPromise } from '../../../src/domain/promises/may-promise.ts'
import type { PaymentPromise } from '../../../src/domain/promises/promise.ts'
import { judgePromises } from '../../../src/domain/promises/promise-life.ts'
import { at, moscow, paid, stateAt } from '../case.ts'

const payments = [paid('2026-01-10', 100_00n), paid('2026-02-10', 100_00n)]

function promised(made: string, on: PlainDateIso, amountMinor = 100_00n, more: Partial<PaymentPromise> = {}) {
  return { promiseNo: `Z ${made}`, planNo: 'K-1', seq: 3, amountMinor, on, madeAt: at(made), ...more }
}

const first = promised('2026-03-20 10:00', '2026-03-27')

interface Facts {
  promises?: readonly PaymentPromise[]
  money?: readonly PlanPayment[]
  arrangedAt?: readonly Temporal.Instant[]
}

function judged(now: string, { promises = [first], money = [], arrangedAt = [] }: Facts = {}): (string | bigint)[][] {
  return judgePromises({ promises, payments: [...payments, ...money], arrangedAt }, moscow, at(now)).map(
    ({ name, paidMinor }) => [name, paidMinor],
  )
}

describe('may it be made?', () => {
  const wish = (amountMinor: bigint, on: PlainDateIso, now = '2026-03-20 10:00', promises: PaymentPromise[] = []) => {
    const earlier = judgePromises({ promises, payments, arrangedAt: [] }, moscow, at(now))
    return mayPromise({ amountMinor, on }, stateAt(now, { payments }), earlier, defaultPolicy)
  }

  test.each([
    { amountMinor: 100_00n, on: '2026-03-27', may: { ok: true, seq: 3 } },
    { amountMinor: 100_00n, on: '2026-03-20', may: { ok: true, seq: 3 } },
    { amountMinor: 400_00n, on: '2026-03-29', may: { ok: true, seq: 3 } },
    { amountMinor: 100_00n, on: '2026-03-30', may: { ok: false, reason: 'after_last_payable' } },
    { amountMinor: 100_00n, on: '2026-03-19', may: { ok: false, reason: 'in_the_past' } },
    { amountMinor: 0n, on: '2026-03-27', may: { ok: false, reason: 'amount' } },
    { amountMinor: 400_01n, on: '2026-03-27', may: { ok: false, reason: 'amount' } },
  ] as const)('$amountMinor on $on', ({ amountMinor, on, may }) => {
    expect(wish(amountMinor, on)).toEqual(may)
  })

  test('a second one replaces the first, and there is no third', () => {
    expect(wish(100_00n, '2026-03-29', '2026-03-26', [first])).toEqual({
      ok: true,
      seq: 3,
      replaces: first.promiseNo,
    })
    const second = promised('2026-03-26', '2026-03-29')
    expect(wish(100_00n, '2026-03-29', '2026-03-27', [first, second])).toEqual({ ok: false, reason: 'too_many' })
  })

  test('what was said of another installment does not count', () => {
    const earlier = [1, 2].map((seq) => promised(`2026-02-0${seq}`, '2026-02-10', 100_00n, { seq: 2 }))
    expect(wish(100_00n, '2026-03-27', '2026-03-20', earlier)).toEqual({ ok: true, seq: 3 })
  })

  test('not in an arrangement, and not for what is paid or past its last day', () => {
    const may = (state: ReturnType<typeof stateAt>) =>
      mayPromise({ amountMinor: 1n, on: state.today }, state, [], defaultPolicy)
    const recordedAt = at('2026-03-20')
    const active = { kind: 'arrangement_activated', arrangementNo: 'A', actsOn: '2026-03-20', recordedAt } as const
    expect(may(stateAt('2026-03-21', { payments, events: [active] }))).toEqual({ ok: false, reason: 'arranged' })
    expect(may(stateAt('2026-03-21', { payments: [paid('2026-01-10', 600_00n)] }))).toEqual({
      ok: false,
      reason: 'nothing_to_pay',
    })
    expect(may(stateAt('2026-03-30', { payments }))).toEqual({ ok: false, reason: 'after_last_payable' })
  })
})

describe('what became of it', () => {
  const cases = [
    { what: 'nothing', money: [], during: 'open', after: ['broken', 0n] },
    { what: 'a part', money: [paid('2026-03-22', 99_99n)], during: 'open', after: ['part_kept', 99_99n] },
    { what: 'all of it', money: [paid('2026-03-22', 100_00n)], during: 'kept', after: ['kept', 100_00n] },
    {
      what: 'all of it in parts, the first on the calendar day of the promise',
      money: [paid('2026-03-20', 60_00n), paid('2026-03-22', 40_00n)],
      during: 'kept',
      after: ['kept', 100_00n],
    },
    {
      what: 'money of the day before',
      money: [paid('2026-03-19 23:59', 100_00n)],
      during: 'open',
      after: ['broken', 0n],
    },
    { what: 'money of the day after', money: [paid('2026-03-28', 100_00n)], during: 'open', after: ['broken', 0n] },
    {
      what: 'money of the last minute, imported days later',
      money: [paid('2026-03-27 23:59', 100_00n, { recorded: '2026-03-29' })],
      during: 'open',
      after: ['kept', 100_00n],
    },
    {
      what: 'money that was taken back in time',
      money: [paid('2026-03-22', 100_00n, { reversed: '2026-03-23' })],
      during: 'open',
      after: ['broken', 0n],
    },
    {
      what: 'money that was taken back after its date',
      money: [paid('2026-03-22', 100_00n, { reversed: '2026-03-29' })],
      during: 'kept',
      after: ['kept', 100_00n],
    },
  ] as const
  test.each(cases)('$what', ({ money, during, after }) => {
    expect(judged('2026-03-27 23:58', { money })[0]?.[0]).toBe(during)
    expect(judged('2026-03-30', { money })).toEqual([after])
  })

  test('late imports turn broken into kept', () => {
    const money = [paid('2026-03-27', 100_00n, { recorded: '2026-03-30 09:00' })]
    expect(judged('2026-03-28', { money })[0]?.[0]).toBe('broken')
    expect(judged('2026-03-30 09:00', { money })[0]?.[0]).toBe('kept')
  })

  test('replaced by another one, by an arrangement, or taken back: only while it is open', () => {
    const second = promised('2026-03-26', '2026-03-29')
    expect(judged('2026-03-26', { promises: [first, second] })).toEqual([
      ['replaced', 0n],
      ['open', 0n],
    ])
    const arrangedAt = [at('2026-03-28')]
    expect(judged('2026-03-29', { arrangedAt })).toEqual([['broken', 0n]])
    expect(judged('2026-03-29', { promises: [second], arrangedAt })).toEqual([['replaced', 0n]])
    const takenBack = { ...first, withdrawnAt: at('2026-03-21') }
    expect(judged('2026-03-30', { promises: [takenBack] })).toEqual([['withdrawn', 0n]])
    const money = [paid('2026-03-20 12:00', 100_00n)]
    expect(judged('2026-03-30', { promises: [takenBack, second], money })).toEqual([
      ['kept', 100_00n],
      ['broken', 0n],
    ])
  })

  test('one payment keeps one promise', () => {
    const both = [promised('2026-03-20', '2026-03-22', 50_00n), promised('2026-03-23', '2026-03-25', 50_00n)]
    const sameDay = [
      promised('2026-03-20 09:00', '2026-03-20', 50_00n),
      promised('2026-03-20 18:00', '2026-03-22', 50_00n),
    ]
    expect(judged('2026-03-30', { promises: both, money: [paid('2026-03-21', 100_00n)] })).toEqual([
      ['kept', 50_00n],
      ['broken', 0n],
    ])
    expect(judged('2026-03-30', { promises: sameDay, money: [paid('2026-03-20 12:00', 100_00n)] })).toEqual([
      ['kept', 50_00n],
      ['broken', 0n],
    ])
  })
})

const hour = fc.integer({ min: 0, max: 24 * 40 })
const someFacts = fc.record({
  promises: fc.uniqueArray(
    fc
      .record({
        no: fc.nat(10_000),
        hours: hour,
        days: fc.integer({ min: 0, max: 10 }),
        amountMinor: fc.bigInt(1n, 200n),
      })
      .map(({ no, hours, days, amountMinor }): PaymentPromise => {
        const madeAt = at('2026-03-01').add({ hours })
        const on = madeAt.toZonedDateTimeISO(moscow).toPlainDate().add({ days }).toString() as PlainDateIso
        return { promiseNo: `Z-${no}`, planNo: 'K-1', seq: 3, amountMinor, on, madeAt }
      }),
    { maxLength: 4, selector: ({ promiseNo }) => promiseNo },
  ),
  money: fc.uniqueArray(
    fc
      .record({
        no: fc.nat(10_000),
        hours: hour,
        late: fc.nat(200),
        back: fc.option(fc.nat(200)),
        amountMinor: fc.bigInt(1n, 200n),
      })
      .map(({ no, hours, late, back, amountMinor }): PlanPayment => {
        const valueAt = at('2026-03-01').add({ hours })
        const recordedAt = valueAt.add({ hours: late })
        const reversedAt = back === null ? undefined : recordedAt.add({ hours: back })
        return { entryId: `P-${no}`, amountMinor, valueAt, recordedAt, ...(reversedAt && { reversedAt }) }
      }),
    { maxLength: 5, selector: ({ entryId }) => entryId },
  ),
  arrangedAt: fc.array(
    hour.map((hours) => at('2026-03-01').add({ hours })),
    { maxLength: 1 },
  ),
  now: hour.map((hours) => at('2026-03-05').add({ hours })),
})

test('whatever is promised and paid: no money counts twice, one at most is open, and the order of facts does not matter', () => {
  fc.assert(
    fc.property(someFacts, ({ promises, money, arrangedAt, now }) => {
      const result = judgePromises({ promises, payments: money, arrangedAt }, moscow, now)
      const turned = { promises: promises.toReversed(), payments: money.toReversed(), arrangedAt }
      expect(judgePromises(turned, moscow, now)).toEqual(result)
      const there = money.filter(({ valueAt, recordedAt }) =>
        [valueAt, recordedAt].every((each) => Temporal.Instant.compare(each, now) <= 0),
      )
      const sum = (all: readonly bigint[]) => all.reduce((one, other) => one + other, 0n)
      expect(sum(result.map(({ paidMinor }) => paidMinor)) <= sum(there.map(({ amountMinor }) => amountMinor))).toBe(
        true,
      )
      expect(result.filter(({ name }) => name === 'open').length).toBeLessThanOrEqual(1)
      const today = now.toZonedDateTimeISO(moscow).toPlainDate().toString()
      for (const { promise, name, paidMinor, keptOn } of result) {
        expect(keptOn !== undefined).toBe(name === 'kept')
        if (name === 'kept') expect(paidMinor).toBe(promise.amountMinor)
        if (name === 'part_kept') expect(paidMinor > 0n && paidMinor < promise.amountMinor).toBe(true)
        if (name === 'broken' || name === 'part_kept') expect(promise.on < today).toBe(true)
        if (name === 'open') expect(promise.on >= today).toBe(true)
        if (keptOn) expect(keptOn <= promise.on).toBe(true)
      }
    }),
    { numRuns: 1_000 },
  )
}, 60_000)
