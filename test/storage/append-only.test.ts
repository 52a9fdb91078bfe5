/** What was recorded stays as it was recorded, whoever asks the database; and no amount is zero or negative. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../src/storage/engine/database.ts'
import { backOfficeOn, csv, project } from '../back-office/back-office.ts'
import { engines, freshDatabase } from '../support/databases.ts'

const tables = [
  { table: 'ledger_entry', column: 'amount_minor', value: '1' },
  { table: 'plan_event', column: 'kind', value: "'restored'" },
  { table: 'bonus_decision', column: 'secured', value: '1000' },
  { table: 'task_note', column: 'text', value: "'nothing happened'" },
]

const entry = (amount: string) => `
  INSERT INTO ledger_entry (entry_id, kind, member_no, is_parked, currency, amount_minor, value_at, recorded_at)
  VALUES ('X', 'topup', 'M2', false, 'EUR', ${amount}, now(), now())`

describe.each(engines)('on %s', (engine) => {
  let database: Database
  const run = (statement: string) => database.prisma.$executeRawUnsafe(statement)
  const rowsOf = (table: string) =>
    database.prisma.$queryRawUnsafe<unknown[]>(`SELECT t::text FROM ${table} t ORDER BY 1`)

  beforeAll(async () => {
    database = await freshDatabase(engine)
    const backOffice = backOfficeOn(database)
    await backOffice.imported(project)
    await backOffice.imported({
      'payments.csv': csv('payments.csv', 'U1,installment,M1,,,EUR,5.00,2026-03-01,,'),
    })
    await run(`INSERT INTO plan_event (plan_no, kind, recorded_at, policy_version, details)
      VALUES ('P2', 'notice_delivered', now(), 'p', '{"lastPayableOn": "2026-04-29"}')`)
  })
  afterAll(() => database.close())

  describe.each(tables)('$table', ({ table, column, value }) => {
    test.each([
      ['update', `UPDATE ${table} SET ${column} = ${value}`],
      ['update that hits no row', `UPDATE ${table} SET ${column} = ${value} WHERE false`],
      ['update by way of an insert', upsertInto(table)],
      ['delete', `DELETE FROM ${table}`],
      ['truncate', `TRUNCATE ${table}`],
      ['truncate of everything', 'TRUNCATE member, task CASCADE'],
    ])('refuses %s', async (_name, statement) => {
      const before = await rowsOf(table)
      expect(before).not.toEqual([])
      await expect(run(statement)).rejects.toThrow(/never changed or deleted/)
      expect(await rowsOf(table)).toEqual(before)
    })

    test('refuses it in a transaction that does more', async () => {
      const before = await rowsOf(table)
      const both = database.prisma.$transaction(async (transaction) => {
        await transaction.$executeRawUnsafe(`UPDATE member SET full_name = 'changed'`)
        await transaction.$executeRawUnsafe(`DELETE FROM ${table}`)
      })
      await expect(both).rejects.toThrow(/never changed or deleted/)
      expect(await rowsOf(table)).toEqual(before)
      expect(await database.prisma.member.count({ where: { fullName: 'changed' } })).toBe(0)
    })
  })

  test.each([
    ['an entry of nothing', entry('0'), 'ledger_entry_amount_is_positive'],
    ['an entry below zero', entry('-1'), 'ledger_entry_amount_is_positive'],
    [
      'an installment of nothing',
      `INSERT INTO installment VALUES ('P2', 3, '2026-06-10', 0)`,
      'installment_amount_is_positive',
    ],
    [
      'an installment below zero',
      `UPDATE installment SET amount_minor = -amount_minor WHERE plan_no = 'P2'`,
      'installment_amount_is_positive',
    ],
  ])('refuses %s', async (_name, statement, constraint) => {
    await expect(run(statement)).rejects.toThrow(constraint)
  })

  test('lets one entry take back another once', async () => {
    const reversal = (id: string) => `
      INSERT INTO ledger_entry (entry_id, kind, member_no, is_parked, reverses, currency, amount_minor, value_at, recorded_at)
      VALUES ('${id}', 'reversal', 'M2', false, 'T1', 'EUR', 5000, now(), now())`
    await expect(run(reversal('R9'))).rejects.toThrow(/reverses|unique/i)
  })

  test('opens one task about the same thing', async () => {
    const again = `INSERT INTO task (kind, subject, details, opened_at) SELECT kind, subject, '{}', now() FROM task LIMIT 1`
    await expect(run(again)).rejects.toThrow(/unique|already exists/i)
  })
})

function upsertInto(table: string): string {
  if (table === 'ledger_entry') return `${entry('1')} ON CONFLICT (entry_id) DO UPDATE SET amount_minor = 2`
  return `INSERT INTO ${table} SELECT * FROM ${table} ON CONFLICT (id) DO UPDATE SET id = excluded.id`
}
