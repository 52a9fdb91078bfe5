/**
 * An import is staged, checked as a whole and taken in by short transactions. However it is cut, interrupted and gone on
 * with, it comes to the same; what is refused or only rehearsed leaves nothing.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { takenInAnswer } from '../../src/api/outcome-json.ts'
import type { FileContent } from '../../src/back-office/back-office-files.ts'
import { importFolder } from '../../src/back-office/importing/import-folder.ts'
import type { ImportOutcome } from '../../src/back-office/importing/import-outcome.ts'
import { finishInterrupted } from '../../src/back-office/importing/import-records.ts'
import type { ImportReport } from '../../src/back-office/importing/import-report.ts'
import type { ImportStore } from '../../src/back-office/importing/import-store.ts'
import type { RequestName } from '../../src/back-office/importing/request-store.ts'
import { defaultPolicy as policy } from '../../src/domain/policy.ts'
import { openImportStore } from '../../src/storage/back-office/import-store.ts'
import { openRequestStore } from '../../src/storage/back-office/request-store.ts'
import type { Database } from '../../src/storage/engine/database.ts'
import { openPostgres } from '../../src/storage/engine/open-postgres.ts'
import { telling } from '../../src/storage/ledger/tell.ts'
import { openWebhookStore } from '../../src/storage/webhooks/webhook-store.ts'
import { baseContent } from '../support/base-content.ts'
import { cutLockConnections, emptyDatabase, engines, freshDatabase } from '../support/databases.ts'
import { backOfficeOn, csv, type Files, now } from './back-office.ts'
import { manyRecords } from './many-records.ts'

const records = manyRecords(48)
/** Some of what they do not have: it waits, is taken up, conflicts; one of its plans is long past. */
const more: Files = {
  'plans.csv': csv(
    'plans.csv',
    'NOWHERE1,M00001,K12,EUR,10.00,20,2025-12-20,,',
    'H-NEW,M00003,K12,EUR,10.00,20,2024-12-20,,',
  ),
  'installments.csv': csv('installments.csv', 'NOWHERE1,1,2026-04-01,10.00', 'H-NEW,1,2025-01-10,10.00'),
  'payments.csv': csv(
    'payments.csv',
    'A2,installment,M00002,P00002,,EUR,99.00,2026-01-09,,card',
    'A1,installment,M00001,P00001,,EUR,100.00,2026-01-09,,card',
    'R1,reversal,M00001,,T1,EUR,100.00,2026-03-05,,',
    'Z1,installment,M00002,,,EUR,1.00,2026-03-07,,',
    'Z2,topup,M00099,,,EUR,1.00,2026-03-07,,',
  ),
  'offers.csv': csv('offers.csv', 'ON-TIME,on_time,0.06,2024-01-01,2026-12-31,'),
}
const later = now.add({ hours: 1 })
const partsOf = (store: ImportStore) => ({ store, policy, answerTo: takenInAnswer })

class Killed extends Error {}

const isLong = process.env.LONG === 'on'

describe.each(engines)('an import on %s', (engine) => {
  let database: Database
  beforeAll(async () => {
    database = await freshDatabase(engine)
  })
  beforeEach(() => emptyDatabase(database))
  afterAll(() => database.close())

  function storeOf(rowsAtOnce: number, of = database): ImportStore {
    return { ...openImportStore(of, telling(openWebhookStore().addWebhookEvents)), rowsAtOnce }
  }

  /** Breaks in its transaction number `last` + 1, before anything is done in it, or when all of it is done. */
  function breaking(store: ImportStore, last: number, when: 'before' | 'after'): ImportStore {
    let done = 0
    let isKilled = false
    const kill = () => {
      isKilled = true
      throw new Killed()
    }
    return {
      ...store,
      inTransaction: (work) =>
        store.inTransaction(async (transaction) => {
          if (done === last && when === 'before') kill()
          const result = await work(transaction)
          if (done === last) kill()
          done++
          return result
        }),
      // A process that was killed tidies up nothing.
      clear: async () => {
        if (!isKilled) await store.clear()
      },
    }
  }

  function run(
    store: ImportStore,
    files: Record<string, FileContent>,
    options: { at?: Temporal.Instant; dryRun?: boolean; request?: RequestName } = {},
  ): Promise<ImportOutcome> {
    const { at = now, dryRun = false, request } = options
    return importFolder({
      ...partsOf(store),
      now: at,
      files: new Map(Object.entries(files)),
      dryRun,
      ...(request && { request }),
    })
  }

  async function done(outcome: Promise<ImportOutcome>): Promise<ImportReport> {
    const awaited = await outcome
    if (!awaited.ok) throw new Error(JSON.stringify(awaited, null, 2))
    return awaited.report
  }

  /** Everything there is, after a look at it: nothing is staged, and doctor finds no fault. */
  async function content() {
    const backOffice = backOfficeOn(database)
    const kept = await baseContent(database)
    expect(kept).toMatchObject({ staged_record: [], staged_payment: [] })
    expect((await backOffice.examine(later)).filter(({ ok }) => !ok)).toEqual([])
    return { kept, files: await backOffice.export() }
  }

  test('comes to the same in portions of any size', async () => {
    const whole = await done(run(storeOf(2_000), records))
    const expected = await content()
    const wholeMore = await done(run(storeOf(2_000), more, { at: later }))
    const expectedMore = await content()
    expect(whole.payments).toMatchObject({ booked: 46, counts: { quarantined: 2, takenUp: 0 } })
    expect(whole.payments.parked.length).toBeGreaterThan(0)
    expect(whole.historyPlans).toEqual(['HP00002'])
    expect(wholeMore).toMatchObject({
      historyPlans: ['H-NEW'],
      payments: { takenUp: ['Q1'], quarantined: [{ paymentId: 'A2' }, { paymentId: 'Z2' }], alreadyThere: 2 },
    })
    for (const rowsAtOnce of [1, 7]) {
      await emptyDatabase(database)
      expect(await done(run(storeOf(rowsAtOnce), records))).toEqual(whole)
      expect(await content()).toEqual(expected)
      expect(await done(run(storeOf(rowsAtOnce), more, { at: later }))).toEqual(wholeMore)
      expect(await content()).toEqual(expectedMore)
    }
  })

  test('interrupted at any step and gone on with comes to the same', async () => {
    const report = await done(run(storeOf(28), records))
    const expected = await content()
    let steps = 0
    // Every step where there is time for it; otherwise the first ones and every third.
    for (let isBroken = true; isBroken; steps += isLong || steps < 2 ? 1 : 3) {
      await emptyDatabase(database)
      const when = steps % 2 === 0 ? 'before' : 'after'
      isBroken = await done(run(breaking(storeOf(28), steps, when), records)).then(
        () => false,
        (error) => {
          if (!(error instanceof Killed)) throw error
          return true
        },
      )
      if (!isBroken) break
      const goneOn = await finishInterrupted(partsOf(storeOf(28)))
      // Before the first step is kept nothing was promised: it is imported again.
      expect(goneOn).toBe(steps > 0)
      if (!goneOn) expect(await done(run(storeOf(28), records))).toEqual(report)
      expect(await content()).toEqual(expected)
      expect(await finishInterrupted(partsOf(storeOf(28)))).toBe(false)
    }
    expect(steps).toBeGreaterThan(10)
  })

  test('interrupted again and again is gone on with by processes that take other portions', async () => {
    await done(run(storeOf(2_000), records))
    const expected = await content()
    await emptyDatabase(database)
    await expect(run(breaking(storeOf(9), 3, 'after'), records)).rejects.toThrow(Killed)
    let isDone = false
    for (let attempt = 0; !isDone; attempt++) {
      const store = breaking(storeOf(8 + attempt), attempt % 3, attempt % 2 === 0 ? 'before' : 'after')
      isDone = await finishInterrupted(partsOf(store)).catch((error) => {
        if (!(error instanceof Killed)) throw error
        return false
      })
    }
    expect(await content()).toEqual(expected)
  })

  test('interrupted is gone on with by the next import, before its own', async () => {
    await done(run(storeOf(20), records))
    const report = await done(run(storeOf(20), more, { at: later }))
    const expected = await content()
    await emptyDatabase(database)
    await expect(run(breaking(storeOf(20), 8, 'after'), records)).rejects.toThrow(Killed)
    expect(await done(run(storeOf(20), more, { at: later }))).toEqual(report)
    expect(await content()).toEqual(expected)
  })

  test('interrupted is gone on with also by one that is refused, but a dry run leaves it as it is', async () => {
    await done(run(storeOf(20), records))
    const expected = await content()
    await emptyDatabase(database)
    await expect(run(breaking(storeOf(20), 8, 'before'), records)).rejects.toThrow(Killed)
    const progress = () => database.prisma.importRun.findMany()
    const interrupted = await progress()
    expect(await run(storeOf(20), more, { dryRun: true })).toEqual({ ok: false, reason: 'busy' })
    expect(await progress()).toEqual(interrupted)
    expect(await run(storeOf(20), { 'plans.csv': 'x\n' })).toMatchObject({ ok: false, reason: 'refused' })
    expect(await content()).toEqual(expected)
  })

  test('that was killed while it read its files leaves nothing that another one takes in', async () => {
    const store = storeOf(20)
    await store.addRecords('members.csv', [{ line: 2, key: 'GHOST', fields: { member_no: 'GHOST', full_name: 'G' } }])
    expect(await finishInterrupted(partsOf(store))).toBe(false)
    await done(run(store, records))
    expect((await content()).files['members.csv']).not.toContain('GHOST')
  })

  test('that is refused leaves nothing, however late the fault is found', async () => {
    await done(run(storeOf(20), records))
    const before = await content()
    const lastPayment = `${more['payments.csv']}X,topup,M00001,,,EUR,1,2026-03-01,,\n`
    const lastPlan = csv('plans.csv', 'N1,M00001,K12,EUR,1.00,20,2025-12-20,,', 'N2,M77,K12,EUR,1.00,20,2025-12-20,,')
    const broken: Files[] = [
      { ...more, 'payments.csv': lastPayment },
      { ...more, 'plans.csv': lastPlan },
      { ...more, 'members.csv': csv('members.csv', 'M00001,A,,,,,M00002,,,,') },
    ]
    for (const files of broken) {
      expect(await run(storeOf(3), files as Record<string, FileContent>)).toMatchObject({ reason: 'refused' })
      expect(await content()).toEqual(before)
    }
    async function* failing() {
      yield Buffer.from(csv('members.csv', 'M9,A,,,,,,,,,'))
      throw new Error('the disk is gone')
    }
    await expect(run(storeOf(3), { 'members.csv': failing() })).rejects.toThrow('the disk is gone')
    expect(await content()).toEqual(before)
  })

  test('that is rehearsed tells what the real one tells, and changes nothing', async () => {
    const nothing = await content()
    const rehearsed = [1, 20, 2_000].map((rowsAtOnce) => () => run(storeOf(rowsAtOnce), records, { dryRun: true }))
    const dry = []
    for (const rehearse of rehearsed) dry.push(await done(rehearse()))
    expect(await content()).toEqual(nothing)
    const real = await done(run(storeOf(20), records))
    expect(dry).toEqual([real, real, real])

    const before = await content()
    const dryMore = await done(run(storeOf(2), more, { at: later, dryRun: true }))
    expect(await content()).toEqual(before)
    expect(await done(run(storeOf(20), more, { at: later }))).toEqual(dryMore)
  })

  test('at once with others: each is whole, one after the other, also from another process', async () => {
    await done(run(storeOf(20), records))
    const topup = (name: string) =>
      csv('payments.csv', ...[1, 2, 3].map((n) => `${name}${n},topup,M0000${n},,,EUR,1.00,2026-03-01,,`))
    const other = 'url' in database.behind ? await openPostgres(database.behind.url) : undefined
    const reports = await Promise.all(
      ['X', 'Y', 'X', 'V'].map((name, index) =>
        done(run(storeOf(2, index % 2 === 1 ? other : database), { 'payments.csv': topup(name) })),
      ),
    ).finally(() => other?.close())
    expect(reports.map(({ payments }) => payments.booked + payments.alreadyThere)).toEqual([3, 3, 3, 3])
    const { files } = await content()
    expect(files['payments.csv']?.match(/^[XYV]\d,/gm)).toHaveLength(9)
  })

  test('that was interrupted keeps the answer to its request, whoever ends it', async () => {
    const request = { keyName: 'core', idempotencyKey: 'one' }
    const requests = openRequestStore(database)
    const ask = () => requests.begin(request, 'its content', now)
    const begun = await ask()
    if (begun.state !== 'ours') throw new Error(begun.state)
    await expect(run(breaking(storeOf(20), 8, 'after'), records, { request })).rejects.toThrow(Killed)
    await begun.end()
    await done(run(storeOf(20), more, { at: later, request: { keyName: 'core', idempotencyKey: 'other' } }))
    const again = await ask()
    if (again.state !== 'answered') throw new Error(again.state)
    expect(again.answer.status).toBe(200)
    expect(JSON.parse(again.answer.body)).toMatchObject({ recorded_at: now.toString(), payments: { booked: 46 } })
  })

  test.runIf(engine === 'postgresql')('that lost its connection while it read gives way to another', async () => {
    async function* cutOff() {
      yield Buffer.from(csv('members.csv', 'CUT1,A,,,,,,,,,'))
      await cutLockConnections(database)
      await done(run(storeOf(20, other), records))
      yield Buffer.from('CUT2,B,,,,,,,,,\n')
    }
    const other = 'url' in database.behind ? await openPostgres(database.behind.url) : database
    expect(await run(storeOf(20), { 'members.csv': cutOff() })).toEqual({ ok: false, reason: 'busy' })
    await done(run(storeOf(20), { 'members.csv': csv('members.csv', 'AFTER,A,,,,,,,,,') }))
    const { files } = await content()
    for (const memberNo of ['M00001', 'AFTER']) expect(files['members.csv']).toContain(memberNo)
    expect(files['members.csv']).not.toContain('CUT')
    await other.close()
  })

  describe('of files that come in small pieces', () => {
    async function* inPieces(text: string, length: number) {
      const bytes = Buffer.from(text)
      for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
    }
    const pieces = (files: Record<string, string>, length: number) =>
      Object.fromEntries(Object.entries(files).map(([name, text]) => [name, inPieces(text, length)]))
    /** As some other systems write them. */
    const marked = Object.fromEntries(
      Object.entries(records).map(([name, text]) => [name, `\ufeff${text.replaceAll(/\r?\n/g, '\r\n')}`]),
    )

    test.each([1, 7])('of %i bytes reads the same rows', async (length) => {
      const whole = await done(run(storeOf(500), records))
      const expected = await content()
      await emptyDatabase(database)
      expect(await done(run(storeOf(500), pieces(marked, length)))).toEqual(whole)
      expect(await content()).toEqual(expected)
    })

    const row = (number: number, name: string, phone = '') => `N${number},${name},${phone},,,,,,,,`
    const wrong = csv(
      'members.csv',
      row(1, '"आशा 🌱"'),
      row(2, '"zwei\r\nZeilen"'),
      '',
      row(3, 'Ána', '0712'),
      row(4, '"drei\n\r\n""Zeilen"""', '12'),
      row(5, 'Ö'),
      row(6, 'E,'),
    ).replaceAll('\n', '\r\n')

    test.each([
      ['faults', wrong],
      ['a quote that is not closed', `${wrong}N7,"Ána\r\n`],
      ['a quote inside a cell', `${wrong}N7,Á"na\r\nN8,B\r\n`],
      ['text after a quote', `${wrong}N7,"Á"na\r\nN8,B\r\n`],
    ])('finds %s in the same lines', async (_name, text) => {
      const whole = await run(storeOf(500), { 'members.csv': text })
      expect(whole).toMatchObject({ ok: false, reason: 'refused' })
      for (const length of [1, 7, 64]) {
        expect(await run(storeOf(500), pieces({ 'members.csv': text }, length))).toEqual(whole)
      }
    })

    test('counts lines as an editor does', async () => {
      const outcome = await run(storeOf(500), pieces({ 'members.csv': wrong }, 1))
      const lines = wrong.split('\n')
      const lineOf = (start: string) => lines.findIndex((line) => line.startsWith(start)) + 1
      expect(!outcome.ok && outcome.reason === 'refused' && outcome.problems.map(({ line }) => line)).toEqual(
        ['N2', 'N3', 'N4', 'N4', 'N6'].map(lineOf),
      )
    })

    test('finds the line that is not UTF-8', async () => {
      const bytes = Buffer.concat([
        Buffer.from(`${csv('members.csv', row(1, 'Ö'))}N2,`),
        Buffer.from([0xc3]),
        Buffer.from('\n'),
      ])
      async function* single() {
        for (const byte of bytes) yield Buffer.from([byte])
      }
      const whole = await run(storeOf(500), { 'members.csv': bytes })
      expect(whole).toMatchObject({ problems: [{ line: 3, expected: 'text in UTF-8' }] })
      expect(await run(storeOf(500), { 'members.csv': single() })).toEqual(whole)
    })
  })
})
