/** Example 2 of DOMAIN.md, the parts that need no arrangement. */
import { expect, test } from 'vitest'
import { at, expectLastPayable, just, paid, stateAt } from './case.ts'

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
