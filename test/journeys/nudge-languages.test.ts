/** Six people of one project who chose six languages, and the support team's morning summary of what they were told. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Person } from '../support/bot-api/person.ts'
import { ask, type Journey, startJourney } from './journey.ts'
import { createReader, importFiles, labelsOf, moveTo } from './nudging.ts'
import { plain, words } from './texts.ts'

const languages = ['en', 'de', 'es', 'ro', 'hi', 'ru'] as const
const numbers = [1, 2, 3, 4, 5, 6] as const

/** Each owes the first installment since 2 March: X is 21 March, and the final notice goes out on the 20th. */
const project = {
  'members.csv': [
    'member_no,full_name,language,time_zone,registered_on',
    ...numbers.map((each) => `M-30${each},Person ${each},ro-RO,Europe/Berlin,2026-01-10`),
  ],
  'plans.csv': [
    'plan_no,member_no,package_code,currency,total,shares,terms_accepted_on',
    ...numbers.map((each) => `K-30${each},M-30${each},TWIN,EUR,100.00,300,2026-02-01`),
  ],
  'installments.csv': [
    'plan_no,seq,due_on,amount',
    ...numbers.flatMap((each) => [`K-30${each},1,2026-03-02,50.00`, `K-30${each},2,2026-06-02,50.00`]),
  ],
}

const supportChat = -1_001_234
let journey: Journey
let people: Person[]
const unread = createReader()

beforeAll(async () => {
  const env = { NUDGES: 'on', SUPPORT_CHAT: String(supportChat) }
  journey = await startJourney({ clock: '2026-03-20T08:00:00+03:00', env })
  const files = Object.fromEntries(Object.entries(project).map(([name, lines]) => [name, `${lines.join('\n')}\n`]))
  await importFiles(files, '2026-03-20T07:00:00+03:00', journey.kisht().command)
  people = []
  for (const [place, language] of languages.entries()) {
    const person = journey.api.person({ id: 9601 + place, languageCode: 'fr' })
    await journey.link(person, `M-30${place + 1}`)
    await ask(person, `/language ${language}`)
    unread(person)
    people.push(person)
  }
})

afterAll(async () => {
  expect(journey.failures()).toEqual([])
  await journey.close()
})

test('the support team chooses the language of its chat', async () => {
  people[0]?.sendsInGroup(supportChat, '/language de')
  await expect.poll(inGroup, { timeout: 15_000 }).toEqual([words('de', 'language.changed')])
})

const inGroup = () => journey.api.chat(supportChat).inbox.map(({ text }) => plain(text))
const summaries = () => inGroup().filter((text) => text.includes(words('de', 'summary.tasks')))

test('the final notice arrives in each of them, with its buttons', async () => {
  await moveTo(journey, '2026-03-20T13:00:00+03:00')
  for (const [place, language] of languages.entries()) {
    const [notice, ...more] = unread(people[place] as Person)
    expect(more, language).toEqual([])
    expect(plain(notice?.text ?? ''), language).toContain(words(language, 'nudges.heading.finalNotice'))
    expect(notice && labelsOf(notice), language).toContain(words(language, 'nudges.button.help'))
    // 23:59 in Moscow.
    expect(notice?.text, language).toMatch(/21[\s\S]*?(21|9):59/)
  }
})

test('the support team gets one summary in a morning, of the day before, in its language and without names', async () => {
  await expect.poll(summaries).toHaveLength(1)
  await moveTo(journey, '2026-03-21T13:00:00+03:00')
  await expect.poll(summaries).toHaveLength(2)
  await moveTo(journey, '2026-03-21T14:00:00+03:00')
  const [, ofTheDay, ...more] = summaries()
  expect(more).toEqual([])
  expect(ofTheDay).toContain(words('de', 'summary.heading', { date: { weekday: '2026-03-20' } }))
  expect(ofTheDay).toContain(`${words('de', 'summary.step', { step: { text: '+18' } })}: 6`)
  expect(ofTheDay).not.toMatch(/Person \d|M-30|K-30/)
})
