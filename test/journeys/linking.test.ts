/** Linking a chat to a member, as CONTRACT.md's "Linking" promises it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person } from '../support/bot-api/person.ts'
import { ask, type Journey, noon, patient, startJourney, tap } from './journey.ts'
import { text, words } from './texts.ts'

let journey: Journey
let lastId = 2000

beforeAll(async () => {
  journey = await startJourney()
})

afterAll(async () => {
  expect(journey.failures()).toEqual([])
  await journey.close()
})

const somebody = (): Person => journey.api.person({ id: ++lastId, languageCode: 'en' })

async function isLinked(person: Person): Promise<boolean> {
  const { text } = await ask(person, '/next')
  if (!text.includes(words('en', 'link.needed.heading'))) return true
  // The button for sharing a number comes in a message of its own.
  await person.nextMessage(patient)
  return false
}

describe('by code', () => {
  test('from the command line to the plans: masked details, and only a yes links', async () => {
    const { exitCode, out } = await journey.kisht().command('link', 'M-106')
    expect(exitCode).toBe(0)
    const code = /https:\/\/t\.me\/kisht_test_bot\?start=([\w-]{22})\s/.exec(out)?.[1] ?? ''
    const person = somebody()
    person.starts(code)
    const question = await person.nextMessage(patient)
    expect(question.text).toContain(words('en', 'link.confirm.heading'))
    expect(question.text).toContain('J••• B•••')
    expect(question.text).toContain('•••06')
    expect(question.text).not.toMatch(/John|Baker|M-106|447700900106|K-106/)
    expect(await isLinked(person)).toBe(false)
    person.catchUp()
    person.taps('link yes')
    const greeting = await person.nextMessage(patient)
    expect(greeting.text).toContain('John Baker')
    expect(greeting.text).toContain(words('en', 'link.done'))
    expect((await ask(person, '/next')).text).toContain('K-106B')
  })

  test('once: used, unknown, misspelt and malformed codes are answered alike', async () => {
    const [first, second] = [somebody(), somebody()]
    const code = await journey.code('M-107')
    const answers: string[] = []
    first.starts(code)
    await first.nextMessage(patient)
    await tap(first, 'link yes')
    for (const wrong of [code, 'A'.repeat(22), `${code}x`, 'M-107'])
      answers.push((await ask(second, `/start ${wrong}`)).text)
    expect(answers).toEqual(answers.map(() => words('en', 'link.refused')))
    expect(await isLinked(second)).toBe(false)
  })

  test('looking does not use it up; of two who looked, the first yes wins', async () => {
    const [first, second] = [somebody(), somebody()]
    const code = await journey.code('M-108')
    for (const person of [first, second]) {
      person.starts(code)
      await person.nextMessage(patient)
    }
    expect((await tap(second, 'link yes')).text).toContain('Ana Núñez')
    expect((await tap(first, 'link yes')).text).toBe(words('en', 'link.refused'))
    expect(await isLinked(first)).toBe(false)
  })

  test('a no links nothing, nor does a yes after it; the code still works', async () => {
    const person = somebody()
    const code = await journey.code('M-109')
    person.starts(code)
    await person.nextMessage(patient)
    expect((await tap(person, 'link no')).text).toBe(words('en', 'link.declined'))
    expect((await tap(person, 'link yes')).text).toBe(words('en', 'link.expired'))
    expect(await isLinked(person)).toBe(false)
    person.catchUp()
    person.starts(code)
    await person.nextMessage(patient)
    expect((await tap(person, 'link yes')).text).toContain('Radu Ionescu')
  })

  test('a yes that nobody asked for', async () => {
    const person = somebody()
    await ask(person, '/help')
    person.catchUp()
    person.forges('link yes')
    expect((await person.nextMessage(patient)).text).toBe(words('en', 'link.expired'))
  })

  test('after five wrong codes a chat has to wait, even with a right one; others need not', async () => {
    const [guesser, other] = [somebody(), somebody()]
    for (let count = 0; count < 5; count++) {
      expect((await ask(guesser, `/start ${'guess'.repeat(4)}0${count}`)).text).toBe(words('en', 'link.refused'))
    }
    const code = await journey.code('M-101')
    expect((await ask(guesser, `/start ${code}`)).text).toBe(words('en', 'link.tooMany'))
    expect((await ask(other, `/start ${code}`)).text).toContain(words('en', 'link.confirm.heading'))
  })

  test('it is not taken in a group', async () => {
    const person = somebody()
    const code = await journey.code('M-101')
    person.sendsInGroup(-77, `/start ${code}`)
    await expect.poll(() => journey.api.chat(-77).inbox.length, { timeout: 5000 }).toBe(1)
    expect(journey.api.chat(-77).inbox[0]?.text).toBe(words('en', 'privateOnly'))
    expect((await ask(person, `/start ${code}`)).text).toContain(words('en', 'link.confirm.heading'))
  })

  test('a member with a name that looks like a template keeps it', async () => {
    const person = somebody()
    expect((await journey.link(person, 'M-111')).text).toContain(
      words('en', 'start.headingNamed', { name: text('$t(menu.help) {{name}} $& Doe') }),
    )
    expect(person.inbox.at(-1)?.text).toContain('$t(menu.help) {{name}} $& Doe')
  })
})

describe('chats that were linked before', () => {
  test('are told, in the member’s language; the chat that asked is not', async () => {
    const [first, second] = [somebody(), somebody()]
    await journey.link(first, 'M-104')
    first.catchUp()
    await journey.link(second, 'M-104')
    const notice = await first.nextMessage(patient)
    expect(notice.text).toContain(words('ro', 'link.notice.heading'))
    expect(second.inbox.some(({ text }) => text.includes(words('ro', 'link.notice.heading')))).toBe(false)
    expect((await ask(first, '/next')).text).toContain('K-104')
  })

  test('a chat moves to another member: nothing of the first one is shown any more', async () => {
    const person = somebody()
    await journey.link(person, 'M-105')
    const greeting = await journey.link(person, 'M-103')
    expect(greeting.text).toContain(words('de', 'link.moved'))
    const answer = await ask(person, '/next K-105A')
    expect(answer.text).toContain(words('de', 'planNotFound'))
    expect((await ask(person, '/next')).text).toContain('K-103')
    await expect
      .poll(() => journey.api.commandsOf({ type: 'chat', chat_id: person.user.id }).map(({ command }) => command))
      .toContain('overdue')
  })
})

describe('by one’s own phone number', () => {
  test('that one member has, with or without a plus', async () => {
    for (const phone of ['+353850000110', '353850000110', '+353 85 000 0110']) {
      const person = somebody()
      person.sharesContact({ phone })
      const question = await person.nextMessage(patient)
      expect(question.text).toContain('•••10')
      expect(question.text).not.toContain('353850000110')
    }
    const person = somebody()
    person.sharesContact({ phone: '+525500000102' })
    await person.nextMessage(patient)
    expect((await tap(person, 'link yes')).text).toContain('Juan Pérez')
  })

  test('that two have, that none has, that is somebody else’s or nobody’s: one and the same answer', async () => {
    const person = somebody()
    const contacts = [
      { phone: '+34600000108' },
      { phone: '+34600999999' },
      { phone: '+447700900106', userId: 1 },
      { phone: '+447700900106', userId: null },
      { phone: '' },
      { phone: '+' },
      { phone: '‮+447700900106'.repeat(20) },
    ]
    for (const contact of contacts) {
      person.catchUp()
      person.sharesContact(contact)
      expect((await person.nextMessage(patient)).text).toBe(words('en', 'link.contactRefused'))
    }
    expect(await isLinked(person)).toBe(false)
  })
})

test('by the Telegram account that the back office named', async () => {
  const grace = journey.api.person({ id: 7107, languageCode: 'en' })
  const question = await ask(grace, '/start')
  expect(question.text).toContain('G••• L•••')
  expect((await tap(grace, 'link yes')).text).toContain('Grace Lee')
})

test('a question stays open for 15 minutes, a code for 24 hours', async () => {
  const [early, late] = [somebody(), somebody()]
  const code = await journey.code('M-106')
  early.starts(code)
  await early.nextMessage(patient)
  await journey.kisht().stop()
  await journey.startAgain(Temporal.Instant.from(noon).add({ minutes: 16 }).toString())
  expect((await tap(early, 'link yes')).text).toBe(words('en', 'link.expired'))
  await journey.kisht().stop()
  await journey.startAgain(Temporal.Instant.from(noon).add({ hours: 24, minutes: 1 }).toString())
  expect((await ask(late, `/start ${code}`)).text).toBe(words('en', 'link.refused'))
})
