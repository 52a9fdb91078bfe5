import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../src/storage/engine/database.ts'
import { type BackOffice, backOfficeOn, csv, now, project } from '../back-office/back-office.ts'
import { engines, freshDatabase } from '../support/databases.ts'

describe.each(engines)('doctor on %s', (engine) => {
  let database: Database
  let backOffice: BackOffice
  const finding = async (check: string) => (await backOffice.examine()).find((each) => each.check === check)

  beforeAll(async () => {
    database = await freshDatabase(engine)
    backOffice = backOfficeOn(database)
    await backOffice.imported(project)
    await backOffice.imported({
      'payments.csv': csv(
        'payments.csv',
        'U1,installment,M1,,,EUR,5.00,2026-03-01,,',
        'Q1,installment,M2,P9,,EUR,5.00,2026-03-01,,',
        'R2,reversal,M2,,T2,EUR,70.00,2026-03-03,,',
      ),
    })
  })
  afterAll(() => database.close())

  test('lists what waits for a person, and finds no fault', async () => {
    const findings = await backOffice.examine()
    expect(findings.every(({ ok }) => ok)).toBe(true)
    expect(await finding('quarantined')).toMatchObject({ details: [{ payment_id: 'Q1', reason: 'unknown_plan' }] })
    expect(await finding('parked')).toMatchObject({ details: [{ payment_id: 'U1', member_no: 'M1', amount: '5.00' }] })
    expect(await finding('negative_balances')).toMatchObject({ details: [{ member_no: 'M2', amount: '-50.00' }] })
  })

  test('finds no fault when money comes into force that was imported before its value date', async () => {
    await backOffice.imported({
      'payments.csv': csv(
        'payments.csv',
        'V1,topup,M3,,,EUR,5.00,2026-03-25,,',
        'V2,topup,M3,,,USD,5.00,2026-03-19,,',
        'V3,installment,M3,P3,,EUR,5.00,2026-03-26,,',
        'V4,installment,M1,,,EUR,5.00,2026-03-27,,',
      ),
    })
    for (const days of [0, 6, 9]) {
      const at = now.add({ hours: 24 * days })
      expect((await backOffice.examine(at)).filter(({ ok }) => !ok)).toEqual([])
    }
  })

  test('finds a balance that is not what the ledger says', async () => {
    const where = { memberNo_currency: { memberNo: 'M2', currency: 'EUR' } }
    const { minor } = await database.prisma.memberBalance.findUniqueOrThrow({ where })
    await database.prisma.memberBalance.update({ where, data: { minor: minor + 1n } })
    expect(await finding('balances')).toEqual({
      check: 'balances',
      ok: false,
      details: [{ member_no: 'M2', currency: 'EUR', kept: '-49.99', computed: '-50.00' }],
    })
    const row = await database.prisma.memberBalance.delete({ where })
    expect(await finding('balances')).toMatchObject({ ok: false, details: [{ member_no: 'M2', kept: '0.00' }] })
    await database.prisma.memberBalance.create({ data: { ...row, minor } })
    expect(await finding('balances')).toMatchObject({ ok: true })
  })

  test('finds a projection that is not what the ledger says', async () => {
    const where = { planNo: 'P1' }
    const { paidMinor } = await database.prisma.planProjection.findUniqueOrThrow({ where })
    await database.prisma.planProjection.update({ where, data: { paidMinor: paidMinor + 1n } })
    expect(await finding('projections')).toEqual({
      check: 'projections',
      ok: false,
      details: [{ plan_no: 'P1', field: 'paidMinor', kept: '20001', computed: '20000' }],
    })
    await database.prisma.planProjection.update({ where, data: { paidMinor } })
  })

  test('finds a plan without a projection', async () => {
    const row = await database.prisma.planProjection.delete({ where: { planNo: 'P2' } })
    expect(await finding('projections')).toMatchObject({ ok: false, details: [{ plan_no: 'P2' }] })
    await database.prisma.planProjection.create({ data: row })
  })

  test('finds installments that do not add up and money that is nowhere', async () => {
    await database.prisma.installment.update({
      where: { planNo_seq: { planNo: 'P2', seq: 1 } },
      data: { amountMinor: 1n },
    })
    await database.prisma.ledgerEntry.create({
      data: {
        entryId: 'LOST',
        kind: 'installment',
        memberNo: 'M2',
        planNo: 'NOWHERE',
        isParked: false,
        currency: 'EUR',
        amountMinor: 100n,
        valueAt: new Date('2026-03-01'),
        recordedAt: new Date('2026-03-01'),
      },
    })
    const sums = await finding('sums')
    expect(sums?.ok).toBe(false)
    expect(sums?.details).toMatchObject([{ currency: 'EUR' }, { plan_no: 'P2', total: '6000', installments: '3001' }])
  })
})
