/**
 * Money comes in while people are being reminded: what was true when a message was planned may not be so when it goes. On
 * 23 March 2026 a final notice is due to M-106, and on 25 March the next reminder to M-110.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Person } from '../support/bot-api/person.ts'
import { type Journey, startJourney } from './journey.ts'
import { createReader, importAt, importFiles, moveTo, moveToHeldUp, paymentFiles, rehearse } from './nudging.ts'
import { bonusShares, fact, plain, shares, words } from './texts.ts'

let journey: Journey
let john: Person
let zoe: Person
const unread = createReader()

beforeAll(async () => {
  journey = await startJourney({ clock: '2026-03-23T08:30:00+03:00', env: { NUDGES: 'on' } })
  john = journey.api.person({ id: 9306 })
  zoe = journey.api.person({ id: 9310 })
  await journey.link(john, 'M-106')
  await journey.link(zoe, 'M-110')
  for (const person of [john, zoe]) unread(person)
})

afterAll(async () => {
  expect(journey.failures()).toEqual([])
  await journey.close()
})

test('paid before the reminder goes: it does not go, and what the payment added is said, once', async () => {
  const finalNotice = { plan_no: 'K-106B', step: '+18', reason: 'quiet_hours' }
  expect(await rehearse(journey)).toContainEqual(expect.objectContaining(finalNotice))
  const payment = paymentFiles(['P-1', 'M-106', 'K-106B', 'EUR', '500.00', '2026-03-22'])
  await importFiles(payment, '2026-03-23T08:00:00+03:00', journey.kisht().command)
  await moveTo(journey, '2026-03-23T14:30:00+03:00')
  const [thanks, ...more] = unread(john)
  expect(more).toEqual([])
  const told = plain(thanks?.text ?? '')
  expect(told).toContain(words('en', 'nudges.heading.paymentReceived'))
  expect(told).toContain(fact('en', 'nudges.label.received', '€500.00'))
  // A third of 500 shares comes before the last of two installments; it was late, so there is no bonus.
  expect(told).toContain(fact('en', 'nudges.label.added', shares('en', 166)))
  expect(told).not.toContain(words('en', 'nudges.label.bonusAdded'))
  expect(told).not.toContain(words('en', 'nudges.heading.finalNotice'))
})

test('planned, and held up by Telegram: paid meanwhile, it is thrown away', async () => {
  unread(zoe)
  const busy = journey.api.faults.add({
    kind: 'tooManyRequests',
    retryAfterSeconds: 300,
    chatId: zoe.user.id,
    times: 5,
  })
  await importAt(journey, '2026-03-25T12:00:00+03:00')
  await moveToHeldUp(journey, '2026-03-25T14:30:00+03:00', () => busy.hitCount > 0)
  expect(unread(zoe)).toEqual([])
  busy.remove()
  const payment = ['P-2', 'M-110', 'K-110A', 'EUR', '300.00', '2026-03-24'] as const
  await importAt(journey, '2026-03-25T14:50:00+03:00', payment)
  await moveTo(journey, '2026-03-25T15:00:00+03:00')
  // The payment was looked at while the reminder was still on its way.
  await moveTo(journey, '2026-03-25T15:02:00+03:00')
  const told = unread(zoe).map(({ text }) => plain(text))
  expect(told).toHaveLength(1)
  expect(told[0]).toContain(words('en', 'nudges.heading.paymentReceived'))
  expect(told[0]).toContain(fact('en', 'nudges.label.added', shares('en', 200)))
})

test('paid in time: the bonus that it secured is said', async () => {
  const payment = ['P-3', 'M-106', 'K-106B', 'EUR', '500.00', '2026-05-02'] as const
  await importAt(journey, '2026-05-02T09:00:00+03:00', payment)
  await moveTo(journey, '2026-05-02T14:30:00+03:00')
  const told = plain(unread(john).at(-1)?.text ?? '')
  expect(told).toContain(words('en', 'next.headingCompleted'))
  expect(told).toContain(bonusShares('en', 12))
})
