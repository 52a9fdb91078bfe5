/** Input that is large or spread out in ways that must cost neither memory nor truth. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FileContent } from '../../src/back-office/back-office-files.ts'
import type { ImportOutcome } from '../../src/back-office/importing/import-outcome.ts'
import type { Database } from '../../src/storage/engine/database.ts'
import { engines, freshDatabase } from '../support/databases.ts'
import { type BackOffice, backOfficeOn, csv, project } from './back-office.ts'

const MEGABYTE = 1_000_000

/** The beginning, then the same again and again without an end; counts what was taken of it. */
function endless(beginning: string, again: string) {
  const taken = { bytes: 0, isLetGo: false }
  async function* bytes() {
    try {
      yield Buffer.from(beginning)
      const chunk = Buffer.from(again.repeat(Math.ceil(65_536 / again.length)))
      while (taken.bytes < 2_000 * MEGABYTE) {
        taken.bytes += chunk.length
        yield chunk
      }
    } finally {
      taken.isLetGo = true
    }
  }
  return { taken, bytes: bytes() }
}

describe.each(engines)('large input on %s', (engine) => {
  let database: Database
  let backOffice: BackOffice
  let before: Record<string, string>
  beforeAll(async () => {
    database = await freshDatabase(engine)
    backOffice = backOfficeOn(database)
    await backOffice.imported(project)
    before = await backOffice.export()
  })
  afterAll(() => database.close())

  async function refused(content: FileContent): Promise<Extract<ImportOutcome, { reason: 'refused' }>> {
    const outcome = await backOffice.import({ 'members.csv': content })
    if (outcome.ok || outcome.reason !== 'refused') throw new Error(`not refused: ${JSON.stringify(outcome)}`)
    expect(await backOffice.export()).toEqual(before)
    expect(await database.prisma.stagedRecord.count()).toBe(0)
    return outcome
  }
  const tooLong = (line: number) => ({
    problems: [
      { file: 'members.csv', line, column: null, value: null, expected: 'a row of at most 1000000 characters' },
    ],
  })

  test.each([
    ['a cell of 20 MB', `member_no,full_name\nM8,${'x'.repeat(20 * MEGABYTE)}`, 2],
    ['a cell of 20 MB with a line end', `member_no,full_name\nM8,${'x'.repeat(20 * MEGABYTE)}\nM9,B\n`, 2],
    ['a quoted cell of 20 MB', `member_no,full_name\nM7,A\nM8,"${'x'.repeat(20 * MEGABYTE)}"\n`, 3],
    ['a quote that nothing closes in 20 MB of lines', `member_no,full_name\nM8,"${'A\n'.repeat(10 * MEGABYTE)}`, 2],
    ['a header of 20 MB', 'member_no,'.repeat(2 * MEGABYTE), 1],
  ])('refuses %s', async (_name, content, line) => {
    expect(await refused(content)).toMatchObject(tooLong(line))
  })

  test.each([
    ['a line', 'member_no,full_name\nM8,', 'x', 2],
    ['a line of characters of several bytes', 'member_no,full_name\nM8,', '🌱', 2],
    ['a quoted cell with line ends', 'member_no,full_name\nM7,A\nM8,"', 'A,B\r\n', 3],
    ['a header', '', 'member_no,', 1],
  ])('stops reading %s that never ends', async (_name, beginning, again, line) => {
    const { taken, bytes } = endless(beginning, again)
    expect(await refused(bytes)).toMatchObject(tooLong(line))
    expect(taken.bytes).toBeLessThan(5 * MEGABYTE)
    expect(taken.isLetGo).toBe(true)
  })

  test('stops reading at the first line that is broken, however much follows', async () => {
    const { taken, bytes } = endless('member_no,full_name\nM8,"A"B\n', 'M9,B\n')
    expect((await refused(bytes)).problems).toMatchObject([{ line: 2, column: null }])
    expect(taken).toMatchObject({ isLetGo: true })
    expect(taken.bytes).toBeLessThan(MEGABYTE)
  })

  test('finds a circle of sponsors that goes through many portions', async () => {
    const size = 3_000
    const row = (number: number) => `C${number},A,,,,,C${(number + 1) % size},,,,`
    const outcome = await refused(csv('members.csv', ...Array.from({ length: size }, (_, number) => row(number))))
    expect(outcome.problemCount).toBe(size)
    expect(outcome.problems[0]).toMatchObject({ column: 'sponsor_no', expected: expect.stringContaining('not below') })
  })

  test('takes a schedule whose rows are spread over the file, and finds the one row in it that is wrong', async () => {
    const numbers = Array.from({ length: 400 }, (_, index) => index + 1)
    const plans = csv('plans.csv', ...numbers.map((number) => `S${number},M2,K6,EUR,300.00,200,2026-01-05,,`))
    const rows = [3, 1, 2].flatMap((seq) => numbers.map((number) => `S${number},${seq},2026-0${seq + 4}-10,100.00`))
    const spread = (lines: readonly string[]) => ({
      'plans.csv': plans,
      'installments.csv': csv('installments.csv', ...lines),
    })
    const wrong = rows.map((row) => (row.startsWith('S200,2,') ? row.replace('100.00', '99.00') : row))
    const outcome = await backOffice.import(spread(wrong))
    // Told of the last of the schedule, which stands in the first third of the file.
    expect(outcome).toMatchObject({
      problemCount: 1,
      problems: [{ file: 'installments.csv', line: rows.findIndex((row) => row.startsWith('S200,3,')) + 2 }],
    })
    const missing = await backOffice.import(spread(rows.filter((row) => !row.startsWith('S399,2,'))))
    expect(missing).toMatchObject({
      problemCount: 1,
      problems: [{ column: 'seq', expected: expect.stringMatching(/^2:/) }],
    })
    expect(await backOffice.export()).toEqual(before)
    const report = await backOffice.imported(spread(rows))
    expect(report.files).toMatchObject([{ added: 400 }, { added: 1_200 }])
  })
})
