/** `/tasks`: a partner sees and changes what is theirs, the support team everything in its own group, nobody else anything. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { taskKindNames } from '../../src/tasks/kinds.ts'
import type { Task } from '../../src/tasks/task.ts'
import type { InboxMessage } from '../support/bot-api/chat-view.ts'
import type { Person } from '../support/bot-api/person.ts'
import { ask, type Journey, patient, startJourney } from './journey.ts'
import { openSampleTasks } from './sample-tasks.ts'
import { fact, plain, text, words } from './texts.ts'

const supportGroup = -4242
const otherGroup = -77

let journey: Journey
let tasks: ReadonlyMap<string, Task>
/** Partner of M-104 and M-105, in German. */
let greta: Person
/** Partner of M-102, in Spanish. */
let lucia: Person

beforeAll(async () => {
  journey = await startJourney({ env: { SUPPORT_CHAT: String(supportGroup) } })
  await journey.kisht().stop()
  tasks = await openSampleTasks(journey.dataDir)
  await journey.startAgain()
  greta = journey.api.person({ id: 103 })
  lucia = journey.api.person({ id: 100 })
  await journey.link(greta, 'M-103')
  await journey.link(lucia, 'P-100')
})

afterAll(async () => {
  expect(journey.failures()).toEqual([])
  await journey.close()
})

const idOf = (subject: string) => Number(tasks.get(subject)?.id)
const numbered = (subject: string) => ({ id: text(String(idOf(subject))) })
const titleOf = (locale: string, subject: string) => {
  const task = tasks.get(subject)
  if (!task) throw new Error(`no task about ${subject}`)
  return words(locale, 'tasks.title', { ...numbered(subject), kind: { key: `tasks.kind.${task.kind}` } })
}
const labels = ({ buttons }: InboxMessage) => buttons.flat().map(({ text }) => text)

/** A tap that edits the message it hangs on. */
async function turn(person: Person, data: string): Promise<InboxMessage> {
  person.catchUp()
  person.taps(data)
  return person.nextEdit(patient)
}

/** A tap on a message that is gone, so that the answer comes as a message of its own. */
async function forge(person: Person, data: string): Promise<string> {
  person.catchUp()
  person.forges(data, { id: 999_999 })
  return plain((await person.nextMessage(patient)).text)
}

async function historyOf(subject: string): Promise<unknown[]> {
  const { out } = await journey.kisht().command('tasks', '--history', String(idOf(subject)), '--json')
  return out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .map(({ actor, action }) => `${actor} ${action}`)
}

describe('a partner', () => {
  test('sees the tasks that are theirs, in their language, without contact details', async () => {
    const message = await ask(greta, '/tasks')
    const shown = plain(message.text)
    for (const part of [
      words('de', 'tasks.heading'),
      words('de', 'tasks.count', { count: { number: 2 } }),
      titleOf('de', 'K-104'),
      words('de', 'tasks.what.reversal'),
      fact('de', 'label.about', 'Ion Popescu (M-104)'),
      fact('de', 'label.plan', 'K-104'),
      fact('de', 'label.installment', '2'),
      fact('de', 'label.payment', 'T-104-2'),
      fact('de', 'label.amount', 'RON 300,00'),
      fact('de', 'label.openSince', '20. März 2026'),
      fact('de', 'label.doBy', '22. März 2026'),
      fact('de', 'label.owner', 'Greta Huber (M-103)'),
      // 27 March 24:00 in Moscow is 22:00 in Vienna.
      'Freitag, 27. März 2026 um 21:59',
      titleOf('de', 'K-105A'),
      fact('de', 'label.about', 'Дмитрий Орлов (M-105)'),
    ]) {
      expect(shown).toContain(part)
    }
    expect(shown).not.toMatch(/M-102|K-102|T-90\d|\+407|@example/)
    expect(labels(message).toSorted()).toEqual(
      [words('de', 'tasks.open', numbered('K-104')), words('de', 'tasks.open', numbered('K-105A'))].toSorted(),
    )
    expect((await ask(greta, 'offene Aufgaben')).text).toContain(titleOf('de', 'K-104'))
    expect((await ask(greta, '/help')).buttons.flat().map(({ text }) => text)).toContain(words('de', 'menu.tasks'))
  })

  test('takes one: it says so, and the button is gone; back to the list', async () => {
    await ask(greta, '/tasks')
    const shown = await turn(greta, `tasks show ${idOf('K-104')} 1`)
    expect(shown.text).toContain(titleOf('de', 'K-104'))
    expect(shown.text).not.toContain('K-105A')
    expect(labels(shown)).toEqual(
      (['tasks.take', 'tasks.done', 'tasks.give', 'tasks.toList'] as const).map((key) => words('de', key)),
    )
    const taken = await turn(greta, `tasks take ${idOf('K-104')} 1`)
    expect(plain(taken.text)).toContain(fact('de', 'label.inHandSince', '20. März 2026'))
    expect(labels(taken)).not.toContain(words('de', 'tasks.take'))
    expect(taken.id).toBe(shown.id)
    expect((await turn(greta, 'tasks 1')).text).toContain(titleOf('de', 'K-105A'))
    expect(await historyOf('K-104')).toEqual(['kisht opened', 'M-103 taken'])
  })

  test('gets one answer for what is somebody else’s, what does not exist and what is no number', async () => {
    const before = await historyOf('K-104')
    const ids = [String(idOf('K-104')), String(idOf('T-900')), '999999', '2147483648', '0', '-1', '1e3', '0x1', 'x', '']
    for (const deed of ['show', 'take', 'done', 'give']) {
      for (const id of ids) {
        expect(await forge(lucia, `tasks ${deed} ${id} 1`), `${deed} ${id}`).toBe(words('es', 'tasks.notFound'))
      }
    }
    expect(await forge(lucia, `tasks done ${idOf('K-104')}' OR 1=1 1`)).toBe(words('es', 'tasks.notFound'))
    expect(await historyOf('K-104')).toEqual(before)
    expect(await historyOf('T-900')).toEqual(['kisht opened'])
    expect((await ask(lucia, '/tasks')).text).toContain('Juan Pérez (M-102)')
  })

  test('asks for pages and deeds that do not exist and gets the list', async () => {
    for (const args of ['0', '-7', '99999999999999999999999', 'x', 'delete 1', 'SHOW']) {
      expect((await ask(lucia, `/tasks ${args}`)).text, args).toContain(titleOf('es', 'K-102'))
    }
  })

  test('hands one to the support team and sees it no more; closes one, once', async () => {
    await ask(lucia, '/tasks')
    await turn(lucia, `tasks show ${idOf('K-102')} 1`)
    expect((await turn(lucia, `tasks give ${idOf('K-102')} 1`)).text).toBe(
      words('es', 'tasks.given', numbered('K-102')),
    )
    expect((await turn(lucia, 'tasks 1')).text).toContain(words('es', 'tasks.none'))
    expect(await forge(lucia, `tasks done ${idOf('K-102')} 1`)).toBe(words('es', 'tasks.notFound'))
    expect(await historyOf('K-102')).toEqual(['kisht opened', 'P-100 given'])

    expect(await forge(greta, `tasks done ${idOf('K-105A')} 1`)).toBe(words('de', 'tasks.closed', numbered('K-105A')))
    expect(await forge(greta, `tasks done ${idOf('K-105A')} 1`)).toBe(words('de', 'tasks.closed', numbered('K-105A')))
    expect(await forge(greta, `tasks take ${idOf('K-105A')} 1`)).toBe(words('de', 'tasks.closed', numbered('K-105A')))
    expect(await historyOf('K-105A')).toEqual(['kisht opened', 'M-103 closed'])
    expect((await ask(greta, '/tasks')).text).not.toContain('K-105A')
  })
})

test('who is no partner, or not linked, sees nothing', async () => {
  const asha = journey.api.person({ id: 101 })
  await journey.link(asha, 'M-101')
  expect((await ask(asha, '/tasks')).text).toContain(words('hi', 'tasks.notPartner'))
  expect(await forge(asha, `tasks done ${idOf('T-900')} 1`)).toContain(words('hi', 'tasks.notPartner'))
  const stranger = journey.api.person({ id: 901, languageCode: 'en' })
  expect((await ask(stranger, '/tasks')).text).toContain(words('en', 'link.needed.heading'))
  // The button to share one's number comes as a message of its own.
  await stranger.nextMessage(patient)
  expect(await forge(stranger, `tasks show ${idOf('T-900')} 1`)).toContain(words('en', 'link.needed.heading'))
  expect(await historyOf('T-900')).toEqual(['kisht opened'])
})

describe('groups', () => {
  const anyone = (languageCode: string) => journey.api.person({ id: 8000 + languageCode.charCodeAt(1), languageCode })
  const inbox = (group: number) => journey.api.chat(group).inbox

  async function askInGroup(person: Person, group: number, command: string): Promise<InboxMessage> {
    person.sendsInGroup(group, command)
    const before = inbox(group).length
    await expect.poll(() => inbox(group).length, { timeout: patient.timeoutMs }).toBeGreaterThan(before)
    return inbox(group).at(-1) as InboxMessage
  }

  function tapInGroup(person: Person, group: number, data: string, messageId: number): void {
    const chat = { id: group, type: 'group', title: 'Group' }
    const message = { message_id: messageId, date: 1, chat }
    journey.api.publish({ callback_query: { id: '9', from: person.user, message, chat_instance: '1', data } })
  }

  async function turnInGroup(person: Person, data: string, shown: InboxMessage): Promise<InboxMessage> {
    const now = () => inbox(supportGroup).find(({ id }) => id === shown.id) ?? shown
    const { editCount } = now()
    tapInGroup(person, supportGroup, data, shown.id)
    await expect.poll(() => now().editCount, { timeout: patient.timeoutMs }).toBeGreaterThan(editCount)
    return now()
  }

  test('in that of the support team anyone sees every task, in pages, in each of the six languages', async () => {
    for (const locale of ['en', 'de', 'es', 'hi', 'ro', 'ru']) {
      const person = anyone(locale)
      const first = await askInGroup(person, supportGroup, '/tasks')
      expect(first.text).toContain(words(locale, 'tasks.count', { count: { number: 13 } }))
      expect(labels(first).at(-1)).toBe(words(locale, 'overdue.more'))
      const firstText = plain(first.text)
      const second = await turnInGroup(person, 'tasks 2', first)
      const secondText = plain(second.text)
      const third = await turnInGroup(person, 'tasks 3', second)
      const all = firstText + secondText + plain(third.text)
      for (const kind of taskKindNames) expect(all, kind).toContain(words(locale, `tasks.what.${kind}`))
      for (const key of ['about', 'plan', 'payment', 'amount', 'event', 'openSince', 'doBy', 'owner'] as const) {
        expect(all).toContain(`${words(locale, `label.${key}`)}: `)
      }
      expect(all).toContain(fact(locale, 'label.reason', words(locale, 'tasks.reason.unknown_member')))
      expect(all).toContain(fact(locale, 'label.owner', words(locale, 'label.supportTeam')))
      expect(all).not.toMatch(/\{\{|undefined|much|no reason of ours|M-999|\+\d{9}|@example/)
    }
  })

  test('they take over, and close; the partner’s button then finds nothing', async () => {
    const person = anyone('en')
    const list = await askInGroup(person, supportGroup, '/tasks@kisht_test_bot')
    const shown = await turnInGroup(person, `tasks show ${idOf('K-104')} 1`, list)
    // In hand, but not in theirs.
    expect(labels(shown)).toEqual(
      (['tasks.take', 'tasks.done', 'tasks.toList'] as const).map((key) => words('en', key)),
    )
    const taken = await turnInGroup(person, `tasks take ${idOf('K-104')} 1`, shown)
    expect(plain(taken.text)).toContain(fact('en', 'label.owner', words('en', 'label.supportTeam')))
    expect(await forge(greta, `tasks done ${idOf('K-104')} 1`)).toBe(words('de', 'tasks.notFound'))
    const closed = await turnInGroup(person, `tasks done ${idOf('K-104')} 1`, taken)
    expect(closed.text).toBe(words('en', 'tasks.closed', numbered('K-104')))
    expect(await historyOf('K-104')).toEqual([
      'kisht opened',
      'M-103 taken',
      `support:${person.user.id} taken`,
      `support:${person.user.id} closed`,
    ])
  })

  test('there, too, everything else is for private chats, and people talk to each other undisturbed', async () => {
    greta.sendsInGroup(supportGroup, 'tasks')
    greta.sendsInGroup(supportGroup, 'offene Aufgaben')
    tapInGroup(greta, supportGroup, 'overdue 1', 1)
    tapInGroup(greta, supportGroup, 'link yes', 1)
    for (const command of ['/next', '/overdue', '/start', '/help', '/next@kisht_test_bot K-103']) {
      expect((await askInGroup(greta, supportGroup, command)).text, command).toBe(words('en', 'privateOnly'))
    }
    const count = inbox(supportGroup).length
    await ask(greta, '/help')
    expect(inbox(supportGroup)).toHaveLength(count)
  })

  test('in any other group nobody sees any, not even a partner', async () => {
    expect((await askInGroup(greta, otherGroup, '/tasks')).text).toBe(words('en', 'privateOnly'))
    expect((await askInGroup(greta, otherGroup, `/tasks done ${idOf('T-900')}`)).text).toBe(words('en', 'privateOnly'))
    tapInGroup(greta, otherGroup, `tasks done ${idOf('T-900')} 1`, 1)
    await ask(greta, '/help')
    expect(inbox(otherGroup)).toHaveLength(2)
    expect(await historyOf('T-900')).toEqual(['kisht opened'])
  })
})

test('the support chat may be one person’s; only there they are support', async () => {
  const own = await startJourney({ env: { SUPPORT_CHAT: '5005' } })
  try {
    await own.kisht().stop()
    await openSampleTasks(own.dataDir)
    await own.startAgain()
    const [ours, stranger] = [own.api.person({ id: 5005 }), own.api.person({ id: 5006 })]
    expect((await ask(ours, '/tasks')).text).toContain(words('en', 'tasks.count', { count: { number: 14 } }))
    expect((await ask(stranger, '/tasks')).text).toContain(words('en', 'link.needed.heading'))
    ours.sendsInGroup(-5, '/tasks')
    await expect.poll(() => own.api.chat(-5).inbox.length, { timeout: patient.timeoutMs }).toBe(1)
    expect(own.api.chat(-5).inbox[0]?.text).toBe(words('en', 'privateOnly'))
    expect(own.failures()).toEqual([])
  } finally {
    await own.close()
  }
})
