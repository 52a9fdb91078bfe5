/** What breaks while people are written to: they block the bot, Telegram is slow, the process is killed. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Person } from '../support/bot-api/person.ts'
import { ask, type Journey, patient, startJourney } from './journey.ts'
import { createReader, healthOf, importAt, moveTo, openTasks, rehearse, untilLooked } from './nudging.ts'
import { plain, words } from './texts.ts'

let journey: Journey
let asha: Person
let ashaAtWork: Person
let ion: Person
let john: Person
const unread = createReader()

beforeAll(async () => {
  journey = await startJourney({ clock: '2026-03-20T06:00:00+03:00', env: { NUDGES: 'on' } })
  const link = async (id: number, memberNo: string) => {
    const person = journey.api.person({ id })
    await journey.link(person, memberNo)
    return person
  }
  asha = await link(9501, 'M-101')
  ashaAtWork = await link(9502, 'M-101')
  ion = await link(9504, 'M-104')
  john = await link(9506, 'M-106')
  // Both of them learn of the other chat.
  await asha.nextMessage(patient)
  for (const person of [asha, ashaAtWork, ion, john]) unread(person)
})

afterAll(async () => {
  await journey.close()
})

test('blocked: the next of their chats gets it; without another one a person is asked to reach them', async () => {
  ashaAtWork.blocks()
  john.blocks()
  await moveTo(journey, '2026-03-20T13:00:00+03:00')
  expect(unread(ashaAtWork)).toEqual([])
  const [late, ...more] = unread(asha)
  expect(more).toEqual([])
  expect(plain(late?.text ?? '')).toContain(words('hi', 'nudges.heading.late', { count: { number: 10 } }))
  expect(unread(ion)).toHaveLength(1)
  expect(unread(john)).toEqual([])
  // Lucía is the partner above John; to Asha somebody's word came.
  expect(await openTasks(journey, 'reach_member')).toContainEqual(
    expect.objectContaining({ plan_no: 'K-106B', member_no: 'M-106', owner_no: 'P-100' }),
  )
  expect((await openTasks(journey, 'reach_member')).map(({ plan_no }) => plan_no)).not.toContain('K-101')
  const reasons = (await rehearse(journey)).filter(({ plan_no }) => plan_no === 'K-106B').map(({ reason }) => reason)
  expect(reasons).toEqual(['unreachable'])
  expect(journey.failures()).toEqual([])
})

test('they write again: from then on they are written to again', async () => {
  john.unblocks()
  await ask(john, '/next')
  unread(john)
  await moveTo(journey, '2026-03-23T14:30:00+03:00')
  const [finalNotice, ...more] = unread(john)
  expect(more).toEqual([])
  expect(plain(finalNotice?.text ?? '')).toContain(words('en', 'nudges.heading.finalNotice'))
  expect(unread(ashaAtWork)).toEqual([])
})

test('killed while a message is under way: it arrives, at most twice, and no third time', async () => {
  for (const person of [asha, ashaAtWork, ion, john]) unread(person)
  await importAt(journey, '2026-03-25T12:00:00+03:00')
  const slow = journey.api.faults.add({ kind: 'slow', latencyMs: 3_000, method: 'sendMessage', times: 100 })
  const callsTo = (chatId: number) =>
    journey.api.callsOf('sendMessage').filter(({ payload }) => Number(payload.chat_id) === chatId)
  const before = callsTo(ion.user.id).length
  await journey.startAgain('2026-03-25T13:00:00+03:00')
  await expect.poll(() => callsTo(ion.user.id).length, { timeout: 30_000 }).toBe(before + 1)
  await journey.kisht().kill()
  slow.remove()
  await journey.startAgain('2026-03-25T13:10:00+03:00')
  await expect.poll(() => callsTo(ion.user.id).length, { timeout: 30_000 }).toBe(before + 2)
  await moveTo(journey, '2026-03-25T13:30:00+03:00')
  await untilLooked(journey, '2026-03-25T13:30:00+03:00')
  const arrived = unread(ion).map(({ text }) => plain(text))
  expect(arrived.length).toBeGreaterThanOrEqual(1)
  expect(arrived.length).toBeLessThanOrEqual(2)
  for (const message of arrived) {
    expect(message).toContain(words('ro', 'nudges.heading.late', { count: { number: 5 } }))
  }
  expect(callsTo(ion.user.id)).toHaveLength(before + 2)
  expect((await healthOf(journey)).nudges).toMatchObject({ oldest_pending_seconds: null, unknown: 0 })
})
