/** The life of a payment that conflicts or names something unknown. (CONTRACT "Import format".) */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../src/storage/engine/database.ts'
import { emptyDatabase, engines, freshDatabase } from '../support/databases.ts'
import { type BackOffice, backOfficeOn, csv, now, project } from './back-office.ts'

const newPlan = {
  'plans.csv': csv('plans.csv', 'P9,M2,K6,EUR,100.00,2000,2026-01-05,,'),
  'installments.csv': csv('installments.csv', 'P9,1,2026-05-10,100.00'),
}
const payments = (...lines: string[]) => ({ 'payments.csv': csv('payments.csv', ...lines) })
const early = 'Q1,installment,M2,P9,,EUR,40.00,2026-03-01,,card'

describe.each(engines)('quarantine on %s', (engine) => {
  let database: Database
  let backOffice: BackOffice
  beforeAll(async () => {
    database = await freshDatabase(engine)
    backOffice = backOfficeOn(database)
  })
  beforeEach(async () => {
    await emptyDatabase(database)
    await backOffice.imported(project)
  })
  afterAll(() => database.close())

  test('waits, is not exported, and the rest is booked', async () => {
    const { payments: report } = await backOffice.imported(payments(early, 'T9,topup,M2,,,EUR,1.00,2026-03-01,,'))
    expect(report).toMatchObject({ booked: 1, quarantined: [{ paymentId: 'Q1', line: 2, reason: 'unknown_plan' }] })
    expect(await backOffice.waiting()).toEqual(['Q1 unknown_plan'])
    const exported = (await backOffice.export())['payments.csv']
    expect(exported).toContain('T9')
    expect(exported).not.toContain('Q1')
  })

  test('is booked by itself when what it names arrives, and leaves', async () => {
    await backOffice.imported(payments(early))
    const later = now.add({ hours: 5 })
    const report = await backOffice.imported(newPlan, { now: later })
    expect(report.payments).toMatchObject({ booked: 0, takenUp: ['Q1'], quarantined: [] })
    expect(await backOffice.waiting()).toEqual([])
    const entry = await database.prisma.ledgerEntry.findUniqueOrThrow({ where: { entryId: 'Q1' } })
    expect(entry).toMatchObject({ planNo: 'P9', recordedAt: new Date(later.epochMilliseconds) })
    const projection = await database.prisma.planProjection.findUniqueOrThrow({ where: { planNo: 'P9' } })
    expect(projection.paidMinor).toBe(4000n)
    expect((await backOffice.imported(payments(early))).payments).toMatchObject({ booked: 0, alreadyThere: 1 })
  })

  test('a chain is taken up together: the plan, its payment, the reversal of it', async () => {
    await backOffice.imported(payments('Q2,reversal,M2,P9,Q1,EUR,40.00,2026-03-02,,'))
    await backOffice.imported(payments(early))
    expect(await backOffice.waiting()).toEqual(['Q1 unknown_plan', 'Q2 unknown_entry'])
    expect((await backOffice.imported(newPlan)).payments.takenUp).toEqual(['Q1', 'Q2'])
  })

  test('waiting again is told again, once kept', async () => {
    await backOffice.imported(payments(early))
    expect((await backOffice.imported(payments(early, early))).payments.quarantined).toHaveLength(1)
    expect(await backOffice.waiting()).toEqual(['Q1 unknown_plan'])
  })

  test('the reason follows what has arrived', async () => {
    await backOffice.imported(payments('Q3,installment,M8,P8,,EUR,40.00,2026-03-01,,'))
    expect(await backOffice.waiting()).toEqual(['Q3 unknown_member'])
    await backOffice.imported({ 'members.csv': csv('members.csv', 'M8,A,,,,,,,,,') })
    expect(await backOffice.waiting()).toEqual(['Q3 unknown_plan'])
  })

  test('other content of a booked id is a conflict and changes nothing', async () => {
    const before = await backOffice.export()
    const { payments: report } = await backOffice.imported(payments('T2,topup,M2,,,EUR,71.00,2026-03-02,,'))
    expect(report.quarantined).toMatchObject([{ paymentId: 'T2', reason: 'conflict' }])
    expect(await backOffice.export()).toEqual(before)
  })

  test('two contents of one new id both wait, until a row settles it', async () => {
    const [one, other] = ['N1,topup,M2,,,EUR,1.00,2026-03-01,,', 'N1,topup,M2,,,EUR,2.00,2026-03-01,,'] as const
    const { payments: report } = await backOffice.imported(payments(one, other))
    expect(report.quarantined.map(({ line, reason }) => [line, reason])).toEqual([
      [2, 'conflict'],
      [3, 'conflict'],
    ])
    await backOffice.imported(newPlan)
    expect(await backOffice.waiting()).toEqual(['N1 conflict', 'N1 conflict'])
    expect((await backOffice.imported(payments(other))).payments.booked).toBe(1)
    expect(await backOffice.waiting()).toEqual(['N1 conflict'])
    expect((await backOffice.export())['payments.csv']).toContain('N1,topup,M2,,,EUR,2.00')
  })

  test('of two contents in one file the one in the ledger is there already', async () => {
    const there = 'T2,topup,M2,,,EUR,70.00,2026-03-02,,'
    const { payments: report } = await backOffice.imported(payments('T2,topup,M2,,,EUR,71.00,2026-03-02,,', there))
    expect(report).toMatchObject({ alreadyThere: 1, quarantined: [{ line: 2, reason: 'conflict' }] })
  })

  test('a dry run reports and keeps nothing', async () => {
    const before = await backOffice.export()
    const outcome = await backOffice.import(
      { ...newPlan, ...payments(early, 'Q8,topup,M9,,,EUR,1.00,2026-03-01,,') },
      { dryRun: true },
    )
    expect(outcome).toMatchObject({ ok: true, report: { payments: { booked: 1, quarantined: [{ paymentId: 'Q8' }] } } })
    expect(await backOffice.export()).toEqual(before)
    expect(await backOffice.waiting()).toEqual([])
  })
})
