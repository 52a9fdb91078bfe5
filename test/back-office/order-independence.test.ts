/**
 * The same rows with the same recorded times come to the same plans, balances and files, in any order of rows and files,
 * in any batches, and repeated. (DOMAIN section 3.)
 */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { planState } from '../../src/domain/plan-state.ts'
import { defaultPolicy } from '../../src/domain/policy.ts'
import type { Database } from '../../src/storage/engine/database.ts'
import { loadBalances } from '../../src/storage/ledger/load-balances.ts'
import { loadOffers } from '../../src/storage/ledger/load-offers.ts'
import { loadAllPlans } from '../../src/storage/ledger/load-plans.ts'
import { emptyDatabase, engines, freshDatabase } from '../support/databases.ts'
import { type BackOffice, backOfficeOn, csv, type FileName, type Files, now } from './back-office.ts'

/** M4 has one plan that no payment here can complete, so that money without a plan always finds it. */
const base: Record<Exclude<FileName, 'payments.csv'>, string[]> = {
  'members.csv': ['M1,A,,,,,,,,,', 'M2,B,,,,,M1,,,,', 'M3,C,,,,,M2,,,,', 'M4,D,,,,,M2,,,,'],
  'packages.csv': ['K,Classic,2,EUR,600.00,1000.00,2000,6,2025-12-01,', 'J,Maple,2,JPY,6000,9000,300,2,2025-12-01,'],
  'plans.csv': [
    'P1,M2,K,EUR,300.00,2000,2026-01-05,,',
    'P2,M3,K,EUR,300.00,2000,2026-01-05,2026-02-20,',
    'P3,M3,J,JPY,60000,300,2025-06-05,,',
    'P4,M4,K,EUR,999999.00,2000,2025-12-05,,',
  ],
  'installments.csv': [
    ...['P1,1,2026-01-10', 'P1,2,2026-02-10', 'P1,3,2026-03-10'].map((row) => `${row},100.00`),
    ...['P2,1,2026-01-10', 'P2,2,2026-02-10', 'P2,3,2026-03-10'].map((row) => `${row},100.00`),
    ...['P3,1,2025-07-10', 'P3,2,2025-08-10'].map((row) => `${row},30000`),
    'P4,1,2026-02-10,1.00',
    'P4,2,2026-03-10,999998.00',
  ],
  'offers.csv': ['ON,on_time,0.05,2026-01-01,2026-12-31,', 'DOUBLE,double_payment,0.07,2026-01-01,2026-12-31,'],
}

const targets = [
  { kind: 'topup', member: 'M2', plan: '', currency: 'EUR' },
  { kind: 'installment', member: 'M2', plan: 'P1', currency: 'EUR' },
  { kind: 'installment', member: 'M3', plan: 'P2', currency: 'EUR' },
  { kind: 'installment', member: 'M3', plan: 'P3', currency: 'JPY' },
  { kind: 'installment', member: 'M4', plan: '', currency: 'EUR' },
  { kind: 'installment', member: 'M1', plan: '', currency: 'EUR' },
  { kind: 'from_balance', member: 'M2', plan: 'P1', currency: 'EUR' },
  { kind: 'installment', member: 'M2', plan: 'P7', currency: 'EUR' },
  { kind: 'installment', member: 'M7', plan: 'P1', currency: 'EUR' },
  { kind: 'installment', member: 'M2', plan: 'P2', currency: 'EUR' },
] as const

const money = fc.record({
  target: fc.constantFrom(...targets),
  units: fc.integer({ min: 1, max: 20 }),
  day: fc.integer({ min: 0, max: 70 }),
  isReversed: fc.boolean(),
})

/** Rows of payments.csv; an even day is a bare date. */
function paymentRows(payments: readonly (typeof money extends fc.Arbitrary<infer T> ? T : never)[]): string[] {
  return payments.flatMap(({ target: { kind, member, plan, currency }, units, day, isReversed }, index) => {
    const amount = currency === 'JPY' ? `${units * 3000}` : `${units * 15}.00`
    const on = Temporal.PlainDate.from('2026-01-08').add({ days: day }).toString()
    const valueAt = day % 2 === 0 ? on : `${on}T22:15:00.5Z`
    const row = `E${index},${kind},${member},${plan},,${currency},${amount},${valueAt},,`
    return isReversed ? [row, `R${index},reversal,${member},${plan},E${index},${currency},${amount},${on},,`] : [row]
  })
}

const scenario = fc.array(money, { maxLength: 14 }).chain((payments) => {
  const rows = paymentRows(payments)
  return fc.record({
    rows: fc.constant(rows),
    shuffled: fc.shuffledSubarray(rows, { minLength: rows.length }),
    batchOf: fc.array(fc.nat({ max: 3 }), { minLength: rows.length, maxLength: rows.length }),
    seed: fc.nat(),
  })
})

describe.each(engines)('order on %s', (engine) => {
  let database: Database
  let backOffice: BackOffice
  beforeAll(async () => {
    database = await freshDatabase(engine)
    backOffice = backOfficeOn(database)
  })
  afterAll(() => database.close())

  /** Everything that the rows come to. */
  async function outcome() {
    const offers = await loadOffers(database.prisma)
    const plans = await loadAllPlans(database.prisma)
    const instants = ['2026-01-20T00:00:00Z', '2026-02-25T00:00:00Z', '2026-03-20T09:00:00Z', '2026-05-01T00:00:00Z']
    return {
      files: await backOffice.export(),
      waiting: await backOffice.waiting(),
      history: plans.filter(({ isHistory }) => isHistory).map(({ terms }) => terms.planNo),
      faults: (await backOffice.examine()).filter(({ ok }) => !ok),
      balances: await Promise.all(
        ['M1', 'M2', 'M3', 'M4'].map((memberNo) =>
          loadBalances(database.prisma, memberNo, defaultPolicy.contractZone, now),
        ),
      ),
      states: plans.map((plan) =>
        instants.map((instant) => planState(plan, offers, defaultPolicy, Temporal.Instant.from(instant))),
      ),
    }
  }

  async function importBatches(batches: readonly Files[]): Promise<void> {
    await emptyDatabase(database)
    for (const batch of batches) await backOffice.imported(batch)
  }

  const wholeBase = Object.fromEntries(
    Object.entries(base).map(([file, rows]) => [file, csv(file as FileName, ...rows)]),
  ) as Files
  const reversedBase = Object.entries(base).map(([file, rows]) => ({
    [file]: csv(file as FileName, ...rows.toReversed()),
  })) as [Files, Files, Files, Files, Files]

  test('permuted and in other batches', { timeout: process.env.LONG === 'on' ? 900_000 : 60_000 }, async () => {
    const property = fc.asyncProperty(scenario, async ({ rows, shuffled, batchOf, seed }) => {
      await importBatches([{ ...wholeBase, 'payments.csv': csv('payments.csv', ...rows) }])
      const expected = await outcome()
      expect(expected.faults).toEqual([])

      const [members, packages, plans, installments, offers] = reversedBase
      const batches = [0, 1, 2, 3].map((batch) => ({
        'payments.csv': csv('payments.csv', ...shuffled.filter((_row, index) => batchOf[index] === batch)),
      }))
      // Named money may come before its plan; what has to find a plan comes after the plans.
      const early = rows.filter((row) => /,P\d,,/.test(row) && seed % 2 === 0)
      await importBatches([
        { 'payments.csv': csv('payments.csv', ...early) },
        members,
        packages,
        { ...plans, ...installments },
        ...batches,
        offers,
        batches[seed % 4] ?? {},
      ])
      expect(await outcome()).toEqual(expected)
    })
    const numRuns = engine === 'pglite' ? 5 : 12
    await fc.assert(property, { numRuns: process.env.LONG === 'on' ? 40 * numRuns : numRuns, endOnFailure: true })
  })
})
