/** Whatever a person or an attacker sends: a helpful answer or silence, never a failure, never somebody else's data. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Person } from '../support/bot-api/person.ts'
import { ask, forge, type Journey, patient, startJourney } from './journey.ts'
import { words } from './texts.ts'

let journey: Journey
let greta: Person
let lucia: Person
let stranger: Person

beforeAll(async () => {
  journey = await startJourney()
  greta = journey.api.person({ id: 3001, languageCode: 'de' })
  lucia = journey.api.person({ id: 3002, languageCode: 'es' })
  stranger = journey.api.person({ id: 3003, languageCode: 'en' })
  await journey.link(greta, 'M-103')
  await journey.link(lucia, 'P-100')
})

afterEach(() => {
  expect(journey.failures()).toEqual([])
})

afterAll(() => journey.close())

/** The next update is answered as if nothing had happened. */
async function expectToAnswer(person: Person = greta): Promise<void> {
  const { text } = await ask(person, '/help')
  expect(text).toContain('/support')
}

/** Of anyone but Greta and those below her: what may never get to her. */
const foreign = /K-10[1267]|K-105|K-110|K-201|Verma|वर्मा|Pérez|Baker|Zoë|Sato|\+91|\+52|\+44 ?77/

const texts: [what: string, text: string][] = [
  ['a space', ' '],
  ['a full stop', '.'],
  ['slashes', '//'],
  ['a slash alone', '/'],
  ['an unknown command', '/delete'],
  ['a command of another bot', '/delete@somebody_bot now'],
  ['names from JavaScript', '/constructor'],
  ['more of them', '__proto__'],
  ['4,096 characters', 'x'.repeat(4096)],
  ['4,096 digits', '9'.repeat(4096)],
  ['4,096 emoji units', '🌱'.repeat(2048)],
  ['a command with 4,000 characters', `/next ${'K'.repeat(4000)}`],
  ['right to left', '\u202Eمرحبا، كم يجب أن أدفع؟\u202C'],
  ['a command after a mark for the other direction', '\u202E/next'],
  ['zero-width joiners', '\u200D\u200B\uFEFF\u2060'],
  ['emoji that are joined', '👩‍👩‍👧‍👦 👍🏽 🏳️‍🌈'],
  ['accents piled up', `/next Z${'\u0301'.repeat(60)}`],
  ['tags', '<b>bold</b> <script>alert(1)</script> </b> <'],
  ['entities', '&amp; &lt; &#0; &nope;'],
  ['a template', '{{name}} $t(menu.help) $& $1'],
  ['SQL', "'; DROP TABLE member; --"],
  ['SQL as an argument', "/next ' OR ''='"],
  ['a NUL', '/next \0'],
  ['half a character', '/next \uD800'],
  ['a newline in an argument', '/next K-103\nK-101'],
  ['a path', '/language ../../etc/passwd'],
  ['a language from JavaScript', '/language __proto__'],
  ['a tag that is none', '/language de_AT@euro!'],
  ['JSON', '{"update_id":1,"message":{}}'],
]

describe('texts', () => {
  test.each(texts)('%s: answered, in the right language', async (_, text) => {
    const answer = await ask(greta, text)
    expect(answer.text).not.toMatch(foreign)
    expect(answer.text).not.toContain(words('de', 'failure'))
    expect(answer.buttons.length).toBeGreaterThan(0)
    await expectToAnswer()
  })

  test('from someone who is not linked', async () => {
    for (const [what, text] of texts) {
      stranger.catchUp()
      stranger.sends(text)
      const answer = await stranger.nextMessage(patient)
      expect(answer.text, what).not.toMatch(/K-\d/)
      expect(answer.text, what).not.toContain(words('en', 'failure'))
    }
  })

  test('numbers beyond all sizes', async () => {
    for (const number of ['9'.repeat(60), '-1', '1e309', '0x10', 'NaN', 'Infinity', '٣', '１']) {
      expect((await ask(lucia, `/overdue ${number}`)).text).toContain('930,00')
    }
  })
})

describe('somebody else’s plan', () => {
  test.each(['next', 'schedule', 'shares', 'bonus', 'pay'])(
    '/%s: the answer for a plan that does not exist',
    async (command) => {
      const unknown = await ask(greta, `/${command} K-999`)
      expect(unknown.text).toContain(words('de', 'planNotFound'))
      for (const planNo of ['K-101', 'k-101', 'K-105A', 'K-201']) {
        const typed = await ask(greta, `/${command} ${planNo}`)
        const tapped = await forge(greta, `${command} ${planNo}`)
        for (const { text, buttons } of [typed, tapped])
          expect({ text, buttons }).toEqual({ text: unknown.text, buttons: unknown.buttons })
      }
    },
  )

  test('not even a partner’s, by way of their customer’s buttons', async () => {
    const answer = await forge(lucia, 'pay K-101')
    expect(answer.text).toContain(words('es', 'noPlan.heading'))
    expect(answer.text).not.toContain('K-101')
  })

  test('an investor’s /overdue, tapped from a partner’s message', async () => {
    const person = journey.api.person({ id: 3004 })
    await journey.link(person, 'M-106')
    for (const action of ['overdue', 'overdue 1', 'overdue 2']) {
      expect((await forge(person, action)).text).toContain(words('en', 'notPartner.heading'))
    }
  })
})

test.each([
  ['something long', 'x'.repeat(64)],
  ['more than Telegram allows', 'next '.repeat(2000)],
  ['a slash', '/next'],
  ['a template', '{{x}} $t(menu.help)'],
  ['JSON', '{"a":1}'],
  ['a NUL', 'next \0'],
  ['half a character', 'next \uDFFF'],
  ['two plans', 'next K-103 K-101'],
  ['an answer to a question never asked', 'link yes'],
  ['almost that answer', 'link yes please'],
  ['a code', 'start AAAAAAAAAAAAAAAAAAAAAA'],
])('forged callback data: %s', async (_, data) => {
  const answer = await forge(greta, data)
  expect(answer.text).not.toMatch(/K-10[1267]|K-110|K-201/)
  await expectToAnswer()
})

test('a page forged onto another message shows the person’s own list there', async () => {
  greta.catchUp()
  greta.forges('overdue 99999999999')
  const { text } = await greta.nextEdit(patient)
  expect(text).toContain('K-105A')
  expect(text).not.toMatch(/K-10[1267]|K-110|K-201/)
  await expectToAnswer()
})

test('a tap on a message that is no longer there, and one with no data', async () => {
  greta.catchUp()
  greta.forges('overdue 1', { id: 999_999 })
  expect((await greta.nextMessage(patient)).text).toContain(words('de', 'overdue.heading'))
  journey.api.publish({
    callback_query: { id: '1', from: greta.user, chat_instance: '1', game_short_name: 'chess' },
  })
  await expectToAnswer()
})

describe('groups', () => {
  const group = -500

  test('a command is told where to ask, anything else is met with silence; never data', async () => {
    for (const text of [
      'hello',
      'next',
      'next K-103',
      '/delete',
      `/start ${'A'.repeat(22)}`,
      '/next@kisht_test_bot K-103',
      '/overdue',
    ]) {
      greta.sendsInGroup(group, text)
    }
    await expectToAnswer()
    await expect.poll(() => journey.api.chat(group).inbox.length, { timeout: 5000 }).toBe(3)
    for (const { text, buttons } of journey.api.chat(group).inbox) {
      expect(text).toBe(words('de', 'privateOnly'))
      expect(buttons).toEqual([])
    }
  })

  test('taps, contacts and stickers in a group', async () => {
    const before = journey.api.chat(group).inbox.length
    const chat = { id: group, type: 'supergroup', title: 'Group' }
    const about = { message_id: 1, date: 1, chat, from: greta.user }
    journey.api.publish({
      callback_query: { id: '2', from: greta.user, message: about, chat_instance: '1', data: 'next' },
    })
    const contact = { phone_number: '+447700900106', first_name: 'x', user_id: greta.user.id }
    journey.api.publish({ message: { ...about, contact } })
    journey.api.publish({ message: { ...about, sticker: { file_id: 'x' } } })
    journey.api.publish({ message: { ...about, new_chat_members: [greta.user] } })
    await expectToAnswer()
    expect(journey.api.chat(group).inbox).toHaveLength(before)
  })
})

describe('what is no text', () => {
  test('stickers, voices, pictures, polls get the menu', async () => {
    const chat = { id: greta.user.id, type: 'private', first_name: 'Greta' }
    const common = { message_id: 77_000, date: 1, chat, from: greta.user }
    const deeds = [
      () => greta.sendsSticker(),
      () => greta.sendsVoice(),
      () => journey.api.publish({ message: { ...common, photo: [{ file_id: 'x' }], caption: '/next K-101' } }),
      () => journey.api.publish({ message: { ...common, document: { file_id: 'x' }, caption: '<b>' } }),
      () => journey.api.publish({ message: { ...common, dice: { emoji: '🎲', value: 6 } } }),
      () => journey.api.publish({ message: { ...common, location: { latitude: 1, longitude: 1 } } }),
    ]
    for (const deed of deeds) {
      greta.catchUp()
      deed()
      const { text, buttons } = await greta.nextMessage(patient)
      expect(text).toContain(words('de', 'unknown.heading'))
      expect(buttons.length).toBeGreaterThan(0)
    }
  })

  test('edits, posts in channels, other bots and service messages are met with silence', async () => {
    await ask(greta, '/next')
    const before = greta.inbox.length
    greta.editsMessage('/shares')
    const chat = { id: greta.user.id, type: 'private', first_name: 'Greta' }
    const channel = { id: -100_1, type: 'channel', title: 'News' }
    journey.api.publish({
      message: { message_id: 1, date: 1, chat, from: { ...greta.user, is_bot: true }, text: '/next' },
    })
    journey.api.publish({ message: { message_id: 1, date: 1, chat: channel, sender_chat: channel, text: '/next' } })
    journey.api.publish({ message: { message_id: 1, date: 1, chat, from: greta.user, pinned_message: {} } })
    journey.api.publish({ channel_post: { message_id: 1, date: 1, chat: channel, text: '/next' } })
    journey.api.publish({ message: { message_id: 1, date: 1, chat, from: greta.user } })
    await expectToAnswer()
    expect(greta.inbox).toHaveLength(before + 1)
  })
})

test('many at once, good and bad: everyone is answered, each in their own order', async () => {
  const crowd = Array.from({ length: 20 }, (_, index) => journey.api.person({ id: 3100 + index, languageCode: 'en' }))
  for (const person of crowd) for (const text of ['/help', '\u200D', '/support', '<b>']) person.sends(text)
  for (const person of crowd) {
    const headings = ['help.heading', 'unknown.heading', 'support.heading', 'unknown.heading'] as const
    for (const heading of headings) {
      expect((await person.nextMessage(patient)).text).toContain(words('en', heading))
    }
  }
})
