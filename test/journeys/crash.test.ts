/** Killed at any moment and started again: no update is lost, no link, and nothing takes effect twice. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Person } from '../support/bot-api/person.ts'
import { ask, type Journey, patient, startJourney } from './journey.ts'
import { words } from './texts.ts'

let journey: Journey
let asha: Person

beforeAll(async () => {
  journey = await startJourney()
  asha = journey.api.person({ id: 5001 })
  await journey.link(asha, 'M-101')
})

afterAll(() => journey.close())

test('killed between updates: what came meanwhile is answered, in order, and the link is kept', async () => {
  await journey.kisht().kill()
  asha.catchUp()
  for (const text of ['/next', '/shares', '/pay']) asha.sends(text)
  await journey.startAgain()
  for (const heading of ['next.headingOverdue', 'shares.heading', 'pay.heading'] as const) {
    expect((await asha.nextMessage(patient)).text).toContain(words('hi', heading))
  }
  expect(journey.failures()).toEqual([])
  // Whoever used a webhook before gets rid of it; what waited for it is kept.
  expect(journey.api.callsOf('deleteWebhook').map(({ payload }) => payload)).toEqual([{}, {}])
})

test('killed while answers wait to be sent: a question is answered after the start, once; a deed is done, and kept', async () => {
  const person = journey.api.person({ id: 5002, languageCode: 'en' })
  person.starts(await journey.code('M-106'))
  await person.nextMessage(patient)
  const hold = (chatId: number) =>
    journey.api.faults.add({ kind: 'tooManyRequests', retryAfterSeconds: 5, method: 'sendMessage', chatId })
  const held = [hold(5001), hold(5002)]
  asha.catchUp()
  asha.sends('/schedule')
  person.taps('link yes')
  for (const fault of held) await expect.poll(() => fault.hitCount, { timeout: 10_000 }).toBe(1)
  await journey.kisht().kill()
  await journey.startAgain()
  expect((await asha.nextMessage(patient)).text).toContain(words('hi', 'schedule.heading'))
  const before = asha.inbox.length
  await ask(asha, '/help')
  expect(asha.inbox).toHaveLength(before + 1)
  expect((await ask(person, '/next')).text).toContain('K-106B')
})

test('killed while many write: every question is answered', async () => {
  const crowd = Array.from({ length: 12 }, (_, index) => journey.api.person({ id: 5100 + index, languageCode: 'en' }))
  for (const pause of [0, 30]) {
    for (const person of crowd) {
      person.catchUp()
      person.sends('/help')
    }
    await new Promise((resolve) => setTimeout(resolve, pause))
    await journey.kisht().kill()
    await journey.startAgain()
    for (const person of crowd) expect((await person.nextMessage(patient)).text).toContain(words('en', 'help.heading'))
  }
  expect(journey.failures()).toEqual([])
})

test('stopped as an operator does: at once from a long poll, and after the answers that are on their way', async () => {
  const startedMs = performance.now()
  expect(await journey.kisht().stop()).toBe(0)
  expect(performance.now() - startedMs).toBeLessThan(5_000)
  await journey.startAgain()
  const planned = journey.api.faults.add({
    kind: 'tooManyRequests',
    retryAfterSeconds: 1,
    method: 'sendMessage',
    chatId: 5001,
  })
  asha.catchUp()
  asha.sends('/next')
  await expect.poll(() => planned.hitCount, { timeout: 10_000 }).toBe(1)
  expect(await journey.kisht().stop()).toBe(0)
  expect((await asha.nextMessage(patient)).text).toContain('K-101')
  await journey.startAgain()
  const before = asha.inbox.length
  await ask(asha, '/help')
  expect(asha.inbox).toHaveLength(before + 1)
})
