/**
 * The end of grace as the person, the operator and the support team see it. K-101: the third of six installments was due on
 * 10 March 2026, so X is 29 March; two are paid, so 400 of 3,000 shares are credited. K-110B: due on 2 March, X is 21 March.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Person } from '../support/bot-api/person.ts'
import { type Journey, startJourney } from './journey.ts'
import { createReader, importAt, jsonLines, moveTo, openTasks, planOf } from './nudging.ts'
import { fact, plain, shares, words } from './texts.ts'

let journey: Journey
let asha: Person
const unread = createReader()
/** Of plans, once all that was under way has come to its end: what is stopped has done everything that it began. */
async function leftBehind(moment: string, ...planNos: string[]): Promise<unknown[]> {
  return jsonLines((await journey.stopAndRun(moment, 'plan', ...planNos, '--json')).out)
}

const told = () => unread(asha).map(({ text }) => plain(text))

beforeAll(async () => {
  journey = await startJourney({ clock: '2026-03-28T07:00:00+03:00', env: { NUDGES: 'on' } })
  asha = journey.api.person({ id: 9401 })
  await journey.link(asha, 'M-101')
  unread(asha)
})

afterAll(async () => {
  expect(journey.failures()).toEqual([])
  await journey.close()
})

test('the final notice and the last day: also while nobody says what was paid, and then a payment on its way counts', async () => {
  await moveTo(journey, '2026-03-28T12:30:00+03:00')
  await moveTo(journey, '2026-03-29T12:30:00+03:00')
  const [finalNotice, lastDay, ...more] = told()
  expect(more).toEqual([])
  expect(finalNotice).toContain(words('hi', 'nudges.heading.finalNotice'))
  expect(lastDay).toContain(words('hi', 'nudges.heading.lastDay'))
  for (const message of [finalNotice, lastDay]) expect(message).toContain(words('hi', 'nudges.onItsWay'))
})

test('a day later the time is over: said once, and nobody is told to count on a payment made now', async () => {
  await importAt(journey, '2026-03-30T09:00:00+03:00')
  await moveTo(journey, '2026-03-30T12:30:00+03:00')
  const [tooLate, ...more] = told()
  expect(more).toEqual([])
  expect(tooLate).toContain(words('hi', 'next.headingCancellationDue'))
  // Zoë is not linked: since the 28th somebody is asked to reach her.
  expect((await openTasks(journey, 'reach_member')).map(({ plan_no }) => plan_no)).toContain('K-110B')
  // The payments of Asha's last day may still be on their way, and Zoë's partner has had two days to reach her.
  expect(await leftBehind('2026-03-30T12:40:00+03:00', 'K-101', 'K-110B')).toMatchObject([
    { state: 'cancellation_due', last_payable_on: '2026-03-29' },
    { state: 'cancellation_due', last_payable_on: '2026-03-21' },
  ])
})

test('the back office states payments up to after the lag: cancelled, told once, with the shares that stay', async () => {
  await importAt(journey, '2026-03-31T23:59:59+03:00')
  await moveTo(journey, '2026-04-01T10:00:00+03:00')
  expect(await leftBehind('2026-04-01T10:10:00+03:00', 'K-101')).toMatchObject([{ state: 'cancellation_due' }])
  expect(told()).toEqual([])
  await importAt(journey, '2026-04-01T00:00:00+03:00')
  await moveTo(journey, '2026-04-01T12:30:00+03:00')
  await expect
    .poll(() => planOf(journey, 'K-101'), { timeout: 30_000 })
    .toMatchObject({
      state: 'cancelled',
      paid: '20000.00',
      outstanding: '0.00',
      shares_credited: 400,
      shares_locked: 0,
      cancels_on: null,
    })
  await moveTo(journey, '2026-04-01T13:30:00+03:00')
  const [cancelled, ...more] = told()
  expect(more).toEqual([])
  expect(cancelled).toContain(words('hi', 'next.headingCancelled'))
  expect(cancelled).toContain(shares('hi', 400))
  expect(cancelled).toContain(words('hi', 'nudges.cancelled'))
})

test('who cannot be written to is cancelled once a person has had three days to reach them', async () => {
  expect(await planOf(journey, 'K-110B')).toMatchObject({ state: 'cancelled' })
})

test('paid in time, imported late: the plan goes on by itself, and its owner is told', async () => {
  const payment = ['P-9', 'M-101', 'K-101', 'INR', '10000.00', '2026-03-29'] as const
  await importAt(journey, '2026-04-02T09:00:00+03:00', payment)
  await moveTo(journey, '2026-04-02T12:30:00+03:00')
  expect(await planOf(journey, 'K-101')).toMatchObject({ state: 'active', shares_credited: 600 })
  const [restored, ...more] = told()
  expect(more).toEqual([])
  expect(restored).toContain(words('hi', 'nudges.heading.restored'))
  expect(restored).toContain(words('hi', 'nudges.restoredByPayment'))
  expect(restored).toContain(fact('hi', 'label.sharesCredited', shares('hi', 600)))
  expect(await openTasks(journey, 'restoration')).toMatchObject([{ plan_no: 'K-101' }])
  const { exitCode, out } = await journey.typed('doctor')
  expect(exitCode, out).toBe(0)
})
