/** The same conversation when Telegram posts the updates to us. */
import { request } from 'node:http'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Person } from '../support/bot-api/person.ts'
import { ask, type Journey, patient, startJourney, webhookSecret } from './journey.ts'
import { words } from './texts.ts'

let journey: Journey
let john: Person
let address: string

beforeAll(async () => {
  journey = await startJourney({ way: 'webhook', api: { webhookRetry: { firstDelayMs: 50, maxDelayMs: 500 } } })
  address = `${journey.kisht().address}/telegram/webhook`
  john = journey.api.person({ id: 6001 })
  await journey.link(john, 'M-106')
})

afterEach(async () => {
  journey.api.faults.clear()
  expect((await ask(john, '/next')).text).toContain('K-106B')
})

afterAll(() => journey.close())

function post(body: string, headers: Record<string, string> = { 'x-telegram-bot-api-secret-token': webhookSecret }) {
  return fetch(address, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } })
}

/** On a connection of its own, because the server hangs up before all was said; gives the status. */
function postAlone(body: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const headers = { 'x-telegram-bot-api-secret-token': webhookSecret, 'content-length': Buffer.byteLength(body) }
    const sending = request(address, { method: 'POST', agent: false, headers }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    sending.on('error', () => resolve(undefined))
    sending.end(body)
  })
}

test('it is announced with its secret and the kinds of update that are read', () => {
  expect(journey.api.callsOf('setWebhook').map(({ payload }) => payload)).toEqual([
    { url: address, secret_token: webhookSecret, allowed_updates: ['message', 'callback_query'] },
  ])
  expect(journey.api.callsOf('getUpdates')).toEqual([])
})

describe('whoever is not Telegram', () => {
  test('a wrong, missing or empty secret: 401 before anything is read', async () => {
    const update = JSON.stringify({ update_id: 1, message: { text: '/next' } })
    for (const given of [undefined, '', 'wrong', `${webhookSecret}x`, webhookSecret.toUpperCase()]) {
      const headers = given === undefined ? {} : { 'x-telegram-bot-api-secret-token': given }
      for (const body of [update, 'no JSON at all {', '']) {
        const response = await post(body, headers)
        expect(response.status).toBe(401)
        expect(await response.text()).toBe('')
      }
    }
  })

  test('no JSON, or no update: 400; too much: 413; other ways of asking: 404', async () => {
    for (const body of ['', '{', 'null', '[]', '"x"', '1', '{}', '{"update_id":"1"}', '{"update_id":1.5}', '\u0000']) {
      expect((await post(body)).status, JSON.stringify(body)).toBe(400)
    }
    expect((await fetch(address)).status).toBe(404)
    expect((await fetch(address, { method: 'PUT', body: '{}' })).status).toBe(404)
    expect(await postAlone(`{"update_id":1,"x":"${'x'.repeat(1_100_000)}"}`)).toBe(413)
  })

  test('updates that Telegram would never send are taken, and hurt nobody', async () => {
    const chat = { id: 6001, type: 'private' }
    const from = { id: 6001, is_bot: false, first_name: 'x' }
    const bodies = [
      {},
      { message: null },
      { message: {} },
      { message: { from } },
      { message: { from, chat } },
      { message: { from, chat: { id: 'x', type: 1 }, text: '/next' } },
      { message: { from, chat, text: 5 } },
      { message: { from, chat, contact: {} } },
      { callback_query: {} },
      { callback_query: { id: '1', from, message: { chat }, data: { a: 1 } } },
      { edited_message: { from, chat, text: '/next' } },
      { channel_post: { chat: { id: -1, type: 'channel' }, text: '/next' } },
      { inline_query: { id: '1', from, query: '/next' } },
      { something_new: { from } },
    ]
    let updateId = 900_000_000
    const before = john.inbox.filter(({ text }) => text.includes('K-106')).length
    for (const body of bodies) {
      const response = await post(JSON.stringify({ update_id: ++updateId, ...body }))
      expect(response.status, JSON.stringify(body)).toBe(200)
    }
    expect(john.inbox.filter(({ text }) => text.includes('K-106'))).toHaveLength(before)
  })
})

test('a reply that takes long does not keep Telegram waiting, nor the next person', async () => {
  const asha = journey.api.person({ id: 6002, languageCode: 'hi' })
  await ask(asha, '/help')
  journey.api.faults.add({ kind: 'slow', latencyMs: 5_000, method: 'sendMessage', chatId: 6002 })
  asha.catchUp()
  const startedMs = performance.now()
  asha.sends('/support')
  await ask(john, '/next')
  await expect.poll(() => journey.api.pendingUpdateCount, { timeout: 8_000 }).toBe(0)
  expect(performance.now() - startedMs).toBeLessThan(4_900)
  expect((await asha.nextMessage(patient)).text).toContain(words('hi', 'support.heading'))
})

test('the same update twice, also at the same time, is answered once', async () => {
  john.catchUp()
  const updateId = john.sends('/shares')
  await john.nextMessage(patient)
  const before = john.inbox.length
  for (const _ of [1, 2, 3]) journey.api.redeliver(updateId)
  const chat = { id: 6001, type: 'private', first_name: 'John' }
  const body = JSON.stringify({
    update_id: 910_000_000,
    message: { message_id: 1, date: 1, chat, from: john.user, text: '/help' },
  })
  const responses = await Promise.all([1, 2, 3, 4].map(() => post(body)))
  expect(responses.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  await expect.poll(() => journey.api.pendingUpdateCount).toBe(0)
  expect(john.inbox).toHaveLength(before + 1)
})

test('killed and started again: what was posted meanwhile is posted again and answered, the link is kept', async () => {
  await expect.poll(() => journey.api.pendingUpdateCount).toBe(0)
  await journey.kisht().kill()
  john.catchUp()
  for (const text of ['/pay', '/shares']) john.sends(text)
  await journey.startAgain()
  for (const heading of ['pay.heading', 'shares.heading'] as const) {
    expect((await john.nextMessage(patient)).text).toContain(words('en', heading))
  }
  expect(journey.failures()).toEqual([])
})
