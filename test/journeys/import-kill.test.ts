/**
 * An import whose process is killed, at any moment, is gone on with by whatever comes next: nothing is lost, nothing is
 * there twice. And while a large one goes on, people are answered.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exitCodes } from '../../src/command-line/command.ts'
import { manyRecords } from '../back-office/many-records.ts'
import { freshDataDir, freshPostgresUrl } from '../support/databases.ts'
import { type KishtOptions, runKisht, startKisht } from '../support/kisht-process.ts'
import { ask, noon, startJourney } from './journey.ts'

const folder = mkdtempSync(join(tmpdir(), 'kisht-killed-'))
afterAll(() => rmSync(folder, { recursive: true }))

function filesOf(name: string, files: Readonly<Record<string, string>>): string {
  const path = join(folder, name)
  mkdirSync(path)
  for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text)
  return path
}

/** What a base holds, and the tasks that came of it. */
async function heldIn(options: KishtOptions, name: string) {
  const path = join(folder, name)
  const exported = await runKisht(['export', path], options)
  expect(exported, exported.err).toMatchObject({ exitCode: exitCodes.done })
  const { out } = await runKisht(['tasks', '--json'], options)
  const tasks = out.split('\n').flatMap((line) => {
    const { kind, subject } = line === '' ? {} : (JSON.parse(line) as Record<string, string>)
    return kind ? [`${kind} ${subject}`] : []
  })
  const files = readdirSync(path).map((file) => [file, readFileSync(join(path, file), 'utf8')])
  return { files: Object.fromEntries(files) as Record<string, string>, tasks: tasks.toSorted() }
}

/** Busy as long as an import is under way. */
async function untilHealthy(options: KishtOptions): Promise<void> {
  const examined = await runKisht(['doctor'], options)
  if (examined.exitCode === exitCodes.busy) return untilHealthy(options)
  expect(examined, examined.out + examined.err).toMatchObject({ exitCode: exitCodes.done })
}

async function wholeImport(options: KishtOptions, source: string) {
  const imported = await runKisht(['import', source, '--json'], options)
  // Some of it waits in the quarantine.
  expect(imported, imported.err).toMatchObject({ exitCode: exitCodes.refused })
  return JSON.parse(imported.out) as { payments: Record<'booked' | 'alreadyThere', number> }
}

describe('3,000 payments, killed', () => {
  let source: string
  let expected: Awaited<ReturnType<typeof heldIn>>
  let tookMs: number

  beforeAll(async () => {
    source = filesOf('3000', manyRecords(3_000))
    const { dataDir, remove } = freshDataDir()
    const options = { dataDir, env: { CLOCK: noon } }
    const startedMs = performance.now()
    await wholeImport(options, source)
    tookMs = performance.now() - startedMs
    expected = await heldIn(options, 'expected')
    expect(expected.files['payments.csv']?.match(/^[A-Z]\d+,/gm)?.length).toBeGreaterThan(2_800)
    remove()
  })

  test('in an embedded database: by time', async () => {
    const { dataDir, remove } = freshDataDir()
    const options = { dataDir, env: { CLOCK: noon } }
    for (const [index, part] of [0.4, 0.75].entries()) {
      const killing = new AbortController()
      const importing = runKisht(['import', source], { ...options, signal: killing.signal })
      await wait(tookMs * part)
      killing.abort()
      await importing
      // Started on what it left, and killed while it goes on.
      const started = index === 0 ? await startKisht(options) : undefined
      await started?.kill()
    }
    const running = await startKisht(options)
    await untilHealthy(options)
    await wholeImport(options, source)
    await untilHealthy(options)
    expect(await heldIn(options, 'embedded')).toEqual(expected)
    // A second time there is nothing to do.
    expect((await wholeImport(options, source)).payments).toMatchObject({ booked: 0 })
    expect(await running.stop()).toBe(0)
    remove()
  })

  test('in PostgreSQL: in each phase', async () => {
    const { url, remove } = await freshPostgresUrl()
    const dataDir = mkdtempSync(join(folder, 'data-'))
    const options = { dataDir, env: { CLOCK: noon, DATABASE_URL: url } }
    // Each process begins its own clock.
    const later = { dataDir, env: { CLOCK: '2026-03-20T13:30:00+03:00', DATABASE_URL: url } }
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    const is = async (condition: string) => (await client.query(`SELECT ${condition} AS holds`)).rows[0]?.holds === true
    const inPhase = (phase: string) => `EXISTS (SELECT FROM import_run WHERE progress -> 'left' ->> 0 = '${phase}')`
    const inPayments = `${inPhase('payments')} AND EXISTS (SELECT FROM ledger_entry)`
    const moments = [
      'EXISTS (SELECT FROM staged_payment) AND NOT EXISTS (SELECT FROM import_run)',
      inPhase('members'),
      inPayments,
      inPhase('plans'),
    ]
    for (const moment of moments) {
      const killing = new AbortController()
      const importing = runKisht(['import', source], { ...options, signal: killing.signal })
      await expect.poll(() => is(moment), { timeout: 60_000, interval: 5 }).toBe(true)
      killing.abort()
      await importing
    }
    expect(await is(inPhase('plans'))).toBe(true)
    const running = await startKisht(later)
    await expect
      .poll(() => is('EXISTS (SELECT FROM import_run WHERE progress IS NULL)'), { timeout: 60_000 })
      .toBe(true)
    await untilHealthy(later)
    expect(await heldIn(later, 'postgresql')).toEqual(expected)
    expect((await wholeImport(later, source)).payments).toMatchObject({ booked: 0 })
    expect(await is('(SELECT count(*) = 2 FROM import_run)')).toBe(true)
    expect(await is('NOT EXISTS (SELECT FROM staged_payment) AND NOT EXISTS (SELECT FROM staged_record)')).toBe(true)
    expect(await running.stop()).toBe(0)
    await client.end()
    await remove()
  })
})

test('5,000 payments into an embedded database: who asks meanwhile is answered', async () => {
  const { 'offers.csv': _, ...files } = manyRecords(5_000)
  const source = filesOf('5000', files)
  const journey = await startJourney()
  const asha = journey.api.person({ id: 5001 })
  await journey.link(asha, 'M-101')
  const { text } = await ask(asha, '/next')
  expect(text).toContain('K-101')

  let isDone = false
  const importing = journey
    .kisht()
    .command('import', source)
    .finally(() => {
      isDone = true
    })
  const tookMs: number[] = []
  while (!isDone) {
    const askedMs = performance.now()
    expect((await ask(asha, '/next')).text).toBe(text)
    tookMs.push(performance.now() - askedMs)
  }
  const imported = await importing
  expect(imported, imported.err).toMatchObject({ exitCode: exitCodes.refused })
  expect((await journey.kisht().command('doctor')).exitCode).toBe(exitCodes.done)
  expect(journey.failures()).toEqual([])
  expect(tookMs.length).toBeGreaterThan(5)
  // biome-ignore lint/suspicious/noConsole: how long people wait is worth a line.
  console.info(`${tookMs.length} answers during the import, the longest took ${Math.round(Math.max(...tookMs))} ms`)
  await journey.close()
})
