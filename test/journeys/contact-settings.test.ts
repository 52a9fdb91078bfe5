/** `/stop`, `/settings` and the question "is this you?": what people say about being written to, and what is kept of it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { InboxMessage } from '../support/bot-api/chat-view.ts'
import type { Person } from '../support/bot-api/person.ts'
import { startWebhookReceiver, type WebhookReceiver, webhookSecret } from '../support/webhook-receiver.ts'
import { ask, type Journey, noon, patient, startJourney, tap } from './journey.ts'
import { whileStopped } from './stopped-base.ts'
import { fact, plain, text, words } from './texts.ts'

const languages = ['en', 'de', 'es', 'ro', 'hi', 'ru'] as const
const categories = ['reminders', 'deadlines', 'confirmations', 'tips'] as const

let journey: Journey
let receiver: WebhookReceiver
let lastId = 7000

beforeAll(async () => {
  receiver = await startWebhookReceiver()
  journey = await startJourney({ env: { WEBHOOK_URL: receiver.url, WEBHOOK_SECRET: webhookSecret } })
})

afterAll(async () => {
  expect(journey.failures()).toEqual([])
  await journey.close()
  await receiver.close()
})

async function linked(memberNo: string): Promise<Person> {
  const person = journey.api.person({ id: ++lastId, languageCode: 'en' })
  await journey.link(person, memberNo)
  return person
}

/** A tap that edits the message it hangs on. */
async function turn(person: Person, data: string): Promise<InboxMessage> {
  person.catchUp()
  person.taps(data)
  return person.nextEdit(patient)
}

const stateIn = (locale: string, message: InboxMessage) =>
  categories.map((category) => {
    const line = (state: 'on' | 'off') =>
      fact(locale, `settings.category.${category}`, words(locale, `settings.${state}`))
    const lines = plain(message.text).split('\n')
    return lines.includes(line('on')) ? 'on' : lines.includes(line('off')) ? 'off' : 'missing'
  })
const allOn = ['on', 'on', 'on', 'on']
const allOff = ['off', 'off', 'off', 'off']

interface Row {
  category: string
  isGiven: boolean
  words: string
  locale: string
  chatId: string
}

/** What is kept of a member since the last linking, oldest first. */
async function consentsOf(...memberNos: string[]): Promise<Row[][]> {
  return whileStopped(journey, ({ prisma }) =>
    Promise.all(
      memberNos.map((memberNo) =>
        prisma.consent.findMany({
          where: { memberNo },
          orderBy: { id: 'asc' },
          select: { category: true, isGiven: true, words: true, locale: true, chatId: true },
        }),
      ),
    ),
  )
}

describe('in every language', () => {
  const bare = { en: 'Stop!', de: 'Stopp', es: 'basta', ro: 'oprește', hi: 'बंद करें', ru: 'стоп' }

  test('the question, the bare word, the settings, and back', async () => {
    const person = await linked('M-106')
    for (const locale of languages) {
      await ask(person, `/language ${locale}`)
      const stopped = plain((await ask(person, bare[locale])).text)
      for (const key of ['stop.heading', 'stop.text', 'stop.again'] as const) {
        expect(stopped, locale).toContain(words(locale, key))
      }
      expect(words(locale, 'stop.text').split(/[.।]\s/), locale).toHaveLength(2)
      const kept = await turn(person, 'settings keep deadlines')
      expect(plain(kept.text)).toContain(words(locale, 'settings.heading'))
      expect(stateIn(locale, kept), locale).toEqual(['off', 'on', 'off', 'off'])
      for (const category of ['reminders', 'confirmations', 'tips']) await turn(person, `settings on ${category}`)
      expect(stateIn(locale, await ask(person, words(locale, 'menu.settings'))), locale).toEqual(allOn)
    }
  })

  test('"is this you?" says what will be sent and how to stop it', async () => {
    const person = journey.api.person({ id: ++lastId, languageCode: 'en' })
    for (const locale of languages) {
      await ask(person, `/language ${locale}`)
      const question = plain((await ask(person, `/start ${await journey.code('M-201')}`)).text)
      expect(question).toContain(words(locale, 'link.confirm.text'))
      expect(words(locale, 'link.confirm.text')).toContain('/stop')
    }
  })
})

test('a yes agrees to everything, with the text and in the language of the question; /stop with what was typed', async () => {
  const radu = journey.api.person({ id: ++lastId, languageCode: 'en' })
  await ask(radu, '/language ro')
  radu.starts(await journey.code('M-109'))
  await radu.nextMessage(patient)
  await tap(radu, 'link yes')
  await ask(radu, '  STOP!!  ')
  await ask(radu, '/stop')
  await ask(radu, '/stop now \u0000 and \uD800 for ever')
  const [rows] = await consentsOf('M-109')
  const chatId = String(radu.user.id)
  const asked = { isGiven: true, words: words('ro', 'link.confirm.text'), locale: 'ro-RO', chatId }
  expect(rows?.map((row) => ({ ...row, words: plain(row.words), locale: row.locale.slice(0, 2) }))).toEqual([
    ...categories.map((category) => ({ ...asked, category, locale: 'ro' })),
    // Once: what is off already is not turned off again.
    ...categories.map((category) => ({ isGiven: false, words: 'STOP!!', locale: 'ro', chatId, category })),
  ])
})

test('toggles are kept with the label of the button, in the person’s language; a repeated tap changes nothing', async () => {
  const ion = await linked('M-104')
  expect(stateIn('ro', await ask(ion, '/settings'))).toEqual(allOn)
  expect(stateIn('ro', await turn(ion, 'settings off tips'))).toEqual(['on', 'on', 'on', 'off'])
  // The button is gone from the message, but may be tapped by a client that lags behind; the message stays as it is.
  ion.catchUp()
  ion.forges('settings off tips')
  expect(stateIn('ro', await ask(ion, '/settings'))).toEqual(['on', 'on', 'on', 'off'])
  await ask(ion, 'settings off reminders')
  expect(stateIn('ro', await turn(ion, 'settings on tips'))).toEqual(['off', 'on', 'on', 'on'])
  const greta = await linked('M-103')
  await ask(greta, '/stop')
  await turn(greta, 'settings keep deadlines')
  const [ofIon, ofGreta] = await consentsOf('M-104', 'M-103')
  const tips = { what: { key: 'settings.category.tips' } } as const
  expect(ofIon?.slice(4).map(({ category, isGiven, words: said }) => [category, isGiven, plain(said)])).toEqual([
    ['tips', false, words('ro', 'settings.turnOff', tips)],
    ['reminders', false, 'settings off reminders'],
    ['tips', true, words('ro', 'settings.turnOn', tips)],
  ])
  expect(ofGreta?.at(-1)).toMatchObject({
    category: 'deadlines',
    isGiven: true,
    words: words('de', 'settings.keepDeadlines'),
    locale: 'de-AT',
  })
})

test('the same /stop arriving again later changes nothing', async () => {
  const ana = await linked('M-108')
  ana.catchUp()
  const update = ana.sends('/stop')
  await ana.nextMessage(patient)
  await ask(ana, '/settings on tips')
  for (const _ of [1, 2, 3]) journey.api.redeliver(update)
  expect(stateIn('es', await ask(ana, '/settings'))).toEqual(['off', 'off', 'off', 'on'])
})

test('it lasts over restarts, and holds in every chat of the member; the back office is told of each category', async () => {
  const [first, second] = [await linked('M-110'), await linked('M-110')]
  await ask(first, '/stop')
  await journey.kisht().stop()
  await journey.startAgain()
  expect(stateIn('en', await ask(second, '/settings'))).toEqual(allOff)
  const told = () =>
    receiver.received
      .flatMap(({ events }) => events)
      .filter(({ member_no }) => member_no === 'M-110')
      .map(({ kind, category }) => `${String(kind)} ${String(category)}`)
  await expect
    .poll(() => [...new Set(told())].toSorted(), { timeout: 60_000 })
    .toEqual(categories.map((category) => `member.opted_out ${category}`).toSorted())
})

describe('the hour', () => {
  const hourIn = (locale: string, value: string) => fact(locale, 'settings.hour', value)
  const at = (locale: string, time: string) => words(locale, 'settings.atHour', { time: { timeOfDay: time } })
  const usual = (locale: string) =>
    words(locale, 'settings.between', { from: { timeOfDay: '09:00' }, to: { timeOfDay: '11:00' } })

  test('is chosen among the allowed ones, and given up again', async () => {
    const asha = await linked('M-101')
    expect(plain((await ask(asha, '/settings')).text)).toContain(hourIn('hi', usual('hi')))
    const picker = await turn(asha, 'settings hour')
    const offered = picker.buttons.flat().map((each) => ('callback_data' in each ? each.callback_data : ''))
    expect(offered).toEqual([
      ...Array.from({ length: 11 }, (_, place) => `settings hour ${place + 9}`),
      'settings hour none',
      'settings show',
    ])
    expect(plain((await turn(asha, 'settings hour 18')).text)).toContain(hourIn('hi', at('hi', '18:00')))
    expect(plain((await ask(asha, 'settings hour 9')).text)).toContain(hourIn('hi', at('hi', '09:00')))
    expect(plain((await ask(asha, '/settings hour none')).text)).toContain(hourIn('hi', usual('hi')))
  })

  test('what is none of them leads to the choice', async () => {
    const greta = await linked('M-103')
    for (const wrong of ['8', '20', '24', '-1', '1e1', '9.5', '٩', 'noon', '999999999999999999', "9' OR 1=1"]) {
      expect((await ask(greta, `/settings hour ${wrong}`)).text, wrong).toContain(words('de', 'settings.hourQuestion'))
    }
    expect(plain((await ask(greta, '/settings')).text)).toContain(hourIn('de', usual('de')))
  })
})

test('plans are looked at again after each change', async () => {
  const grace = await linked('M-107')
  await ask(grace, '/settings hour 12')
  const zoe = await linked('M-110')
  await ask(zoe, '/settings off tips')
  const lookedAt = await whileStopped(journey, ({ prisma }) =>
    prisma.planProjection.findMany({
      where: { nudgeLookAt: { not: null } },
      select: { planNo: true, nudgeLookAt: true },
    }),
  )
  const started = Temporal.Instant.from(noon).epochMilliseconds
  for (const planNo of ['K-107', 'K-110A', 'K-110B']) {
    const at = lookedAt.find((each) => each.planNo === planNo)?.nudgeLookAt?.getTime() ?? 0
    expect(at, planNo).toBeGreaterThanOrEqual(started)
    expect(at, planNo).toBeLessThan(started + 3_600_000)
  }
  expect(lookedAt.some(({ planNo }) => planNo === 'K-102')).toBe(false)
})

test('arguments that mean nothing show the settings as they are', async () => {
  const john = await linked('M-107')
  const nothing = [
    'off',
    'off everything',
    'off __proto__',
    'on',
    'keep',
    'delete reminders',
    'OFF',
    'hours',
    'x y z w',
  ]
  for (const args of nothing) expect(stateIn('en', await ask(john, `/settings ${args}`)), args).toEqual(allOn)
  expect((await ask(john, `/settings ${'off '.repeat(900)}`)).text).toContain(words('en', 'unknown.heading'))
  expect(stateIn('en', await ask(john, '/settings OFF Reminders'))).toEqual(['off', 'on', 'on', 'on'])
})

test('who is not linked is told how, and has nothing to stop; in a group nothing is said', async () => {
  const stranger = journey.api.person({ id: ++lastId, languageCode: 'ru' })
  expect((await ask(stranger, '/settings off tips')).text).toContain(words('ru', 'link.needed.heading'))
  await stranger.nextMessage(patient)
  expect((await ask(stranger, 'хватит')).text).toBe(words('ru', 'stop.notLinked'))
  const john = await linked('M-107')
  const before = stateIn('en', await ask(john, '/settings'))
  john.sendsInGroup(-78, '/stop')
  await expect.poll(() => journey.api.chat(-78).inbox.length, { timeout: 5000 }).toBe(1)
  expect(journey.api.chat(-78).inbox[0]?.text).toBe(words('en', 'privateOnly'))
  expect(stateIn('en', await ask(john, '/settings'))).toEqual(before)
})

test('a chat that was given up is in use again once its person writes, whatever they write', async () => {
  const [dmitri, kenji] = [await linked('M-105'), await linked('M-201')]
  const unreachable = { unreachableSince: new Date('2026-03-19T10:00:00Z') }
  await whileStopped(journey, async ({ prisma }) => {
    await prisma.chatLink.updateMany({ where: { memberNo: { in: ['M-105', 'M-201'] } }, data: unreachable })
    await prisma.planProjection.updateMany({ data: { nudgeLookAt: null } })
  })
  await ask(dmitri, 'ыыы')
  const [links, lookedAt] = await whileStopped(journey, async ({ prisma }) => [
    await prisma.chatLink.findMany({ where: { unreachableSince: { not: null } }, select: { chatId: true } }),
    await prisma.planProjection.findMany({ where: { nudgeLookAt: { not: null } }, select: { planNo: true } }),
  ])
  expect(links).toEqual([{ chatId: String(kenji.user.id) }])
  expect(lookedAt.map(({ planNo }) => planNo).toSorted()).toEqual(['K-105A', 'K-105B', 'K-105C'])
  // Linked anew, it counts as in use, too.
  await journey.link(kenji, 'M-201')
  const left = await whileStopped(journey, ({ prisma }) =>
    prisma.chatLink.count({ where: { unreachableSince: { not: null } } }),
  )
  expect(left).toBe(0)
})

test('an unknown time zone is named', async () => {
  await whileStopped(journey, ({ prisma }) =>
    prisma.member.update({ where: { memberNo: 'M-111' }, data: { timeZone: null } }),
  )
  const doe = await linked('M-111')
  const zone = words('en', 'settings.zone', { zone: text('Moscow Standard Time') })
  expect((await ask(doe, '/settings')).text).toContain(zone)
})
