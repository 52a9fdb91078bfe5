/** What people hear of their money, where more happens before they hear of it: taken back, completed, topped up. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../src/storage/engine/database.ts'
import { backOfficeOn, csv, type Files } from '../back-office/back-office.ts'
import { emptyDatabase, engines, freshDatabase } from '../support/databases.ts'
import { linkChats, outboxOf, plannedAt } from './planner-base.ts'

const utc = (text: string) => Temporal.Instant.from(text)

/** P1 of M2 in Moscow: 3 x 100.00 on the 10th, January to March, #1 and #2 are paid. M4 registered on 2 March. */
const project: Files = {
  'members.csv': csv(
    'members.csv',
    'M2,Asha,,,en,Europe/Moscow,,2025-01-02,2025-01-03,,',
    'M4,Neu,,,de,Europe/Moscow,,2026-03-02,,,',
  ),
  'packages.csv': csv('packages.csv', 'K,Classic,2,EUR,300.00,1000.00,2000,3,2025-12-01,'),
  'plans.csv': csv('plans.csv', 'P1,M2,K,EUR,300.00,2000,2026-01-05,,'),
  'installments.csv': csv('installments.csv', ...[1, 2, 3].map((seq) => `P1,${seq},2026-0${seq}-10,100.00`)),
  'payments.csv': csv('payments.csv', paid('I1', '100.00', '2026-01-09'), paid('I2', '100.00', '2026-02-09')),
}

function paid(paymentId: string, amount: string, valueOn: string): string {
  return `${paymentId},installment,M2,P1,,EUR,${amount},${valueOn},,`
}

function takenBack(paymentId: string, amount: string, valueOn: string): string {
  return `R-${paymentId},reversal,M2,P1,${paymentId},EUR,${amount},${valueOn},,`
}

describe.each(engines)('%s', (engine) => {
  let database: Database
  beforeAll(async () => {
    database = await freshDatabase(engine)
  })
  afterAll(() => database.close())
  const first = utc('2026-02-20T06:00:00Z')
  beforeEach(async () => {
    await emptyDatabase(database)
    await backOfficeOn(database).imported(project, { now: first, asOf: first })
    await linkChats(database, ['M2', 'M4'], '2026-02-20T00:00:00Z')
    await database.prisma.nudgeEvent.deleteMany()
  })

  const takeIn = (at: string, files: Files) => backOfficeOn(database).imported(files, { now: utc(at), asOf: utc(at) })
  const book = (at: string, ...rows: readonly string[]) => takeIn(at, { 'payments.csv': csv('payments.csv', ...rows) })
  /** Plans, and sends what was planned; gives what M2 is told, as "step amount" or "step". */
  const told = async (at: string) => {
    const { outboxMessage } = database.prisma
    await plannedAt(database, utc(at))
    const messages = await outboxMessage.findMany({
      where: { state: 'pending', memberNo: 'M2' },
      include: { items: { orderBy: { place: 'asc' } } },
      orderBy: { id: 'asc' },
    })
    await outboxMessage.updateMany({ where: { state: 'pending' }, data: { state: 'sent', stateAt: new Date(at) } })
    return messages.map(({ items: [lead] }) => {
      const { amount } = Object(lead?.params)
      return [lead?.step, amount].filter((part) => part !== undefined).join(' ')
    })
  }

  describe('taken back', () => {
    test('a second payment of the plan on the same date is told, too, and what it was', async () => {
      await book('2026-03-12T06:00:00Z', takenBack('I2', '100.00', '2026-03-12'))
      expect(await told('2026-03-12T07:00:00Z')).toEqual(['reversed 100.00'])
      await book('2026-03-12T12:00:00Z', takenBack('I1', '100.00', '2026-03-12'))
      expect(await told('2026-03-12T12:01:00Z')).toEqual(['reversed 100.00'])
      expect((await outboxOf(database)).filter((line) => line.includes('reversed'))).toHaveLength(2)
    })

    test('several at once are one message, and what is brought again is told no more', async () => {
      const rows = [takenBack('I1', '100.00', '2026-03-12'), takenBack('I2', '100.00', '2026-03-12')]
      await book('2026-03-12T06:00:00Z', ...rows)
      expect(await told('2026-03-12T07:00:00Z')).toEqual(['reversed 200.00'])
      await book('2026-03-12T12:00:00Z', ...rows)
      expect(await told('2026-03-12T12:01:00Z')).toEqual([])
    })

    test('before it was told, a payment is not thanked for any more', async () => {
      await book('2026-03-06T19:00:00Z', paid('I3', '40.00', '2026-03-06'))
      await book('2026-03-07T05:00:00Z', takenBack('I3', '40.00', '2026-03-07'))
      expect(await told('2026-03-07T09:00:00Z')).toEqual(['reversed 40.00'])
      expect(await told('2026-03-08T09:00:00Z')).not.toContainEqual(expect.stringMatching(/paid|received/))
      const why = { where: { step: 'part_paid' }, select: { reason: true } }
      expect(await database.prisma.nudgeDecision.findMany(why)).toEqual([{ reason: 'overtaken' }])
    })

    test('in the import that brought it, a payment is no news of money received', async () => {
      await book('2026-03-07T05:00:00Z', paid('I3', '40.00', '2026-03-06'), takenBack('I3', '40.00', '2026-03-07'))
      const kinds = await database.prisma.nudgeEvent.findMany({ select: { kind: true } })
      expect(kinds).toEqual([{ kind: 'reversed' }])
    })

    test('of two payments that came together one: what is still true is said', async () => {
      await book('2026-03-06T19:00:00Z', paid('I3', '40.00', '2026-03-06'), paid('I4', '30.00', '2026-03-06'))
      await book('2026-03-07T05:00:00Z', takenBack('I3', '40.00', '2026-03-07'))
      expect(await told('2026-03-07T09:00:00Z')).toEqual(['reversed 40.00'])
      expect(await told('2026-03-08T09:00:00Z')).toEqual(['part_paid 30.00'])
    })
  })

  test('that all is paid is told once, though the last two payments came apart', async () => {
    await book('2026-03-05T19:00:00Z', takenBack('I2', '100.00', '2026-03-05'))
    expect(await told('2026-03-06T09:00:00Z')).toEqual(['reversed 100.00'])
    await book('2026-03-06T10:00:00Z', paid('I3', '100.00', '2026-03-06'))
    expect(await told('2026-03-06T10:01:00Z')).toEqual([])
    await book('2026-03-06T12:00:00Z', paid('I4', '100.00', '2026-03-06'))
    expect(await told('2026-03-07T09:00:00Z')).toEqual(['completed 100.00'])
    expect(await told('2026-03-08T09:00:00Z')).toEqual([])
  })

  test('a newcomer who verified since the step was found does not hear of it', async () => {
    await plannedAt(database, utc('2026-03-04T21:01:00Z'))
    const [stuck] = await database.prisma.nudgeEvent.findMany({ where: { memberNo: 'M4' } })
    expect(stuck?.subject).toBe('M4 verification')
    const verified = csv('members.csv', 'M4,Neu,,,de,Europe/Moscow,,2026-03-02,2026-03-05,,')
    await takeIn('2026-03-04T23:00:00Z', { 'members.csv': verified })
    await plannedAt(database, utc('2026-03-05T09:00:00Z'))
    expect((await outboxOf(database)).filter((line) => line.startsWith('M4'))).toEqual([])
  })

  describe('topped up', () => {
    const topUp = 'T1,topup,M2,,,EUR,120.00,2026-03-08,,'

    test('between two looks: that it pays nothing by itself is said at once', async () => {
      expect(await told('2026-03-07T09:00:00Z')).toEqual(['-3'])
      await book('2026-03-08T10:00:00Z', topUp)
      expect(await told('2026-03-08T10:01:00Z')).toEqual(['balance_idle'])
    })

    test('after the last word before the due date: the reminders that follow say it', async () => {
      expect(await told('2026-03-09T09:00:00Z')).toEqual(['-1'])
      await book('2026-03-09T10:00:00Z', topUp)
      expect(await told('2026-03-09T10:01:00Z')).toEqual([])
      for (const [day, step] of [
        ['2026-03-10', '0'],
        ['2026-03-11', '+1'],
      ]) {
        await takeIn(`${day}T05:00:00Z`, { 'packages.csv': project['packages.csv'] ?? '' })
        expect(await told(`${day}T09:00:00Z`)).toEqual([step])
        const item = await database.prisma.outboxItem.findFirst({ orderBy: { id: 'desc' } })
        expect(item?.params).toMatchObject({ balance: '120.00', currency: 'EUR' })
      }
    })
  })
})
