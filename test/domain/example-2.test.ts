/** Example 2 of DOMAIN.md: the clock first, then the promise and the arrangement from beginning to end. */
import { describe, expect, test } from 'vitest'
import { optionMeaning } from '../../src/domain/arrangements/option-meaning.ts'
import { defaultPolicy } from '../../src/domain/policy.ts'
import { mayPromise } from '../../src/domain/promises/may-promise.ts'
import type { PaymentPromise } from '../../src/domain/promises/promise.ts'
import { judgePromises } from '../../src/domain/promises/promise-life.ts'
import { acceptAt, Course, optionOf, optionsAt, stepsOf } from './arrangements/case.ts'
import { at, expectLastPayable, just, moscow, onTime5, paid, stateAt } from './case.ts'

const payments = [paid('2026-01-10', 100_00n), paid('2026-02-10', 100_00n)]

test('X = 29 March; cancellation is due from 30 March 00:00 in Moscow', () => {
  expectLastPayable('2026-03-29', { payments })
  expect(stateAt('2026-03-29', { payments }).delinquency).toMatchObject({
    daysOverdue: 19,
    tooLateAt: Temporal.Instant.from('2026-03-29T21:00Z'),
  })
})

test('the last minute in Jaipur is 30 March, 02:29', () => {
  const tooLateAt = stateAt('2026-03-29', { payments }).delinquency?.tooLateAt
  const lastMinute = tooLateAt?.subtract({ minutes: 1 }).toZonedDateTimeISO('Asia/Kolkata')
  expect(lastMinute?.toPlainDateTime().toString({ smallestUnit: 'minute' })).toBe('2026-03-30T02:29')
  expect(stateAt(at('2026-03-30 02:29', 'Asia/Kolkata'), { payments }).name).toBe('overdue')
  expect(stateAt(at('2026-03-30 02:30', 'Asia/Kolkata'), { payments }).name).toBe('cancellation_due')
})

test('money of the last moment saves the plan; money that comes later does too, until the cancellation is recorded', () => {
  const last = just(at('2026-03-30'))
  const entry = { entryId: 'P-3', amountMinor: 100_00n, recordedAt: at('2026-04-01') }
  expect(stateAt('2026-04-01', { payments: [...payments, { ...entry, valueAt: last }] }).name).toBe('active')
  expect(stateAt('2026-04-01', { payments: [...payments, { ...entry, valueAt: at('2026-03-31') }] }).name).toBe(
    'active',
  )
})

test('with the deposit alone (15.00 in #3) the clock of #3 stays: part payment is no payment', () => {
  expectLastPayable('2026-03-29', { payments: [...payments, paid('2026-03-29', 15_00n)] })
})

test('#3 paid, 15.00 in #4: D = 10 April, X = 29 April, cancellation due from 30 April 00:00', () => {
  const later = [...payments, paid('2026-03-29', 15_00n), paid('2026-04-10', 100_00n)]
  expect(stateAt('2026-04-19', { payments: later }).next?.paidMinor).toBe(15_00n)
  expectLastPayable('2026-04-29', { payments: later })
})

const promise: PaymentPromise = {
  promiseNo: 'Z-1',
  planNo: 'K-1',
  seq: 3,
  amountMinor: 100_00n,
  on: '2026-03-29',
  madeAt: at('2026-03-27 10:00'),
}

test('27 March: a promise of 100 by 29 March; on 28 March the arrangement replaces it', () => {
  const state = stateAt('2026-03-27 10:00', { payments })
  expect(mayPromise(promise, state, [], defaultPolicy)).toEqual({ ok: true, seq: 3 })
  expect(mayPromise({ ...promise, on: '2026-03-30' }, state, [], defaultPolicy)).toEqual({
    ok: false,
    reason: 'after_last_payable',
  })
  const judgedAt = (now: string) =>
    judgePromises({ promises: [promise], payments, arrangedAt: [at('2026-03-28 14:00')] }, moscow, at(now))
  expect(judgedAt('2026-03-28 13:59')[0]?.name).toBe('open')
  expect(judgedAt('2026-03-28 14:00')[0]?.name).toBe('replaced')
  expect(judgedAt('2026-04-10')[0]?.name).toBe('replaced')
})

describe('the arrangement', () => {
  const deposit = paid('2026-03-29', 15_00n, { recorded: '2026-03-31 10:00' })
  const begun = () => new Course(acceptAt('2026-03-28 14:00', 'catch_up'))

  test('arrears 100.00: 15.00 by 31 March, 142.50 on 15 April, 142.50 on 15 May; it carries #4 and #5', () => {
    const answer = optionsAt()
    expect(answer.may).toMatchObject({ ok: true, depositDueOn: '2026-03-31', holds: true })
    const option = optionOf(answer, 'catch_up')
    expect(stepsOf(option)).toEqual(['2026-03-31 1500', '2026-04-15 14250', '2026-05-15 14250'])
    expect(option.plans).toEqual([
      { planNo: 'K-1', settledAtMinor: 500_00n, owedMinor: 300_00n, lastPayableOn: '2026-03-29', daysLeft: 1 },
    ])
  })

  test('the other ways: over six months, or after a pause', () => {
    const answer = optionsAt()
    expect(stepsOf(optionOf(answer, 'spread'))).toEqual([
      '2026-03-31 1500',
      '2026-04-15 6417',
      '2026-05-15 6417',
      '2026-06-15 6417',
      '2026-07-15 6417',
      '2026-08-15 6416',
      '2026-09-15 6416',
    ])
    expect(stepsOf(optionOf(answer, 'pause'))).toEqual([
      '2026-03-31 1500',
      '2026-05-15 12834',
      '2026-06-15 12833',
      '2026-07-15 12833',
    ])
  })

  test('what it means: 666 shares at the end instead of 266 now, and the bonuses of #4 and #5 forgone', () => {
    const option = optionOf(optionsAt(), 'catch_up')
    const plans = [begun().facts]
    expect(optionMeaning(option, plans, [onTime5], defaultPolicy, at('2026-03-28 14:00'))).toEqual({
      shares: { creditedNow: 266n, creditedAtEnd: 666n, lockedAtEnd: 1334n },
      bonus: { securedNow: 33n, securedAtEnd: 33n, forgone: 33n },
      cancellation: {
        lastPayableOn: '2026-03-29',
        depositDueOn: '2026-03-31',
        toleranceDays: 3,
        endOn: '2026-05-15',
      },
    })
  })

  test('cancellation is held until 31 March, and ends with it when nothing comes', () => {
    const course = begun()
    expect(course.lookAt('2026-03-31 23:59')).toEqual({
      name: 'accepted',
      coming: { place: 0, on: '2026-03-31', missingMinor: 15_00n, lastOn: '2026-03-31' },
    })
    expect(course.planAt('2026-03-31 23:59')).toMatchObject({
      name: 'overdue',
      delinquency: { lastPayableOn: '2026-03-31' },
    })
    expect(course.lookAt('2026-04-01')).toEqual({ name: 'expired' })
    expect(course.planAt('2026-04-01').name).toBe('cancellation_due')
    expect(course.recorded).toEqual(['arrangement_accepted'])
  })

  test('the deposit valued 29 March and imported on 31 March makes it active from 29 March', () => {
    const course = begun().pay(deposit)
    expect(course.lookAt('2026-03-30 12:00').name).toBe('accepted')
    expect(course.lookAt('2026-03-31 10:00')).toEqual({
      name: 'active',
      activatedOn: '2026-03-29',
      followUpOn: '2026-05-15',
      coming: { place: 1, on: '2026-04-15', missingMinor: 142_50n, lastOn: '2026-04-18' },
    })
    expect(course.recorded).toEqual(['arrangement_accepted', 'arrangement_activated 2026-03-29'])
    expect(course.planAt('2026-04-02').name).toBe('arranged')
  })

  test('100.00 on 10 April: step 1 is not kept, 16 to 18 April are tolerated, it lapses on 19 April: X = 29 April', () => {
    const course = begun().pay(deposit, paid('2026-04-10', 100_00n))
    course.lookAt('2026-03-31 10:00')
    expect(course.lookAt('2026-04-15 12:00').coming).toMatchObject({ place: 1, missingMinor: 42_50n })
    expect(course.lookAt(just(at('2026-04-19')).toZonedDateTimeISO(moscow).toPlainDateTime().toString()).name).toBe(
      'active',
    )
    expect(course.planAt('2026-04-18 23:59').name).toBe('arranged')
    expect(course.lookAt('2026-04-19')).toMatchObject({ name: 'lapsed', lapsedOn: '2026-04-19' })
    expect(course.recorded.at(-1)).toBe('arrangement_lapsed 2026-04-19')
    expect(course.planAt('2026-04-19')).toMatchObject({
      name: 'overdue',
      next: { seq: 4, dueOn: '2026-04-10', paidMinor: 15_00n },
      delinquency: { lastPayableOn: '2026-04-29' },
    })
    expect(course.planAt('2026-04-29 23:59').name).toBe('overdue')
    expect(course.planAt('2026-04-30').name).toBe('cancellation_due')
  })

  test('had only the deposit come: D = 10 March, X = 22 April', () => {
    const course = begun().pay(deposit)
    course.lookAt('2026-03-31 10:00')
    course.lookAt('2026-04-19 08:00')
    expect(course.planAt('2026-04-19 08:00')).toMatchObject({
      name: 'overdue',
      next: { seq: 3, dueOn: '2026-03-10' },
      delinquency: { lastPayableOn: '2026-04-22' },
    })
    expect(course.planAt('2026-04-23').name).toBe('cancellation_due')
  })
})
