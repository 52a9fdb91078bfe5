/** An operator moves a base from one place to another: the people find everything as it was. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshPostgresUrl } from '../support/databases.ts'
import { type KishtOptions, type Ran, runKisht, startKisht } from '../support/kisht-process.ts'
import { ask, type Journey, noon, startJourney, token } from './journey.ts'
import { samplePolicy } from './sample-base.ts'
import { words } from './texts.ts'

const temporary = mkdtempSync(join(tmpdir(), 'kisht-moving-'))
const file = join(temporary, 'kisht.backup')
const env = { CLOCK: noon, POLICY_FILE: samplePolicy }
let journey: Journey
let postgres: Awaited<ReturnType<typeof freshPostgresUrl>>

const folderFor = (name: string) => {
  const dataDir = join(temporary, name)
  mkdirSync(dataDir)
  return dataDir
}

beforeAll(async () => {
  ;[journey, postgres] = await Promise.all([startJourney(), freshPostgresUrl()])
})
afterAll(async () => {
  await journey.close()
  await postgres.remove()
  rmSync(temporary, { recursive: true, force: true })
})

/** What an operator sees of a base. */
async function seen(options: KishtOptions) {
  const folder = mkdtempSync(join(temporary, 'export-'))
  const run = async (...args: string[]): Promise<Ran> => runKisht(args, options)
  const exported = await run('export', folder, '--json')
  const files = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')])
  const doctor = await run('doctor', '--json')
  expect(doctor.exitCode).toBe(0)
  return {
    files: Object.fromEntries(files),
    notHeld: JSON.parse(exported.out).not_held,
    plans: (await run('plan', '--all', '--json')).out,
    doctor: doctor.out,
  }
}

describe('moving a base', () => {
  const reader = () => journey.api.person({ id: 3001, languageCode: 'en' })
  const original = (): KishtOptions => ({ dataDir: journey.dataDir, env })
  const embedded: KishtOptions = { dataDir: '', env }
  const onPostgres: KishtOptions = { dataDir: '', env }
  let expected: Awaited<ReturnType<typeof seen>>

  it('is backed up while the assistant runs', async () => {
    await journey.link(reader(), 'M-106')
    await ask(reader(), '/language hi')
    const more = folderFor('more')
    writeFileSync(
      join(more, 'payments.csv'),
      'payment_id,kind,member_no,plan_no,currency,amount,value_at\nQ-1,installment,M-106,K-999,EUR,5.00,2026-03-01\n',
    )
    expect((await journey.kisht().command('import', more)).exitCode).toBe(1)

    const ran = await journey.kisht().command('backup', file, '--json')
    expect(ran.exitCode).toBe(0)
    expect(JSON.parse(ran.out)).toMatchObject({ file, base: 'real', rows: { quarantined_payment: 1, chat_link: 1 } })
  })

  it('refuses to write over a file, or where there is no folder', async () => {
    const again = await journey.kisht().command('backup', file)
    expect([again.exitCode, again.out]).toEqual([1, ''])
    expect(again.err).toContain('there already')
    const nowhere = await journey.kisht().command('backup', join(temporary, 'nowhere', 'backup'))
    expect([nowhere.exitCode, nowhere.out]).toEqual([1, ''])
    expect(nowhere.err).toContain('in a folder that exists')
    expect((await journey.kisht().command('backup')).exitCode).toBe(2)
  })

  it('refuses to restore under a running assistant', async () => {
    const ran = await journey.kisht().command('restore', file)
    expect([ran.exitCode, ran.out]).toEqual([1, ''])
    expect(ran.err).toContain('The assistant is running')
  })

  it('refuses to restore over what is there, and what is no backup', async () => {
    await journey.kisht().stop()
    const over = await runKisht(['restore', file], original())
    expect([over.exitCode, over.out]).toEqual([1, ''])
    expect(over.err).toContain('used already')

    embedded.dataDir = folderFor('embedded')
    const cutOff = join(temporary, 'cut-off')
    writeFileSync(cutOff, readFileSync(file).subarray(0, -20))
    for (const [given, why] of [
      [cutOff, 'damaged'],
      [join(temporary, 'nowhere'), 'ENOENT'],
    ] as const) {
      const ran = await runKisht(['restore', given], embedded)
      expect([ran.exitCode, ran.out]).toEqual([1, ''])
      expect(ran.err).toContain(why)
    }
  })

  it('is the same base in another folder', async () => {
    expect(await runKisht(['restore', file], embedded)).toMatchObject({ exitCode: 0, err: '' })
    expected = await seen(original())
    expect(await seen(embedded)).toEqual(expected)
  })

  it('stays new when the restoration is killed midway, and is the same base on PostgreSQL afterwards', async () => {
    onPostgres.dataDir = folderFor('postgres')
    onPostgres.env = { ...env, DATABASE_URL: postgres.url }
    const pool = new pg.Pool({ connectionString: postgres.url })
    const other = await pool.connect()
    // A row that another has begun to write holds the restoration up, when the ledger and the members are in.
    await other.query(`BEGIN; INSERT INTO offer VALUES ('ON-TIME', 'on_time')`)
    const killing = new AbortController()
    const killed = runKisht(['restore', file], { ...onPostgres, signal: killing.signal })
    await untilSomebodyWaits(pool)
    killing.abort()
    expect((await killed).exitCode).toBe(null)
    await other.query('ROLLBACK')
    other.release()
    await pool.end()

    expect(await runKisht(['restore', file], onPostgres)).toMatchObject({ exitCode: 0, err: '' })
    expect(await seen(onPostgres)).toEqual(expected)
  })

  it('knows its people, and speaks their language', async () => {
    const telegram = { TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: journey.api.url }
    const kisht = await startKisht({ ...onPostgres, env: { ...onPostgres.env, ...telegram } })
    try {
      expect((await ask(reader(), '/help')).text).toContain(words('hi', 'help.heading'))
      expect((await ask(reader(), '/next')).text).not.toContain(words('hi', 'link.needed.heading'))
    } finally {
      await kisht.stop()
    }
  })
})

async function untilSomebodyWaits(pool: pg.Pool): Promise<void> {
  for (;;) {
    const { rowCount } = await pool.query(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    )
    if (rowCount) return
    await wait(50)
  }
}
