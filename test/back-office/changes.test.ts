/** What comes again, alone, or changed. (CONTRACT "Import format".) */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../src/storage/engine/database.ts'
import { emptyDatabase, engines, freshDatabase } from '../support/databases.ts'
import { type BackOffice, backOfficeOn, csv, now, project } from './back-office.ts'

describe.each(engines)('changes on %s', (engine) => {
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

  test('import, export, import changes nothing, and a fresh base gives the same bytes', async () => {
    const exported = await backOffice.export()
    const report = await backOffice.imported(exported)
    expect(report.files.every(({ added, changed }) => added === 0 && changed === 0)).toBe(true)
    expect(await backOffice.export()).toEqual(exported)
    await emptyDatabase(database)
    await backOffice.imported(exported)
    expect(await backOffice.export()).toEqual(exported)
  })

  test('values are written in one way', async () => {
    const exported = await backOffice.export()
    expect(exported['payments.csv']).toBe(
      csv(
        'payments.csv',
        'F1,from_balance,M2,P1,,EUR,50.00,2026-01-09T10:00:00+03:00,,',
        'I1,installment,M2,P1,,EUR,150.00,2026-02-09T23:30:00.125+03:00,2026-02-10T08:00:00+03:00,"SEPA, instant"',
        'I2,installment,M3,P3,,EUR,180.00,2026-02-28,,"two\nlines"',
        'R1,reversal,M2,,T1,EUR,50.00,2026-03-01,,',
        'T1,topup,M2,,,EUR,50.00,2026-01-08,,card',
        'T2,topup,M2,,,EUR,70.00,2026-03-02,,',
      ),
    )
    expect(exported['offers.csv']).toBe(
      csv(
        'offers.csv',
        'EARLY,early_repayment,0.1,2026-01-01,2026-12-31,3',
        'ON-TIME,on_time,0.05,2026-01-01,2026-12-31,2',
      ),
    )
  })

  test('an absent column keeps, an empty cell clears', async () => {
    await backOffice.imported({ 'members.csv': 'member_no,email,full_name\nM1,,Ana Maria Pop\n' })
    const member = await database.prisma.member.findUniqueOrThrow({ where: { memberNo: 'M1' } })
    expect(member).toMatchObject({
      fullName: 'Ana Maria Pop',
      email: null,
      phone: '+40712345678',
      telegramUserId: 1001n,
    })
  })

  test('two members may swap their Telegram users, and a chosen language stays', async () => {
    await database.prisma.member.update({ where: { memberNo: 'M1' }, data: { chosenLanguage: 'es' } })
    await backOffice.imported({
      'members.csv': 'member_no,full_name,telegram_user_id,language\nM1,A,1002,de\nM2,B,1001,de\n',
    })
    const members = await database.prisma.member.findMany({ orderBy: { memberNo: 'asc' } })
    expect(members.map(({ telegramUserId }) => telegramUserId)).toEqual([1002n, 1001n, null])
    expect(members[0]).toMatchObject({ language: 'de', chosenLanguage: 'es' })
  })

  test('a byte order mark, CRLF and blank lines do not matter; the same row twice counts once', async () => {
    const rows = 'member_no,full_name\r\n\r\nM8,A\r\nM8,A\r\n\r\n'
    const report = await backOffice.imported({ 'members.csv': `\ufeff${rows}` })
    expect(report.files).toEqual([{ file: 'members.csv', read: 2, added: 1, changed: 0, unchanged: 0 }])
  })

  test('streams are read, other files are named', async () => {
    async function* bytes() {
      yield Buffer.from('member_no,full_name\nM8,')
      yield Buffer.from('Ä\n')
    }
    const report = await backOffice.imported({ 'members.csv': bytes(), ['readme.txt' as 'offers.csv']: 'x' })
    expect(report.ignoredFiles).toEqual(['readme.txt'])
    expect((await database.prisma.member.findUniqueOrThrow({ where: { memberNo: 'M8' } })).fullName).toBe('Ä')
  })

  test('a changed offer adds a version and projects the plans anew', async () => {
    const before = await database.prisma.planProjection.findUniqueOrThrow({ where: { planNo: 'P3' } })
    const offer = 'ON-TIME,on_time,0.08,2026-01-01,2026-12-31,'
    await backOffice.imported({ 'offers.csv': csv('offers.csv', offer) }, { now: now.add({ hours: 1 }) })
    const versions = await database.prisma.offerVersion.findMany({
      where: { offerCode: 'ON-TIME' },
      orderBy: { version: 'asc' },
    })
    expect(versions.map(({ rate }) => rate)).toEqual(['0.05', '0.08'])
    expect((await database.prisma.planProjection.findUniqueOrThrow({ where: { planNo: 'P3' } })).bonusSecured).toBe(
      before.bonusSecured,
    )
    expect((await backOffice.imported({ 'offers.csv': csv('offers.csv', offer) })).files[0]).toMatchObject({
      unchanged: 1,
    })
    expect((await backOffice.examine())[0]).toEqual({ check: 'projections', ok: true, details: [] })
  })

  test('a schedule may change where no money sits', async () => {
    const rows = ['P1,1,2026-01-10,100.00', 'P1,2,2026-02-10,100.00', 'P1,3,2026-06-10,400.00']
    const report = await backOffice.imported({ 'installments.csv': csv('installments.csv', ...rows) })
    expect(report.files[0]).toMatchObject({ read: 3, added: 0, changed: 1, unchanged: 2 })
    const projection = await database.prisma.planProjection.findUniqueOrThrow({ where: { planNo: 'P1' } })
    expect(projection.nextDueOn?.toISOString().slice(0, 10)).toBe('2026-06-10')
  })

  test('a plan long past at its first import is history, unless its payments follow', async () => {
    const plan = (planNo: string, cancelledOn = '') => `${planNo},M2,K6,EUR,100.00,100,2025-01-05,${cancelledOn},`
    const files = {
      'plans.csv': csv('plans.csv', plan('H1'), plan('H2'), plan('H3', '2025-03-01'), plan('H4')),
      'installments.csv': csv(
        'installments.csv',
        ...['H1', 'H2', 'H3'].map((planNo) => `${planNo},1,2025-02-10,100.00`),
        'H4,1,2026-02-28,100.00',
      ),
    }
    expect((await backOffice.imported(files)).historyPlans).toEqual(['H1', 'H2'])
    const paid = csv('payments.csv', 'H,installment,M2,H2,,EUR,100.00,2025-02-10,,')
    await backOffice.imported({ 'payments.csv': paid })
    expect(await database.prisma.plan.findMany({ where: { isHistory: true }, select: { planNo: true } })).toEqual([
      { planNo: 'H1' },
    ])
    expect((await backOffice.imported(files)).historyPlans).toEqual([])
  })

  test('two imports at once take turns', async () => {
    const payments = { 'payments.csv': csv('payments.csv', 'C1,topup,M2,,,EUR,1.00,2026-03-01,,') }
    const reports = await Promise.all([1, 2, 3].map(() => backOffice.imported(payments)))
    expect(reports.map(({ payments: { booked } }) => booked).toSorted()).toEqual([0, 0, 1])
  })

  test('the run is recorded with its report', async () => {
    const run = await database.prisma.importRun.findFirstOrThrow()
    expect(run).toMatchObject({ recordedAt: new Date(now.epochMilliseconds), asOf: null })
    expect(run.report).toMatchObject({ payments: { booked: 6 } })
  })
})
