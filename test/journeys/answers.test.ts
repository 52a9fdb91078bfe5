/**
 * Every command in every state, in six languages, through the real process. The expected figures are worked out by hand
 * from DOMAIN.md for Friday, 20 March 2026, 12:30 in Moscow; how is said where they stand.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { InboxMessage } from '../support/bot-api/chat-view.ts'
import type { Person } from '../support/bot-api/person.ts'
import { ask, type Journey, noon, patient, startJourney, tap } from './journey.ts'
import { bonusShares, fact, plain, shares, text, words } from './texts.ts'

let journey: Journey
const people = new Map<string, Person>()

beforeAll(async () => {
  journey = await startJourney()
})

afterAll(async () => {
  expect(journey.failures()).toEqual([])
  await journey.close()
})

/** The linked chat of a member, linked at first use. */
async function chatOf(memberNo: string): Promise<Person> {
  const known = people.get(memberNo)
  if (known) return known
  const person = journey.api.person({ id: 1000 + people.size, languageCode: 'pt-br' })
  people.set(memberNo, person)
  await journey.link(person, memberNo)
  return person
}

async function answerTo(memberNo: string, command: string): Promise<string> {
  return plain((await ask(await chatOf(memberNo), command)).text)
}

function labels(message: InboxMessage): string[] {
  return message.buttons.flat().map(({ text }) => text)
}

function expectInOrder(text: string, parts: readonly string[]): void {
  let from = 0
  for (const part of parts) {
    const at = text.indexOf(part, from)
    expect(at, `"${part}" in its place in:\n${text}`).toBeGreaterThanOrEqual(0)
    from = at + part.length
  }
}

describe('late in Hindi: K-101, 6 x 10,000 rupees, 3,000 shares; two paid in time, the third due on 10 March', () => {
  // X = 10 + 19 = 29 March; 24:00 in Moscow is 30 March, 02:30 in Kolkata. I = 3,000 / 3 = 1,000.
  const until = words('hi', 'value.byYourClock', {
    moment: { lastMinuteBefore: '2026-03-29T21:00:00Z', zone: 'Asia/Kolkata' },
  })

  test('/next', async () => {
    const answer = await answerTo('M-101', '/next')
    expectInOrder(answer, [
      words('hi', 'next.headingOverdue'),
      fact('hi', 'label.plan', 'उषा (K-101)'),
      fact('hi', 'label.amount', '₹10,000.00'),
      fact('hi', 'label.dueOn', 'मंगलवार, 10 मार्च 2026'),
      fact('hi', 'label.lateSince', words('hi', 'value.days', { count: { number: 10 } })),
      fact('hi', 'label.payableUntil', until),
      // floor(1,000 x 3/5) - floor(1,000 x 2/5)
      fact('hi', 'label.addsShares', shares('hi', 200)),
      // 2,000 locked and 600 from the coming payments
      words('hi', 'value.shares', { count: { number: 2600 } }),
      // on_time: floor(5 % x 3,000 x 20,000 / 60,000)
      bonusShares('hi', 50),
    ])
    expect(until).toMatch(/सोमवार, 30 मार्च 2026.*2:29/)
    expect(answer).not.toContain(words('hi', 'label.addsBonus'))
  })

  test('/shares', async () => {
    expectInOrder(await answerTo('M-101', '/shares'), [
      fact('hi', 'label.sharesTotal', shares('hi', 3000)),
      fact('hi', 'label.sharesCredited', shares('hi', 400)),
      fact('hi', 'label.sharesComing', shares('hi', 600)),
      fact('hi', 'label.sharesLocked', shares('hi', 2000)),
      fact('hi', 'label.bonusSecured', bonusShares('hi', 50)),
      words('hi', 'shares.nextAdds', { shares: { text: shares('hi', 200) } }),
    ])
  })

  test('/bonus: settling everything today would still earn floor(10 % x 3,000 x 3/6), paying on time 125 - 50', async () => {
    const answer = await answerTo('M-101', '/bonus')
    expect(answer).toContain(fact('hi', 'label.stillToWin', bonusShares('hi', 150)))
    expect(answer).toContain(fact('hi', 'label.stillToWin', bonusShares('hi', 75)))
    expect(answer).toContain('₹40,000.00')
    expect(answer).toContain(fact('hi', 'label.status', words('hi', 'bonus.status.lost')))
    expect(answer).toContain(words('hi', 'bonus.loss.overdue', { count: { number: 1 }, seqs: { numbers: [3] } }))
  })

  test('/pay: the invoice, with a button to the payment page', async () => {
    const message = await ask(await chatOf('M-101'), '/pay')
    expectInOrder(plain(message.text), [
      fact('hi', 'label.amount', '₹10,000.00'),
      fact('hi', 'label.payableUntil', until),
      fact('hi', 'label.payTo', 'Sample & Sons <Ltd>'),
      fact('hi', 'label.account', 'DE00 1234 5678'),
      fact('hi', 'label.reference', 'K-101 / M-101'),
    ])
    expect(message.buttons.flat().find(({ url }) => url)?.url).toBe(
      'https://pay.example.org/?ref=K-101%20%2F%20M-101&amount=10000.00&currency=INR',
    )
  })

  test('/schedule: every installment; Devanagari in lines, for columns would not stand straight', async () => {
    const message = await ask(await chatOf('M-101'), '/schedule')
    const { html = '' } = message
    expect(html).not.toContain('<pre>')
    const answer = plain(message.text)
    expect(answer).toContain(fact('hi', 'label.outstanding', '₹40,000.00'))
    const rows = ['paid', 'paid', 'late', 'open', 'open', 'open'] as const
    expectInOrder(
      answer,
      rows.map(
        (state, index) => `${index + 1} · 10/0${index + 1}/2026 · ₹10,000.00 · ${words('hi', `schedule.${state}`)}`,
      ),
    )
  })
})

describe('the time has run out, in Spanish: K-102, due on 10 February, X = 1 March', () => {
  test('/next and /shares say so and give no hope; /pay names no account', async () => {
    const next = await answerTo('M-102', '/next')
    expect(next).toContain(words('es', 'next.headingCancellationDue'))
    expect(next).toContain(fact('es', 'label.lateSince', words('es', 'value.days', { count: { number: 38 } })))
    expect(next).toContain('1 de marzo de 2026')
    expect(next).not.toContain(words('es', 'label.payableUntil'))
    expect(next).not.toContain(words('es', 'label.addsShares'))
    expect(await answerTo('M-102', '/shares')).toContain('1 de marzo de 2026')
    const pay = await ask(await chatOf('M-102'), '/pay')
    expect(plain(pay.text)).toContain(words('es', 'pay.cancellationDue'))
    expect(pay.text).not.toContain('DE00 1234 5678')
    expect(pay.buttons.flat().filter(({ url }) => url)).toEqual([])
  })

  test('/bonus: nothing to win', async () => {
    const answer = await answerTo('M-102', '/bonus')
    expect(answer).toContain(words('es', 'bonus.notWhileCancellationDue'))
    expect(answer).not.toContain(words('es', 'label.stillToWin'))
  })

  test('/schedule: in columns', async () => {
    const { html = '', text } = await ask(await chatOf('M-102'), '/schedule')
    expect(html).toMatch(/<pre>[^<]*<\/pre>/)
    expectInOrder(plain(text), ['1 10/02/2026 EUR 50.00', words('es', 'schedule.late'), '2 10/06/2026 EUR 50.00'])
  })
})

describe('Example 1 of DOMAIN.md in German, between #3 (15 March) and #4', () => {
  test('/next: 133 shares (532 - 399) and 17 bonus shares (on_time 50 - 33)', async () => {
    const answer = await answerTo('M-103', '/next')
    expectInOrder(answer, [
      words('de', 'next.heading'),
      fact('de', 'label.installment', words('de', 'value.installmentOf', { seq: { number: 4 }, total: { number: 6 } })),
      fact('de', 'label.amount', '€ 100,00'),
      fact('de', 'label.dueOn', 'Freitag, 10. April 2026'),
      fact('de', 'label.when', words('de', 'value.inDays', { count: { number: 21 } })),
      fact('de', 'label.addsShares', shares('de', 133)),
      fact('de', 'label.addsBonus', bonusShares('de', 17)),
      // 29 April 24:00 in Moscow is 23:00 in Vienna, where it is summer.
      'Mittwoch, 29. April 2026',
      '22:59',
    ])
  })

  test('/shares: 399 credited, 267 coming, 1,334 locked; the tag’s region writes the numbers', async () => {
    expectInOrder(await answerTo('M-103', '/shares'), ['2 000', '399', '267', '1 334', '56', '133'])
  })

  test('/bonus: 33 on time and 23 for two at once are secured', async () => {
    const answer = await answerTo('M-103', '/bonus')
    expect(answer).toContain(words('de', 'bonus.total', { secured: { text: bonusShares('de', 56) } }))
    expect(answer).toContain(fact('de', 'label.secured', bonusShares('de', 23)))
    expect(answer).toContain(fact('de', 'label.secured', bonusShares('de', 33)))
    expect(answer).toContain(fact('de', 'label.rate', '7 %'))
    // Two installments at once: floor(7 % x 2,000 x 100/600) more; everything today: three lie ahead.
    expect(answer).toContain('€ 200,00')
    expect(answer).toContain(fact('de', 'label.stillToWin', bonusShares('de', 100)))
    expect(answer).toContain(words('de', 'bonus.loss.paid_late', { count: { number: 1 }, seqs: { numbers: [3] } }))
  })

  test('/pay in the member’s language, and nothing about lateness', async () => {
    const answer = await answerTo('M-103', '/pay')
    expectInOrder(answer, ['€ 100,00', 'Freitag, 10. April 2026', 'K-103 / M-103', 'Überweisung', 'Karte'])
    expect(answer).not.toContain(words('de', 'label.payableUntil'))
    expect(answer).toContain(words('de', 'pay.notByItself'))
  })

  test('a partner, too: sees the late one two levels below, without their phone', async () => {
    const answer = await answerTo('M-103', '/overdue')
    expectInOrder(answer, [
      'Дмитрий Орлов (M-105)',
      '3.000,00',
      'K-105A',
      words('de', 'overdue.lastDay'),
      'Ion Popescu',
    ])
    expect(answer).not.toContain('+79160000105')
  })
})

describe('due today and part-paid, in Romanian: K-104', () => {
  test('/next and /pay: 200 of 300 are open', async () => {
    const next = await answerTo('M-104', '/next')
    expectInOrder(next, [
      words('ro', 'next.headingToday'),
      fact('ro', 'label.amount', '300,00 RON'),
      fact('ro', 'label.stillOpen', '200,00 RON'),
      fact('ro', 'label.dueOn', 'vineri, 20 martie 2026'),
      fact('ro', 'label.when', words('ro', 'value.today')),
      // I = 400: floor(400 x 900/900) - floor(400 x 600/900); on_time 45 - 30.
      fact('ro', 'label.addsShares', shares('ro', 134)),
      fact('ro', 'label.addsBonus', bonusShares('ro', 15)),
      'miercuri, 8 aprilie 2026',
      '23:59',
    ])
    expect(await answerTo('M-104', '/pay')).toContain(fact('ro', 'label.amount', '200,00 RON'))
  })

  test('/schedule: the part-paid one says what is open', async () => {
    expectInOrder(await answerTo('M-104', '/schedule'), [
      '700,00 RON',
      '1.200,00 RON',
      words('ro', 'schedule.partPaid', { amount: { text: '200,00 RON' } }),
      words('ro', 'schedule.open'),
    ])
  })
})

describe('several plans in Russian: one on its last day, one completed, one cancelled', () => {
  test('/next: the most urgent first, all named; the last minute on the member’s own clock', async () => {
    const message = await ask(await chatOf('M-105'), '/next')
    expectInOrder(plain(message.text), [
      fact('ru', 'label.plan', 'Нева (K-105A)'),
      fact('ru', 'label.amount', '3 000,00 ₽'),
      fact('ru', 'label.dueOn', 'воскресенье, 1 марта 2026 г.'),
      // 20 March 24:00 in Moscow is 21 March, 07:00 in Vladivostok.
      'суббота, 21 марта 2026 г.',
      '06:59',
      shares('ru', 150),
      // 600 locked and 150 from the coming payments, and floor(5 % x 900 x 1/3) bonus
      '750',
      bonusShares('ru', 15),
      words('ru', 'otherPlans'),
      `(K-105B): ${words('ru', 'planState.completed')}`,
      `(K-105C): ${words('ru', 'planState.cancelled')}`,
    ])
    expect(labels(message)).toEqual(expect.arrayContaining(['Нева (K-105B)', 'Нева (K-105C)']))
  })

  test('the buttons of the others lead to them', async () => {
    const person = await chatOf('M-105')
    const completed = plain((await tap(person, 'next K-105B')).text)
    expectInOrder(completed, [
      words('ru', 'next.headingCompleted'),
      '1 000,00 ₽',
      shares('ru', 100),
      bonusShares('ru', 5),
    ])
    expect(completed).toContain('K-105A')
    const cancelled = plain((await tap(person, 'next K-105C')).text)
    // I = floor(200/3); one of two paid, and the other is the last.
    expectInOrder(cancelled, [words('ru', 'next.headingCancelled'), '1 000,00 ₽', shares('ru', 66)])
    expect(plain((await tap(person, 'schedule K-105C')).text)).toContain(words('ru', 'schedule.cancelled'))
  })

  test('a plan by its number, in any case of letters', async () => {
    expect(await answerTo('M-105', '/shares k-105b')).toContain(words('ru', 'shares.completed'))
    expect(await answerTo('M-105', '/bonus K-105C')).toContain(words('ru', 'bonus.voided'))
    expect(await answerTo('M-105', '/pay K-105B')).toContain(words('ru', 'next.headingCompleted'))
  })
})

describe('in English', () => {
  test('late beats cancelled; London’s clock', async () => {
    const answer = await answerTo('M-106', '/next')
    expectInOrder(answer, [
      'Twin (K-106B)',
      '€500.00',
      'Thursday, 5 March 2026',
      words('en', 'value.days', { count: { number: 15 } }),
      'Tuesday, 24 March 2026 at 20:59',
      shares('en', 166),
      shares('en', 500),
      `Isle (K-106A): ${words('en', 'planState.cancelled')}`,
    ])
  })

  test('cancelled without a payment: nothing is said to remain', async () => {
    const answer = await answerTo('M-106', '/next K-106A')
    expect(answer).toContain(words('en', 'next.cancelledNothingCredited'))
    expect(answer).toContain(fact('en', 'label.paid', '£0.00'))
  })

  test('completed: all shares and the bonus of three payments in time', async () => {
    const answer = await answerTo('M-107', '/next')
    expectInOrder(answer, [words('en', 'next.headingCompleted'), '$300.00', shares('en', 1000), bonusShares('en', 50)])
    expect(await answerTo('M-107', '/shares')).toContain(words('en', 'shares.completed'))
    expect(await answerTo('M-107', '/bonus')).toContain(fact('en', 'label.secured', bonusShares('en', 50)))
    expect(await answerTo('M-107', '/pay')).toContain(words('en', 'next.headingCompleted'))
  })

  test('tags and entities in names are shown as they are; a balance is mentioned, and is no payment', async () => {
    const person = await chatOf('M-110')
    const message = await ask(person, '/pay')
    expectInOrder(plain(message.text), [
      '€80.00',
      '<i>Mark</i> & Co. &amp; Co. (K-110B)',
      words('en', 'pay.balance', { amount: { text: '€20.00' } }),
      '<i>Mark</i> & Co. &amp; Co. (K-110A)',
    ])
    expect(message.entities.some(({ type }) => type === 'italic' && message.text.includes('<i>'))).toBe(true)
    expect((await ask(person, '/start')).text).toContain('Zoë <b>O\'Neil</b> & "Söhne" &lt;3 🌱')
  })

  test('a language that we do not speak is answered in English, yen without decimals', async () => {
    const answer = await answerTo('M-201', '/next')
    expectInOrder(answer, [words('en', 'next.headingOverdue'), 'Koi (K-201)', '10,000'])
    expect(answer).toMatch(/15 March 2026|March 15, 2026/)
    // X = 3 April; 24:00 in Moscow is 6:00 in Tokyo.
    expect(answer).toMatch(/(4 April 2026|April 4, 2026).*5:59/)
    expect(answer).not.toContain('10,000.00')
  })
})

describe('nothing to show has its own answer', () => {
  test('no plan yet', async () => {
    for (const command of ['/next', '/schedule', '/shares', '/bonus', '/pay']) {
      expect(await answerTo('M-108', command)).toContain(words('es', 'noPlan.heading'))
    }
  })

  test('only a balance: it is not shares', async () => {
    const answer = await answerTo('M-109', '/shares')
    expect(answer).toContain(fact('ro', 'label.balance', '250,00 EUR'))
    expect(answer).toContain(words('ro', 'noPlan.balance'))
  })

  test('not a partner; a partner without plans; nobody late', async () => {
    expect(await answerTo('M-101', '/overdue')).toContain(words('hi', 'notPartner.heading'))
    expect(await answerTo('P-100', '/next')).toContain(words('es', 'noPlan.heading'))
    expect(await answerTo('P-200', '/overdue')).not.toContain('K-101')
  })

  test('not linked: how to link, whatever is asked; help and support all the same', async () => {
    const stranger = journey.api.person({ id: 900, languageCode: 'ro' })
    for (const command of ['/next', '/schedule', '/shares', '/bonus', '/pay', '/overdue', '/next K-101']) {
      const message = await ask(stranger, command)
      expect(message.text).toContain(words('ro', 'link.needed.heading'))
      expect(message.text).not.toContain('K-101')
      await stranger.nextMessage(patient)
    }
    expect(stranger.keyboard.flat()).toEqual([
      { label: words('ro', 'link.needed.contactButton'), requestsContact: true },
    ])
    expect((await ask(stranger, '/help')).text).toContain('/start')
    expect((await ask(stranger, '/support')).text).toContain('+44 1632 960200')
  })

  test('/support names the sponsor and the team; free text gets the menu', async () => {
    expectInOrder(await answerTo('M-105', '/support'), [
      'Ion Popescu',
      'Help & Care',
      '+44 1632 960200',
      '@sample_care',
    ])
    const message = await ask(await chatOf('M-101'), 'मुझे चाँद चाहिए')
    expect(message.text).toContain(words('hi', 'unknown.heading'))
    expect(labels(message)).toContain(words('hi', 'menu.next'))
    expect(labels(message)).not.toContain(words('hi', 'menu.overdue'))
  })

  test('the words on the buttons can be typed, in any language', async () => {
    for (const locale of ['en', 'de', 'es', 'ro', 'hi', 'ru']) {
      expect(await answerTo('M-103', words(locale, 'menu.schedule'))).toContain(words('de', 'schedule.heading'))
    }
  })
})

describe('/overdue of a partner with late customers on every level', () => {
  const firstPage = ['K-106B', 'K-102', 'K-110B', 'K-110A', 'K-101']

  test('in the default order: 500/5, 50/1, 80/2, 300/10 euros, then rupees, then roubles', async () => {
    const message = await ask(await chatOf('P-100'), '/overdue')
    const answer = plain(message.text)
    expectInOrder(answer, ['930,00', '10.000,00', '3000,00', ...firstPage])
    expect(answer).not.toMatch(/K-105A|K-103|K-104|K-201/)
    expect(answer).toContain(words('es', 'overdue.page', { page: { number: 1 }, pages: { number: 2 } }))
  })

  test('contact details of one’s own customers only; for the others, who looks after them', async () => {
    const answer = await answerTo('P-100', '/overdue')
    expect(answer).toContain('+919800000101, asha@example.org')
    expect(answer).toContain('+447700900106')
    expect(answer).not.toMatch(/\+525500000102|juan@|\+353850000110|zoe@/)
    expect(answer).toContain(words('es', 'overdue.sponsor', { name: text('आशा वर्मा') }))
    expect(answer).toContain(words('es', 'overdue.sponsor', { name: text('John Baker') }))
  })

  test('turning pages edits the message; a second tap changes nothing and is no failure', async () => {
    const person = await chatOf('P-100')
    const shown = await ask(person, '/overdue')
    person.taps('overdue 2', shown)
    const second = await person.nextEdit(patient)
    expect(second.id).toBe(shown.id)
    expectInOrder(plain(second.text), ['Дмитрий Орлов (M-105)', 'K-105A', words('es', 'overdue.lastDay')])
    expect(second.text).not.toContain('K-101')
    const messages = person.inbox.length
    person.forges('overdue 2', shown)
    await person.nextToast(patient)
    person.taps('overdue 1', shown)
    const first = await person.nextEdit(patient)
    expectInOrder(first.text, firstPage)
    expect(first.editCount).toBe(2)
    expect(person.inbox).toHaveLength(messages)
  })

  test('pages that do not exist', async () => {
    for (const [page, expected] of [
      ['0', 'K-106B'],
      ['-7', 'K-106B'],
      ['99999999999999999999999', 'K-105A'],
      ['2e9', 'K-105A'],
      ['x', 'K-106B'],
    ] as const) {
      expect(await answerTo('P-100', `/overdue ${page}`), page).toContain(expected)
    }
  })

  test('another partner sees theirs only', async () => {
    const answer = await answerTo('P-200', '/overdue')
    expectInOrder(answer, ['Kenji Sato (M-201)', '10.000 ¥', 'K-201', '+819000000201'])
    expect(answer).not.toMatch(/K-10\d|K-110/)
  })
})

describe('languages and menus', () => {
  test('commands are registered for everyone per language, and per chat by role', async () => {
    const everyone = { type: 'all_private_chats' }
    for (const locale of ['de', 'es', 'ro', 'hi', 'ru', 'en']) {
      const listed = journey.api.commandsOf(everyone, locale)
      expect(listed.map(({ command }) => command)).toEqual(['support', 'settings', 'language', 'help', 'start', 'stop'])
      expect(listed[0]?.description).toBe(words(locale, 'commands.support'))
    }
    expect(journey.api.commandsOf(everyone)).toEqual(journey.api.commandsOf(everyone, 'en'))
    const names = async (memberNo: string) => {
      const { user } = await chatOf(memberNo)
      await expect
        .poll(() => journey.api.commandsOf({ type: 'chat', chat_id: user.id }).length, { timeout: 5000 })
        .toBeGreaterThan(0)
      return journey.api.commandsOf({ type: 'chat', chat_id: user.id }).map(({ command }) => command)
    }
    expect(await names('M-101')).toEqual([
      'next',
      'schedule',
      'shares',
      'bonus',
      'pay',
      'support',
      'settings',
      'language',
      'help',
      'start',
      'stop',
    ])
    expect(await names('M-103')).toContain('overdue')
    expect(await names('P-100')).toEqual([
      'overdue',
      'tasks',
      'support',
      'settings',
      'language',
      'help',
      'start',
      'stop',
    ])
    expect(await names('M-108')).toEqual(['support', 'settings', 'language', 'help', 'start', 'stop'])
  })

  test('/language de changes the answers and the list of commands, and a tap changes them again', async () => {
    const person = journey.api.person({ id: 901 })
    await journey.link(person, 'M-106')
    const listed = () => journey.api.commandsOf({ type: 'chat', chat_id: 901 })[0]?.description
    expect((await ask(person, '/language de')).text).toContain(words('de', 'language.changed'))
    await expect.poll(listed).toBe(words('de', 'commands.next'))
    expect(plain((await ask(person, '/next')).text)).toContain('500,00 €')
    expect((await ask(person, '/language xx')).text).toContain(words('de', 'language.unsupported'))
    const picker = await ask(person, '/language')
    expect(labels(picker).map((name) => name.toLowerCase())).toEqual(
      expect.arrayContaining(['deutsch', 'english', 'español', 'हिन्दी', 'română', 'русский']),
    )
    expect((await tap(person, 'language en')).text).toContain(words('en', 'language.changed'))
    await expect.poll(listed).toBe(words('en', 'commands.next'))
    // English again is the English of the member's own region.
    expect(plain((await ask(person, '/next')).text)).toContain('Thursday, 5 March 2026')
  })

  test('someone who is not linked chooses for the chat', async () => {
    const person = journey.api.person({ id: 902, languageCode: 'es' })
    expect((await ask(person, '/help')).text).toContain(words('es', 'help.heading'))
    await ask(person, '/language ru')
    expect((await ask(person, '/help')).text).toContain(words('ru', 'help.heading'))
  })
})

describe('Example 1 of DOMAIN.md at other times', () => {
  const restartAt = async (clock: string) => {
    expect(journey.failures()).toEqual([])
    // What the platform does not know to be answered it brings again.
    await expect.poll(() => journey.api.pendingUpdateCount, { timeout: 15_000 }).toBe(0)
    await journey.kisht().stop()
    await journey.startAgain(clock)
  }

  test('after #1 and #2: 266 credited, the next adds 133', async () => {
    await restartAt('2026-01-20T12:00:00+03:00')
    expectInOrder(await answerTo('M-103', '/shares'), [
      fact('de', 'label.sharesCredited', shares('de', 266)),
      fact('de', 'label.bonusSecured', bonusShares('de', 56)),
      shares('de', 133),
    ])
  })

  test('all paid: 2,000 and 83 + 23 + 66', async () => {
    await restartAt('2026-04-11T12:00:00+03:00')
    const answer = await answerTo('M-103', '/next')
    expectInOrder(answer, [
      words('de', 'next.headingCompleted'),
      '€ 600,00',
      shares('de-AT', 2000),
      bonusShares('de', 172),
    ])
    const bonus = await answerTo('M-103', '/bonus')
    for (const secured of [83, 23, 66]) expect(bonus).toContain(fact('de', 'label.secured', bonusShares('de', secured)))
  })

  test('the 160.00 taken back on 20 March: #2 is 38 days late and can be paid until 27 March', async () => {
    await restartAt(noon)
    const folder = mkdtempSync(join(tmpdir(), 'kisht-reversal-'))
    try {
      const columns = 'payment_id,kind,member_no,plan_no,reverses,currency,amount,value_at,method'
      const row = 'T-103-5,reversal,M-103,K-103,T-103-2,EUR,160.00,2026-03-20,transfer'
      writeFileSync(join(folder, 'payments.csv'), `${columns}\n${row}\n`)
      const { exitCode, out, err } = await journey.kisht().command('import', folder)
      expect(exitCode, `${out}${err}`).toBe(0)
    } finally {
      rmSync(folder, { recursive: true })
    }
    expectInOrder(await answerTo('M-103', '/next'), [
      words('de', 'next.headingOverdue'),
      fact('de', 'label.installment', words('de', 'value.installmentOf', { seq: { number: 2 }, total: { number: 6 } })),
      fact('de', 'label.stillOpen', '€ 60,00'),
      fact('de', 'label.lateSince', words('de', 'value.days', { count: { number: 38 } })),
      // 60.00 of #2 and 100.00 of #3
      fact('de', 'label.arrears', '€ 160,00'),
      'Freitag, 27. März 2026',
      '21:59',
    ])
  })
})
