/**
 * Reminders as people get them, from Friday, 20 March 2026, 13:00 in Moscow, on: who is written to, in which words, and
 * what their taps lead to. The same people all the way; time moves by starting the process again.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Content } from '../../src/assistant/message.ts'
import { nudgeActions } from '../../src/assistant/nudges/nudge-actions.ts'
import type { Person } from '../support/bot-api/person.ts'
import { ask, type Journey, patient, startJourney, tap } from './journey.ts'
import { createReader, healthOf, importAt, labelsOf, moveTo, openTasks, rehearse } from './nudging.ts'
import { fact, plain, text, words } from './texts.ts'

const nudges = { NUDGES: 'on' }
const lei: Content = { money: { minor: 200_00n, currency: 'RON' } }
const rupees: Content = { money: { minor: 10_000_00n, currency: 'INR' } }

let journey: Journey
let asha: Person
let ion: Person
let john: Person
let zoe: Person
let wrongNumber: Person
let lucia: Person
const unread = createReader()
const everybody = () => [asha, ion, john, zoe, wrongNumber, lucia]
const arrived = () => everybody().map((person) => unread(person).length)
const nobody = [0, 0, 0, 0, 0, 0]

beforeAll(async () => {
  journey = await startJourney({ clock: '2026-03-20T12:59:00+03:00' })
  const link = async (id: number, memberNo: string) => {
    const person = journey.api.person({ id, languageCode: 'en' })
    await journey.link(person, memberNo)
    return person
  }
  asha = await link(9101, 'M-101')
  ion = await link(9104, 'M-104')
  john = await link(9106, 'M-106')
  zoe = await link(9110, 'M-110')
  // Somebody who is not Kenji, though his number was once Kenji's.
  wrongNumber = await link(9201, 'M-201')
  lucia = await link(9100, 'P-100')
})

afterAll(async () => {
  expect(journey.failures()).toEqual([])
  await journey.close()
})

const lastMinute = (locale: string, tooLateAt: string, zone: string) =>
  words(locale, 'value.byYourClock', { moment: { lastMinuteBefore: tooLateAt, zone } })

describe('off, as it is until an operator says otherwise', () => {
  test('the dry run names everybody to whom something is due, and why the others hear nothing', async () => {
    const rehearsed = await rehearse(journey)
    expect(Object.keys(rehearsed[0] ?? {})).toEqual([
      ...['member_no', 'plan_no', 'step', 'decision', 'reason', 'channel', 'language', 'text'],
    ])
    expect(
      rehearsed.map(({ text: _, ...each }) =>
        Object.values(each)
          .map((value) => value ?? '-')
          .join(' '),
      ),
    ).toEqual([
      'M-101 K-101 +10 send due telegram hi-IN',
      'M-104 K-104 0 send due telegram ro-RO',
      'M-105 K-105A +19 skip no_channel - -',
      'M-106 K-106B +15 send due telegram en-GB',
      'M-110 K-110A +10 skip merged - -',
      'M-110 K-110B +18 send due telegram en-IE',
      'M-201 K-201 +5 send due telegram en',
    ])
    expect(rehearsed.filter((each) => (each.text === null) === (each.decision === 'send'))).toEqual([])
  })

  test('for a person: a table, the messages, counts, and that nothing of it goes out', async () => {
    const { exitCode, out } = await journey.kisht().command('nudge', '--dry-run')
    const lines = out.split('\n')
    expect(exitCode).toBe(0)
    expect(lines[0]).toMatch(/^member +plan +step +decision +reason +next look +channel +language$/)
    expect(lines.find((line) => line.includes('K-104'))).toMatch(
      /^Ion Popescu \(M-104\) +K-104 +0 +send +due +telegram +ro-RO$/,
    )
    expect(out).toContain(`\nIon Popescu (M-104), telegram, ro-RO\n  `)
    expect(plain(out)).toContain(`  ${words('ro', 'nudges.heading.dueToday', { amount: lei })}`)
    expect(lines.filter((line) => /^\d {2}/.test(line))).toEqual([
      '5  send  due',
      '1  skip  no channel',
      '1  skip  merged',
    ])
    expect(out).toMatch(/\nNUDGES is off: nothing of this goes out now\.\n$/)
    expect((await journey.kisht().command('nudge')).exitCode).toBe(2)
  })

  test('at another moment: at night nobody is written to, by their own clocks', async () => {
    const reasonsAt = async (at: string) =>
      Object.fromEntries((await rehearse(journey, '--at', at)).map((each) => [each.plan_no, each.reason]))
    // 22:30 in Jaipur, 20:00 in Moscow: 19:00 in Bucharest, 17:00 in London, 02:00 in Tokyo.
    expect(await reasonsAt('2026-03-20T20:00:00+03:00')).toMatchObject({
      'K-101': 'quiet_hours',
      'K-104': 'due',
      'K-106B': 'due',
      'K-201': 'quiet_hours',
    })
    expect((await reasonsAt('2026-03-21T08:59:00+05:30'))['K-101']).toBe('quiet_hours')
    expect((await reasonsAt('2026-03-21T09:00:00+05:30'))['K-101']).toBe('due')
    // Nobody has said for more than two days what was paid.
    expect((await reasonsAt('2026-03-21T09:01:00+03:00'))['K-101']).toBe('stale_data')
  })

  test('nothing is sent, though much is due', async () => {
    for (const person of everybody()) unread(person)
    await moveToOff()
    expect(await healthOf(journey)).toMatchObject({ ok: true, nudges: { on: false, planner_last_run: null } })
    expect(arrived()).toEqual(nobody)
  })

  /** A question and its answer: whatever starts with the process has begun by then. */
  async function moveToOff() {
    await journey.kisht().stop()
    await journey.startAgain('2026-03-20T13:00:00+03:00')
    await ask(lucia, '/help')
    expect(unread(lucia)).toHaveLength(1)
  }
})

describe('paused, then on', () => {
  test('paused: still nothing, though it is on; the dry run says so', async () => {
    expect((await journey.typed('pause')).exitCode).toBe(0)
    await journey.kisht().stop()
    await journey.startAgain('2026-03-20T13:00:00+03:00', nudges)
    await ask(lucia, '/help')
    unread(lucia)
    expect((await healthOf(journey)).nudges).toMatchObject({ on: true, paused: true })
    expect(new Set((await rehearse(journey)).map(({ decision, reason }) => `${decision} ${reason}`))).toEqual(
      new Set(['skip paused', 'skip merged', 'skip no_channel']),
    )
    expect((await journey.typed('nudge', '--dry-run')).out).toMatch(/Sending is paused since \S+: nothing of this/)
    expect(arrived()).toEqual(nobody)
  })

  test('resumed: everybody who is late gets exactly one message, the partner and who is not linked none', async () => {
    expect((await journey.typed('resume')).exitCode).toBe(0)
    const callsBefore = journey.api.callsOf('sendMessage').length
    await moveTo(journey, '2026-03-20T13:01:00+03:00', nudges)
    const sentTo = journey.api.callsOf('sendMessage').slice(callsBefore)
    expect(sentTo.map(({ payload }) => Number(payload.chat_id)).toSorted()).toEqual([9101, 9104, 9106, 9110, 9201])
    inFull()
    await moveTo(journey, '2026-03-20T13:20:00+03:00', nudges)
    expect(arrived()).toEqual(nobody)
    expect(new Set((await rehearse(journey)).map(({ reason }) => reason))).toEqual(
      new Set(['already_sent', 'no_channel']),
    )
  })

  /** In their own languages, with the amount, the last minute by their own clock, and every button. */
  function inFull() {
    const [toAsha, toIon, toZoe] = [unread(asha)[0], unread(ion)[0], unread(zoe)[0]]
    for (const person of everybody()) unread(person)
    if (!toAsha || !toIon || !toZoe) throw new Error('nothing arrived')
    const hindi = plain(toAsha.text)
    expect(hindi).toContain(words('hi', 'nudges.heading.late', { count: { number: 10 } }))
    expect(hindi).toContain(fact('hi', 'label.amount', '₹10,000.00'))
    expect(hindi).toContain(fact('hi', 'label.payableUntil', lastMinute('hi', '2026-03-29T21:00:00Z', 'Asia/Kolkata')))
    expect(hindi).toMatch(/30 मार्च.*2:29/)
    expect(labelsOf(toAsha)).toEqual([
      words('hi', 'nudges.button.payNow', { amount: rupees }),
      words('hi', 'menu.pay'),
      ...(['paid', 'tomorrow', 'help', 'notMe', 'stop'] as const).map((name) => words('hi', `nudges.button.${name}`)),
    ])
    // 200.00 of the installment are still open: 100.00 came on the 18th.
    expect(plain(toIon.text)).toContain(words('ro', 'nudges.heading.dueToday', { amount: lei }))
    const english = plain(toZoe.text)
    expect(english).toContain(words('en', 'nudges.heading.finalNotice'))
    expect(english).toContain(
      words('en-IE', 'nudges.opening.finalNotice', {
        amount: { money: { minor: 80_00n, currency: 'EUR' } },
        moment: text(lastMinute('en-IE', '2026-03-21T21:00:00Z', 'Europe/Dublin')),
      }),
    )
    expect(english).toMatch(/K-110A/)
    // A final notice is not put off until tomorrow.
    expect(labelsOf(toZoe)).not.toContain(words('en', 'nudges.button.tomorrow'))
  }
})

describe('what they tap', () => {
  test('"I need help": an answer, and a task that the partner finds with /tasks', async () => {
    const answer = await tap(john, nudgeActions.help('K-106B'))
    expect(plain(answer.text)).toContain(words('en', 'nudgeAnswer.help.partner', { name: text('Lucía Ortega Ruiz') }))
    const tasks = plain((await ask(lucia, '/tasks')).text)
    expect(tasks).toContain('John Baker')
    expect(tasks).toContain(words('es', 'tasks.kind.help_wanted'))
  })

  test('"I have paid", "remind me tomorrow", "this is not me", "stop": each is answered', async () => {
    expect(plain((await tap(ion, nudgeActions.paid('K-104'))).text)).toContain(words('ro', 'nudgeAnswer.paid.heading'))
    await tap(john, nudgeActions.tomorrow('K-106B'))
    expect((await tap(wrongNumber, nudgeActions.notMe)).text).toContain(words('en', 'nudgeAnswer.notMe.text'))
    expect(await openTasks(journey, 'wrong_person')).toMatchObject([{ member_no: 'M-201' }])
    expect(plain((await tap(asha, nudgeActions.stop)).text)).toContain(words('hi', 'stop.heading'))
  })

  test('the next day: the reminder that was asked for, once; the last day; and nothing to the others', async () => {
    for (const person of everybody()) unread(person)
    await moveTo(journey, '2026-03-21T14:30:00+03:00', nudges)
    const [toJohn, ...moreToJohn] = unread(john)
    const [toZoe, ...moreToZoe] = unread(zoe)
    expect([moreToJohn, moreToZoe]).toEqual([[], []])
    expect(plain(toJohn?.text ?? '')).toContain(words('en', 'nudges.heading.askedReminder'))
    expect(plain(toZoe?.text ?? '')).toContain(words('en', 'nudges.heading.lastDay'))
    expect(arrived()).toEqual(nobody)
    const reasons = Object.fromEntries((await rehearse(journey)).map((each) => [each.plan_no, each.reason]))
    expect(reasons).toMatchObject({ 'K-104': 'claim_open', 'K-101': 'already_sent' })
  })

  test('stopped: silent when the next step comes, and a person is asked; turned on again, it comes', async () => {
    await moveTo(journey, '2026-03-25T12:30:00+03:00', nudges)
    expect([asha, john, wrongNumber, lucia].flatMap(unread)).toEqual([])
    const rehearsed = await rehearse(journey)
    expect(rehearsed).toContainEqual(expect.objectContaining({ plan_no: 'K-101', step: '+15', reason: 'opted_out' }))
    expect(rehearsed).toContainEqual(expect.objectContaining({ plan_no: 'K-201', step: '+10', reason: 'no_channel' }))
    expect((await openTasks(journey, 'reach_member')).map(({ plan_no }) => plan_no)).toContain('K-101')
    await ask(asha, '/settings')
    asha.catchUp()
    asha.taps('settings on reminders')
    await asha.nextEdit(patient)
    unread(asha)
    // Overdue steps wait until somebody says what was paid lately.
    expect((await rehearse(journey)).find(({ plan_no }) => plan_no === 'K-101')?.reason).toBe('stale_data')
    await importAt(journey, '2026-03-25T12:40:00+03:00')
    await moveTo(journey, '2026-03-25T13:00:00+03:00', nudges)
    const [reminder, ...more] = unread(asha)
    expect(more).toEqual([])
    expect(plain(reminder?.text ?? '')).toContain(words('hi', 'nudges.heading.late', { count: { number: 15 } }))
    // Nobody found Ion's payment within three days.
    expect(await openTasks(journey, 'payment_not_seen')).toMatchObject([{ plan_no: 'K-104' }])
  })
})
