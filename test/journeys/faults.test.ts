/** Trouble on the way to Telegram: whoever it meets, the next person is answered meanwhile, and so is the next update. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { FaultScript } from '../support/bot-api/faults.ts'
import type { Person } from '../support/bot-api/person.ts'
import { ask, type Journey, patient, startJourney, token } from './journey.ts'
import { words } from './texts.ts'

let journey: Journey
let asha: Person
let john: Person

beforeAll(async () => {
  journey = await startJourney()
  asha = journey.api.person({ id: 4001 })
  john = journey.api.person({ id: 4002 })
  await journey.link(asha, 'M-101')
  await journey.link(john, 'M-106')
})

afterEach(async () => {
  journey.api.faults.clear()
  await expect.poll(() => journey.api.pendingUpdateCount, { timeout: 10_000 }).toBe(0)
  expect((await ask(asha, '/next')).text).toContain('K-101')
})

afterAll(() => journey.close())

const chatId = 4001

describe('on the reply', () => {
  const troubles: Record<string, FaultScript> = {
    '429 with retry_after': { kind: 'tooManyRequests', retryAfterSeconds: 2 },
    '500': { kind: 'serverError' },
    '502': { kind: 'serverError', errorCode: 502 },
    'broken before it was accepted': { kind: 'dropBeforeAccepting' },
    'accepted, then dropped': { kind: 'dropAfterAccepting' },
    slow: { kind: 'slow', latencyMs: 2_500 },
  }

  test('everyone in trouble gets the answer in the end, and the next person is answered meanwhile', async () => {
    const inTrouble = Object.entries(troubles).map(([name, trouble], index) => {
      const person = journey.api.person({ id: 4100 + index, languageCode: 'en' })
      const fault = journey.api.faults.add({ ...trouble, method: 'sendMessage', chatId: person.user.id })
      return { name, person, fault }
    })
    const answered: string[] = []
    const answers = inTrouble.map(async ({ name, person, fault }) => {
      person.sends('/support')
      await expect.poll(() => fault.hitCount, { timeout: 10_000 }).toBe(1)
      expect((await person.nextMessage(patient)).text, name).toContain(words('en', 'support.heading'))
      answered.push(name)
    })
    await Promise.all(inTrouble.map(({ fault }) => expect.poll(() => fault.hitCount, { timeout: 10_000 }).toBe(1)))
    expect((await ask(john, '/next')).text).toContain('K-106B')
    // Whom the double takes a message from is answered at once, though the bot does not know.
    expect(answered.filter((name) => name !== 'accepted, then dropped')).toEqual([])
    await Promise.all(answers)
    await expect.poll(() => journey.api.pendingUpdateCount, { timeout: 10_000 }).toBe(0)
    for (const { name, person } of inTrouble) {
      expect(person.inbox, name).toHaveLength(name === 'accepted, then dropped' ? 2 : 1)
    }
    expect(inTrouble.find(({ name }) => name === 'slow')?.person.actions).toContain('typing')
  })

  test.each([
    ['a 429 that asks for too long a wait', { kind: 'tooManyRequests', retryAfterSeconds: 600 }],
    ['403', { kind: 'forbidden' }],
    ['400', { kind: 'badRequest', reason: 'have no rights to send a message' }],
  ] as const)('%s: this answer is lost, nothing else is', async (_, fault) => {
    const planned = journey.api.faults.add({ ...fault, method: 'sendMessage', chatId })
    asha.sends('/shares')
    await expect.poll(() => planned.hitCount, { timeout: 10_000 }).toBe(1)
    expect((await ask(john, '/next')).text).toContain('K-106B')
  })

  test('a person who blocked the bot and comes back', async () => {
    john.sends('/next')
    john.blocks()
    expect((await ask(asha, '/next')).text).toContain('K-101')
    john.unblocks()
    await expect.poll(() => journey.api.pendingUpdateCount).toBe(0)
    expect((await ask(john, '/next')).text).toContain('K-106B')
  })
})

describe('around the reply', () => {
  test('the tap cannot be answered, the commands cannot be listed: the reply comes all the same', async () => {
    journey.api.faults.add({ kind: 'badRequest', reason: 'query is too old', method: 'answerCallbackQuery' })
    journey.api.faults.add({ kind: 'badRequest', reason: 'BOT_COMMAND_INVALID', method: 'setMyCommands' })
    asha.catchUp()
    asha.taps('pay K-101')
    expect((await asha.nextMessage(patient)).text).toContain(words('hi', 'pay.heading'))
    expect((await ask(asha, '/language hi')).text).toContain(words('hi', 'language.changed'))
  })

  test('a message that cannot be edited any more is sent anew', async () => {
    const lucia = journey.api.person({ id: 4003 })
    await journey.link(lucia, 'P-100')
    const shown = await ask(lucia, '/overdue')
    journey.api.faults.add({ kind: 'badRequest', reason: "message can't be edited", method: 'editMessageText' })
    lucia.catchUp()
    lucia.taps('overdue 2', shown)
    expect((await lucia.nextMessage(patient)).text).toContain('K-105A')
  })

  test('fetching updates fails in every way, and goes on', async () => {
    const { faults } = journey.api
    faults.add({ kind: 'serverError', errorCode: 502, method: 'getUpdates' })
    faults.add({ kind: 'dropBeforeAccepting', method: 'getUpdates' })
    faults.add({ kind: 'dropAfterAccepting', method: 'getUpdates' })
    faults.add({ kind: 'tooManyRequests', retryAfterSeconds: 1, method: 'getUpdates' })
    for (const _ of [1, 2, 3]) {
      john.catchUp()
      john.sends('/next')
      expect((await john.nextMessage({ timeoutMs: 30_000 })).text).toContain('K-106B')
    }
  })
})

describe('the same update twice', () => {
  test('a question is answered once', async () => {
    asha.catchUp()
    const updateId = asha.sends('/next')
    await asha.nextMessage(patient)
    const before = asha.inbox.length
    for (const _ of [1, 2, 3]) journey.api.redeliver(updateId)
    await ask(john, '/help')
    await ask(asha, '/help')
    expect(asha.inbox).toHaveLength(before + 1)
  })

  test('a deed takes effect once: the language changed back meanwhile stays, a code counts one wrong attempt', async () => {
    const person = journey.api.person({ id: 4004, languageCode: 'en' })
    const toGerman = person.sends('/language de')
    await person.nextMessage(patient)
    await ask(person, '/language es')
    journey.api.redeliver(toGerman)
    expect((await ask(person, '/help')).text).toContain(words('es', 'help.heading'))
    person.catchUp()
    const wrong = person.sends('/start wrong')
    await person.nextMessage(patient)
    for (const _ of [1, 2, 3, 4, 5, 6]) journey.api.redeliver(wrong)
    expect((await ask(person, `/start ${await journey.code('M-108')}`)).text).toContain(
      words('es', 'link.confirm.heading'),
    )
  })
})

test('what is written about all this names no token, no person and no amount', () => {
  const stderr = journey.kisht().stderr()
  expect(stderr).toContain('failed')
  expect(stderr).not.toContain(token)
  expect(stderr).not.toContain(token.split(':')[1] ?? '')
  expect(stderr).not.toMatch(/वर्मा|Baker|\+91|K-101|₹|€/)
  for (const line of stderr.trim().split('\n')) expect(() => JSON.parse(line), line).not.toThrow()
})
