/** Consents, claims to have paid and reminders that were asked for, on both engines. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Category, categories } from '../../src/domain/nudges/catalogue.ts'
import { defaultPolicy as policy } from '../../src/domain/policy.ts'
import { settleClaims } from '../../src/nudges/claims.ts'
import type { NewClaim } from '../../src/nudges/contact-desk.ts'
import type { Database } from '../../src/storage/engine/database.ts'
import { addReminder, takeBackReminders, waitingReminder } from '../../src/storage/nudges/asked-reminders.ts'
import { addClaim, lastClaim, openClaimStore } from '../../src/storage/nudges/claims.ts'
import { addConsents, loadOptOuts } from '../../src/storage/nudges/consents.ts'
import { contactDeskOn } from '../../src/storage/nudges/contact-desk.ts'
import { lookAtPlansOf } from '../../src/storage/nudges/look-at.ts'
import { csv } from '../back-office/back-office.ts'
import { type LedgerCase, ledgerCase, onePlan, paid } from '../ledger/ledger-case.ts'
import { engines, freshDatabase } from '../support/databases.ts'

/** The third installment of P1 is due on 10 March; it can be paid until the 29th. */
const now = Temporal.Instant.from('2026-03-20T12:00:00+03:00')
const hours = (count: number) => now.add({ hours: count })

describe.each(engines)('what people say about messages, on %s', (engine) => {
  let database: Database
  let ledger: LedgerCase

  beforeAll(async () => {
    database = await freshDatabase(engine)
    ledger = ledgerCase(database)
    await ledger.takeIn('2026-03-01T10:00:00+03:00', {
      ...onePlan,
      'payments.csv': csv('payments.csv', paid('A1', '200.00', '2026-01-08')),
    })
  })
  afterAll(() => database.close())

  const say = (memberNo: string, category: Category, isGiven: boolean, words = 'so') => ({
    memberNo,
    category,
    isGiven,
    at: now,
    chat: { channel: 'telegram', chatId: '7' },
    words,
    locale: 'de-AT',
  })

  test('the last word on a category holds, also within one set; rows are only added', async () => {
    const { prisma } = database
    await addConsents(prisma, [])
    await addConsents(prisma, [...categories.map((category) => say('M2', category, true)), say('M2', 'tips', false)])
    await addConsents(prisma, [say('M2', 'reminders', false, `"quoted" 'too' \\ 'стоп' रोकें`), say('M3', 'tips', false)])
    await addConsents(prisma, [say('M3', 'tips', true)])
    expect(await loadOptOuts(prisma, ['M1', 'M2', 'M3'])).toEqual(
      new Map([
        ['M1', new Set()],
        ['M2', new Set(['reminders', 'tips'])],
        ['M3', new Set()],
      ]),
    )
    expect(await loadOptOuts(prisma, [])).toEqual(new Map())
    expect(await prisma.consent.findFirst({ where: { category: 'reminders', isGiven: false } })).toMatchObject({
      memberNo: 'M2',
      at: new Date(now.epochMilliseconds),
      channel: 'telegram',
      chatId: '7',
      words: `"quoted" 'too' \\ 'стоп' रोकें`,
      locale: 'de-AT',
    })
    await expect(prisma.consent.updateMany({ data: { isGiven: true } })).rejects.toThrow()
    await expect(prisma.consent.deleteMany()).rejects.toThrow()
  })

  test('the back office is told of what is no longer wanted, in the same transaction', async () => {
    const told: unknown[] = []
    const record = (isKept: boolean) =>
      database.prisma
        .$transaction(async (transaction) => {
          const desk = contactDeskOn(transaction, async (_, events) => void told.push(...events))
          await desk.record([say('M1', 'tips', false), say('M1', 'deadlines', true)])
          if (!isKept) throw new Error('not kept')
        })
        .catch(() => {})
    await record(false)
    expect((await loadOptOuts(database.prisma, ['M1'])).get('M1')).toEqual(new Set())
    told.length = 0
    await record(true)
    expect(told).toEqual([{ kind: 'member.opted_out', memberNo: 'M1', category: 'tips' }])
    expect((await loadOptOuts(database.prisma, ['M1'])).get('M1')).toEqual(new Set(['tips']))
  })

  test('plans of these members are looked at again, but for history', async () => {
    const { prisma } = database
    const lookAt = async () =>
      (await prisma.planProjection.findUniqueOrThrow({ where: { planNo: 'P1' } })).nudgeLookAt?.toISOString() ?? null
    await prisma.planProjection.updateMany({ data: { nudgeLookAt: null } })
    await lookAtPlansOf(prisma, ['M1', 'M3'], now)
    await lookAtPlansOf(prisma, [], now)
    expect(await lookAt()).toBeNull()
    await prisma.plan.update({ where: { planNo: 'P1' }, data: { isHistory: true } })
    await lookAtPlansOf(prisma, ['M2'], now)
    expect(await lookAt()).toBeNull()
    await prisma.plan.update({ where: { planNo: 'P1' }, data: { isHistory: false } })
    await lookAtPlansOf(prisma, ['M2'], now)
    expect(await lookAt()).toBe('2026-03-20T09:00:00.000Z')
  })

  test('a reminder comes once for a day; one that was given up comes after all', async () => {
    const { prisma } = database
    const about = { memberNo: 'M2', planNo: 'P1', on: '2026-03-21', dueOn: '2026-03-10', seq: 3 } as const
    const reminder = { ...about, until: Temporal.Instant.from('2026-03-22T00:00:00+03:00') }
    expect(await waitingReminder(prisma, 'P1')).toBeUndefined()
    await addReminder(prisma, { ...reminder, at: hours(20) })
    await addReminder(prisma, { ...reminder, at: hours(20) })
    expect(await prisma.nudgeEvent.count()).toBe(1)
    expect((await waitingReminder(prisma, 'P1'))?.equals(hours(20))).toBe(true)
    await prisma.nudgeEvent.updateMany({ data: { lookAt: null } })
    expect(await waitingReminder(prisma, 'P1')).toBeUndefined()
    await addReminder(prisma, { ...reminder, at: hours(21) })
    expect((await waitingReminder(prisma, 'P1'))?.equals(hours(21))).toBe(true)
    expect(await prisma.nudgeEvent.count()).toBe(1)
  })

  test('a reminder that was passed over keeps to its day, and does not come back after it', async () => {
    const { prisma } = database
    await prisma.nudgeEvent.deleteMany()
    const until = Temporal.Instant.from('2026-03-22T00:00:00+03:00')
    await addReminder(prisma, {
      memberNo: 'M2',
      planNo: 'P1',
      on: '2026-03-21',
      dueOn: '2026-03-10',
      seq: 3,
      at: hours(20),
      until,
    })
    for (const [moment, expected] of [
      [hours(1), hours(20)],
      [hours(30), hours(30)],
      [until, undefined],
      [hours(24 * 20), undefined],
    ] as const) {
      await prisma.nudgeEvent.updateMany({ data: { lookAt: null } })
      await lookAtPlansOf(prisma, ['M2'], moment)
      expect((await waitingReminder(prisma, 'P1'))?.toString()).toBe(expected?.toString())
    }
    await takeBackReminders(prisma, 'P1')
    expect(await prisma.nudgeEvent.count()).toBe(0)
  })

  describe('claims to have paid', () => {
    const claim: NewClaim = { memberNo: 'M2', planNo: 'P1', dueOn: '2026-03-10', claimedAt: now, holdUntil: hours(72) }
    const add = (given: NewClaim) => database.prisma.$transaction((transaction) => addClaim(transaction, given))
    const settle = (at: Temporal.Instant) => settleClaims({ store: openClaimStore(database), policy, now: at })
    const outcomes = async () =>
      (await database.prisma.paymentClaim.findMany({ orderBy: { id: 'asc' } })).map(({ outcome }) => outcome)

    test('of many at once one is kept', async () => {
      const added = await Promise.all(Array.from({ length: 8 }, () => add(claim)))
      expect(added.filter((each) => each !== undefined)).toHaveLength(1)
      expect(await outcomes()).toEqual([null])
      expect(await lastClaim(database.prisma, 'P1', '2026-03-10')).toMatchObject({ dueOn: '2026-03-10', outcome: null })
      expect(await lastClaim(database.prisma, 'P1', '2026-04-10')).toMatchObject({ dueOn: '2026-03-10', outcome: null })
      expect(await lastClaim(database.prisma, 'P2', '2026-03-10')).toBeUndefined()
    })

    test('stay open while they hold; then a task, once, whoever looks', async () => {
      expect(await settle(hours(71))).toBe(0)
      expect(await outcomes()).toEqual([null])
      const settled = await Promise.all([settle(hours(72)), settle(hours(72)), settle(hours(72))])
      expect(settled.toSorted()).toEqual([0, 0, 1])
      expect(await outcomes()).toEqual(['not_seen'])
      expect(await ledger.openTasks()).toEqual(['payment_not_seen P1'])
      expect(await ledger.task('payment_not_seen', 'P1')).toMatchObject({
        memberNo: 'M2',
        planNo: 'P1',
        ownerNo: null,
        details: { seq: 3, due_on: '2026-03-10', last_payable_on: '2026-03-29', amount: '100.00', currency: 'EUR' },
      })
      expect(await settle(hours(100))).toBe(0)
      expect(await lastClaim(database.prisma, 'P1', '2026-03-10')).toMatchObject({ outcome: 'not_seen' })
      expect(await lastClaim(database.prisma, 'P1', '2026-04-10')).toBeUndefined()
    })

    test('are seen once the installment is paid in full, before the hold ends; a part is not enough', async () => {
      await add(claim)
      await ledger.pay('2026-03-21T10:00:00+03:00', paid('A2', '99.99', '2026-03-19'))
      expect(await settle(hours(30))).toBe(0)
      await ledger.pay('2026-03-22T10:00:00+03:00', paid('A3', '0.01', '2026-03-19'))
      expect(await settle(hours(50))).toBe(1)
      expect(await settle(hours(50))).toBe(0)
      expect(await outcomes()).toEqual(['not_seen', 'seen'])
    })

    test('whose money is there when the hold ends are seen, though nobody looked before; no task', async () => {
      const before = await ledger.openTasks()
      await add({ ...claim, dueOn: '2026-04-10', claimedAt: hours(500), holdUntil: hours(572) })
      await ledger.pay('2026-04-12T10:00:00+03:00', paid('A4', '300.00', '2026-04-09'))
      expect(await settle(hours(600))).toBe(1)
      expect((await outcomes()).at(-1)).toBe('seen')
      expect(await ledger.openTasks()).toEqual(before)
    })
  })
})
