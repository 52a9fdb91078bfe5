/**
 * What the buttons under a reminder do, on Friday, 20 March 2026, 12:30 in Moscow. Their messages are not sent here: a tap
 * carries the same text whichever message it hangs on.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { nudgeActions } from '../../src/assistant/nudges/nudge-actions.ts'
import type { InboxMessage } from '../support/bot-api/chat-view.ts'
import type { Person } from '../support/bot-api/person.ts'
import { ask, forge, type Journey, patient, startJourney } from './journey.ts'
import { whileStopped } from './stopped-base.ts'
import { fact, plain, text, words } from './texts.ts'

const languages = ['en', 'de', 'es', 'ro', 'hi', 'ru'] as const

let journey: Journey
let lastId = 8000

beforeAll(async () => {
  journey = await startJourney()
})

afterAll(async () => {
  expect(journey.failures()).toEqual([])
  await journey.close()
})

const people = new Map<string, Person>()

/** The linked chat of a member, linked at first use. */
async function chatOf(memberNo: string): Promise<Person> {
  const known = people.get(memberNo)
  if (known) return known
  const person = journey.api.person({ id: ++lastId, languageCode: 'en' })
  people.set(memberNo, person)
  await journey.link(person, memberNo)
  return person
}

const labels = ({ buttons }: InboxMessage) => buttons.flat().map((each) => each.text)
const answerTo = async (memberNo: string, action: string) => plain((await forge(await chatOf(memberNo), action)).text)
const until = (locale: string, tooLateAt: string, zone: string) =>
  words(locale, 'value.byYourClock', { moment: { lastMinuteBefore: tooLateAt, zone } })

const claims = (...planNos: string[]) =>
  whileStopped(journey, ({ prisma }) =>
    prisma.paymentClaim.findMany({ where: { planNo: { in: planNos } }, orderBy: { id: 'asc' } }),
  )
const reminders = () => whileStopped(journey, ({ prisma }) => prisma.nudgeEvent.findMany({ orderBy: { id: 'asc' } }))

async function tasks(kind: string): Promise<Record<string, unknown>[]> {
  const { out } = await journey.kisht().command('tasks', '--kind', kind, '--json')
  return out
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

describe('"I have paid"', () => {
  // K-101: due on 10 March, X = 29 March; 24:00 in Moscow is 21:00 UTC. Three days later is 23 March, 15:00 in Kolkata.
  test('late: thanks, silence until a date, the last moment that counts; once, however often it is tapped', async () => {
    const asha = await chatOf('M-101')
    const answer = await answerTo('M-101', nudgeActions.paid('K-101'))
    expect(answer).toContain(words('hi', 'nudgeAnswer.paid.heading'))
    expect(answer).toContain(words('hi', 'nudgeAnswer.paid.quiet', { date: { date: '2026-03-23' } }))
    expect(answer).toContain(
      words('hi', 'nudgeAnswer.paid.lastDay', { moment: text(until('hi', '2026-03-29T21:00:00Z', 'Asia/Kolkata')) }),
    )
    asha.catchUp()
    const again = asha.forges(nudgeActions.paid('K-101'))
    expect(plain((await asha.nextMessage(patient)).text)).toBe(answer)
    for (const _ of [1, 2]) journey.api.redeliver(again)
    await ask(asha, '/help')
    const [claim, ...others] = await claims('K-101')
    expect(others).toEqual([])
    expect(claim).toMatchObject({
      memberNo: 'M-101',
      dueOn: new Date('2026-03-10T00:00:00Z'),
      closedAt: null,
      outcome: null,
    })
    expect((claim?.holdUntil.getTime() ?? 0) - (claim?.claimedAt.getTime() ?? 0)).toBe(3 * 86_400_000)
  })

  test('on the due date: the dates stay; in Romanian', async () => {
    const answer = await answerTo('M-104', nudgeActions.paid('K-104'))
    expect(answer).toContain(words('ro', 'nudgeAnswer.paid.quiet', { date: { date: '2026-03-23' } }))
    expect(answer).toContain(words('ro', 'nudgeAnswer.paid.sameDates'))
  })

  test('paid in full, cancelled, or nothing asked for yet: says so, and keeps no claim', async () => {
    expect(await answerTo('M-105', nudgeActions.paid('K-105B'))).toContain(words('ru', 'next.headingCompleted'))
    expect(await answerTo('M-105', nudgeActions.paid('K-105C'))).toContain(words('ru', 'next.headingCancelled'))
    // The next one is due on 10 April; the first reminder of it comes on 3 April.
    expect(await answerTo('M-103', nudgeActions.paid('K-103'))).toBe(
      words('de', 'nudgeAnswer.nothingDue', { date: { date: '2026-04-10' } }),
    )
    expect(await claims('K-105B', 'K-105C', 'K-103')).toEqual([])
  })

  test('after the last day: believed, and told not to count on a payment made now', async () => {
    const answer = await answerTo('M-102', nudgeActions.paid('K-102'))
    expect(answer).toContain(words('es', 'nudgeAnswer.paid.heading'))
    expect(answer).toContain(words('es', 'next.cancellationDue', { date: { date: '2026-03-01' } }))
  })

  test('when the days have passed and nothing came: believed no more, a person looks for it', async () => {
    const zoe = await chatOf('M-110')
    await forge(zoe, nudgeActions.paid('K-110A'))
    await whileStopped(journey, async () => {}, '2026-03-23T12:31:00+03:00')
    const answer = plain((await forge(zoe, nudgeActions.paid('K-110A'))).text)
    expect(answer).toContain(words('en', 'nudgeAnswer.paid.notSeen'))
    expect(answer).toContain(fact('en', 'label.phone', '+44 1632 960200'))
    expect(plain((await forge(zoe, nudgeActions.paid('K-110A'))).text)).toBe(answer)
    const [task, ...others] = await tasks('payment_not_seen')
    expect(others).toEqual([])
    expect(task).toMatchObject({
      subject: 'K-110A',
      member_no: 'M-110',
      owner_no: null,
      details: { seq: 1, due_on: '2026-03-10', last_payable_on: '2026-03-29', amount: '300.00', currency: 'EUR' },
    })
    expect(await claims('K-110A')).toHaveLength(1)
  })
})

describe('"remind me tomorrow"', () => {
  test('at their own moment of tomorrow; asked twice, it comes once', async () => {
    await ask(await chatOf('M-106'), '/settings hour 18')
    const john = await chatOf('M-106')
    const message = await forge(john, nudgeActions.tomorrow('K-106B'))
    // London is on winter time until 29 March.
    const moment = { instant: '2026-03-21T18:00:00Z', zone: 'Europe/London' }
    const agreed = words('en', 'nudgeAnswer.tomorrow.agreed', {
      moment: { key: 'value.byYourClock', params: { moment } },
    })
    expect(plain(message.text)).toBe(agreed)
    expect(labels(message)).toEqual([words('en', 'menu.pay'), words('en', 'nudges.button.help')])
    await ask(john, '/settings hour 10')
    expect(plain((await forge(john, nudgeActions.tomorrow('K-106B'))).text)).toBe(agreed)
    expect((await reminders()).filter(({ planNo }) => planNo === 'K-106B')).toMatchObject([
      {
        kind: 'asked_reminder',
        memberNo: 'M-106',
        subject: 'K-106B 2026-03-21',
        happenedOn: new Date('2026-03-05T00:00:00Z'),
        lookAt: new Date('2026-03-21T18:00:00Z'),
      },
    ])
  })

  test('"I have paid" takes it back; asked for after that, it comes', async () => {
    const waiting = async () => (await reminders()).filter(({ planNo }) => planNo === 'K-106B').length
    expect(await waiting()).toBe(1)
    expect(await answerTo('M-106', nudgeActions.paid('K-106B'))).toContain(words('en', 'nudgeAnswer.paid.heading'))
    expect(await waiting()).toBe(0)
    await answerTo('M-106', nudgeActions.tomorrow('K-106B'))
    expect(await waiting()).toBe(1)
  })

  test('without an hour of their own: in the first two hours', async () => {
    await forge(await chatOf('M-104'), nudgeActions.tomorrow('K-104'))
    const [reminder] = (await reminders()).filter(({ planNo }) => planNo === 'K-104')
    // Bucharest is two hours ahead: 09:00 to 11:00.
    expect(reminder?.lookAt?.getTime()).toBeGreaterThanOrEqual(Date.parse('2026-03-21T07:00:00Z'))
    expect(reminder?.lookAt?.getTime()).toBeLessThan(Date.parse('2026-03-21T09:00:00Z'))
    expect(reminder?.subject).toBe('K-104 2026-03-21')
  })

  test('on the last day: tomorrow is too late, with Pay and help; in Vladivostok it ends at 06:59', async () => {
    const message = await forge(await chatOf('M-105'), nudgeActions.tomorrow('K-105A'))
    const moment = text(until('ru', '2026-03-20T21:00:00Z', 'Asia/Vladivostok'))
    expect(plain(message.text)).toBe(words('ru', 'nudgeAnswer.tomorrow.tooLate', { moment }))
    expect(plain(message.text)).toMatch(/21 марта.*06:59/)
    expect(labels(message)).toEqual([words('ru', 'menu.pay'), words('ru', 'nudges.button.help')])
  })

  test('their hour is too late on the last day: at the first allowed one', async () => {
    // K-110B: due on 2 March, X = 21 March, which ends at 21:00 in Dublin: their hour, 19:00, is in time.
    const zoe = await chatOf('M-110')
    await whileStopped(journey, ({ prisma }) =>
      prisma.member.update({ where: { memberNo: 'M-110' }, data: { timeZone: 'America/New_York', contactHour: 19 } }),
    )
    await forge(zoe, nudgeActions.tomorrow('K-110B'))
    const [reminder] = (await reminders()).filter(({ planNo }) => planNo === 'K-110B')
    // In New York it ends at 17:00.
    expect(reminder?.lookAt).toEqual(new Date('2026-03-21T13:00:00Z'))
  })

  test('after the last day, paid, or with reminders turned off: says so', async () => {
    expect(await answerTo('M-102', nudgeActions.tomorrow('K-102'))).toContain(
      words('es', 'next.headingCancellationDue'),
    )
    expect(await answerTo('M-107', nudgeActions.tomorrow('K-107'))).toContain(words('en', 'next.headingCompleted'))
    const kenji = await chatOf('M-201')
    await ask(kenji, '/settings off reminders')
    const message = await forge(kenji, nudgeActions.tomorrow('K-201'))
    expect(message.text).toBe(words('en', 'nudgeAnswer.tomorrow.optedOut'))
    expect((await reminders()).map(({ planNo }) => planNo)).not.toContain('K-201')
  })
})

describe('"I need help"', () => {
  test('a task for the nearest partner, and for the person: who, how at once, and until when they can pay', async () => {
    const dmitri = await chatOf('M-105')
    const answer = await answerTo('M-105', nudgeActions.help('K-105A'))
    for (const part of [
      words('ru', 'nudgeAnswer.help.heading'),
      // Their sponsor, Ion, is no partner: it is Greta's.
      words('ru', 'nudgeAnswer.help.partner', { name: text('Greta Huber') }),
      fact('ru', 'label.phone', '+44 1632 960200'),
      fact('ru', 'label.telegram', '@sample_care'),
      words('ru', 'nudgeAnswer.help.lastDay', {
        moment: text(until('ru', '2026-03-20T21:00:00Z', 'Asia/Vladivostok')),
      }),
    ]) {
      expect(answer).toContain(part)
    }
    dmitri.catchUp()
    dmitri.forges(nudgeActions.help('k-105a'))
    const again = plain((await dmitri.nextMessage(patient)).text)
    expect(again).toContain(words('ru', 'nudgeAnswer.help.known'))
    expect(again).not.toContain(words('ru', 'nudgeAnswer.help.heading'))
    expect(await tasks('help_wanted')).toMatchObject([
      {
        subject: 'K-105A',
        member_no: 'M-105',
        plan_no: 'K-105A',
        owner_no: 'M-103',
        details: { seq: 2, due_on: '2026-03-01', last_payable_on: '2026-03-20', amount: '3000.00', currency: 'RUB' },
      },
    ])
  })

  test('without a partner above: the support team', async () => {
    await whileStopped(journey, ({ prisma }) =>
      prisma.member.update({ where: { memberNo: 'M-102' }, data: { sponsorNo: null } }),
    )
    expect(await answerTo('M-102', nudgeActions.help('K-102'))).toContain(words('es', 'nudgeAnswer.help.supportTeam'))
  })
})

describe('"this is not me"', () => {
  test('the chat is a stranger’s; support and the member’s other chats are told; nothing is said of whose it was', async () => {
    const [wrong, right] = [
      journey.api.person({ id: ++lastId, languageCode: 'de' }),
      journey.api.person({ id: ++lastId, languageCode: 'en' }),
    ]
    await journey.link(right, 'M-109')
    await journey.link(wrong, 'M-109')
    expect((await right.nextMessage(patient)).text).toContain(words('ro', 'link.notice.heading'))
    const sorry = await forge(wrong, nudgeActions.notMe)
    expect(sorry.text).toContain(words('ro', 'nudgeAnswer.notMe.text'))
    expect(sorry.text).not.toMatch(/Radu|Ionescu|M-109|40712/)
    expect((await right.nextMessage(patient)).text).toContain(words('ro', 'link.unlinked.heading'))
    await expect
      .poll(() => journey.api.commandsOf({ type: 'chat', chat_id: wrong.user.id }).map(({ command }) => command))
      .toEqual(['support', 'settings', 'language', 'help', 'start', 'stop'])
    expect(await tasks('wrong_person')).toMatchObject([
      { subject: `M-109 telegram ${wrong.user.id}`, member_no: 'M-109', plan_no: null, owner_no: null },
    ])
    // Again: the same, in the language of the phone, and no second task.
    expect((await forge(wrong, nudgeActions.notMe)).text).toContain(words('de', 'nudgeAnswer.notMe.text'))
    expect(await tasks('wrong_person')).toHaveLength(1)
    expect((await ask(wrong, '/next')).text).toContain(words('de', 'link.needed.heading'))
    await wrong.nextMessage(patient)
    expect((await ask(right, '/next')).text).toContain(words('ro', 'noPlan.heading'))
  })
})

describe('without the number of a plan', () => {
  test('who has none yet asks for help all the same', async () => {
    const radu = await chatOf('M-109')
    expect((await forge(radu, nudgeActions.help())).text).toContain(words('ro', 'nudgeAnswer.help.heading'))
    expect((await tasks('help_wanted')).filter(({ subject }) => subject === 'M-109')).toMatchObject([
      { member_no: 'M-109', plan_no: null, owner_no: 'P-100' },
    ])
    expect((await forge(radu, nudgeActions.help())).text).toContain(words('ro', 'nudgeAnswer.help.known'))
  })

  test('what stands on a button may be typed, in any language', async () => {
    const ana = await chatOf('M-106')
    for (const locale of languages) {
      const answer = await ask(ana, words(locale, 'nudges.button.tomorrow'))
      expect(answer.text, locale).not.toContain(words('en', 'unknown.heading'))
    }
    expect((await ask(ana, 'I have paid')).text).toContain(words('en', 'nudgeAnswer.paid.heading'))
  })

  test('a number that does not fit a button leaves the most urgent plan', async () => {
    const ana = await chatOf('M-106')
    const answer = await forge(ana, nudgeActions.help('K'.repeat(80)))
    expect(answer.text).not.toContain(words('en', 'planNotFound'))
    expect((await tasks('help_wanted')).map(({ member_no }) => member_no)).toContain('M-106')
  })
})

describe('who taps what is not theirs', () => {
  const before = ['paid', 'tomorrow', 'help'] as const

  test('another’s plan is answered like one that does not exist, and nothing is kept', async () => {
    const ana = await chatOf('M-106')
    for (const deed of before) {
      for (const planNo of ['K-201', 'K-999', "K-201' OR 1=1", '__proto__', 'x'.repeat(45)]) {
        const { text: answer } = await forge(ana, nudgeActions[deed](planNo))
        expect(answer, `${deed} ${planNo}`).toBe(words('en', 'planNotFound'))
      }
    }
    expect(await claims('K-201')).toEqual([])
    expect((await tasks('help_wanted')).map(({ subject }) => subject)).not.toContain('K-201')
  })

  test('who is not linked is told how; what is no answer of ours gets the menu', async () => {
    const stranger = journey.api.person({ id: ++lastId, languageCode: 'es' })
    await ask(stranger, '/help')
    expect((await forge(stranger, nudgeActions.paid('K-201'))).text).toContain(words('es', 'link.needed.heading'))
    await stranger.nextMessage(patient)
    const kenji = await chatOf('M-201')
    for (const action of ['nudge', 'nudge paidK-201', 'nudge delete K-201', `nudge paid ${'K'.repeat(5000)}`]) {
      expect((await forge(kenji, action)).text, action.slice(0, 40)).toContain(words('en', 'unknown.heading'))
    }
    expect((await ask(kenji, nudgeActions.paid('K-201'))).text).toContain(words('en', 'unknown.heading'))
    expect(await claims('K-201')).toEqual([])
  })
})

test('every language has an answer of its own to each button', async () => {
  const kenji = await chatOf('M-201')
  for (const locale of languages) {
    await ask(kenji, `/language ${locale}`)
    const shown = async (action: string) => plain((await forge(kenji, action)).text)
    expect(await shown(nudgeActions.paid('K-201'))).toContain(words(locale, 'nudgeAnswer.paid.heading'))
    expect(await shown(nudgeActions.tomorrow('K-201'))).toBe(words(locale, 'nudgeAnswer.tomorrow.optedOut'))
    expect(await shown(nudgeActions.help('K-201'))).toContain(
      words(locale, 'nudgeAnswer.help.partner', { name: text('Jörg Weiß') }),
    )
  }
})
