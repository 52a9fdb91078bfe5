/**
 * The command line as scripts and back offices use it: what goes to standard output, and with which code it ends. Every
 * expected figure is worked out by hand from the sample project.
 */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lockDataDir } from '../../src/storage/engine/data-dir-lock.ts'
import { type KishtOptions, type KishtProcess, type Ran, runKisht, startKisht } from '../support/kisht-process.ts'
import { sampleDataDir, sampleProject } from './sample-base.ts'

/** Friday, 20 March 2026, 12:30 in Moscow. */
const CLOCK = '2026-03-20T12:30:00+03:00'

let options: KishtOptions
let remove = () => {}
const temporary = mkdtempSync(join(tmpdir(), 'kisht-cli-'))

beforeAll(async () => {
  const base = await sampleDataDir()
  options = { dataDir: base.dataDir, env: { CLOCK } }
  remove = base.remove
})
afterAll(() => {
  remove()
  rmSync(temporary, { recursive: true, force: true })
})

const run = (...args: string[]) => runKisht(args, options)
const json = ({ out }: Ran) =>
  out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

describe('without a running assistant', () => {
  it('gives the state of every plan as JSON lines and nothing else', async () => {
    const ran = await run('plan', '--all', '--json')
    expect(ran.exitCode).toBe(0)
    const rows = json(ran)
    expect(rows.length).toBe(readFileSync(join(sampleProject, 'plans.csv'), 'utf8').trim().split('\n').length - 1)
    for (const row of rows) {
      expect(Object.keys(row)).toEqual([
        'plan_no',
        'member_no',
        'state',
        'currency',
        'total',
        'paid',
        'outstanding',
        'shares_total',
        'shares_credited',
        'shares_locked',
        'bonus_secured',
        'next',
        'days_overdue',
        'last_payable_on',
        'cancels_on',
        'offers',
      ])
      expect(['active', 'overdue', 'cancellation_due', 'cancelled', 'completed']).toContain(row.state)
      if (row.state === 'cancelled') expect(row).toMatchObject({ next: null, days_overdue: 0, last_payable_on: null })
    }
  })

  it('gives the worked example as it was worked out', async () => {
    const [row] = json(await run('plan', 'K-103', '--json'))
    expect(row).toEqual({
      plan_no: 'K-103',
      member_no: 'M-103',
      state: 'active',
      currency: 'EUR',
      total: '600.00',
      paid: '300.00',
      outstanding: '300.00',
      shares_total: 2000,
      shares_credited: 399,
      shares_locked: 1334,
      bonus_secured: 56,
      next: { seq: 4, due_on: '2026-04-10', amount: '100.00', unpaid: '100.00' },
      days_overdue: 0,
      last_payable_on: null,
      cancels_on: null,
      offers: [
        { offer_code: 'DOUBLE', status: 'winning', secured: 23, still_to_win: 23 },
        { offer_code: 'EARLY', status: 'winning', secured: 0, still_to_win: 100 },
        { offer_code: 'ON-TIME', status: 'winning', secured: 33, still_to_win: 50 },
      ],
    })
    const [completed] = json(await run('plan', 'K-103', '--json', '--at', '2026-04-10T12:00:00+03:00'))
    expect(completed).toMatchObject({
      state: 'completed',
      shares_credited: 2000,
      shares_locked: 0,
      bonus_secured: 172,
      next: null,
    })
  })

  it('lists a partner’s late plans by need', async () => {
    const ran = await run('overdue', 'P-100', '--json')
    expect(ran.exitCode).toBe(0)
    expect(json(ran)[0] && Object.keys(json(ran)[0] ?? {})).toEqual([
      'member_no',
      'plan_no',
      'seq',
      'due_on',
      'unpaid',
      'arrears',
      'currency',
      'days_overdue',
      'days_left',
      'last_payable_on',
    ])
    expect(json(ran)).toContainEqual({
      member_no: 'M-101',
      plan_no: 'K-101',
      seq: 3,
      due_on: '2026-03-10',
      unpaid: '10000.00',
      arrears: '10000.00',
      currency: 'INR',
      days_overdue: 10,
      days_left: 9,
      last_payable_on: '2026-03-29',
    })
    expect(json(ran).map(({ member_no }) => member_no)).not.toContain('M-201')
  })

  it('tells what it cannot find, and still gives the rest', async () => {
    const [known] = json(await run('plan', '--all', '--json'))
    const ran = await run('plan', String(known?.plan_no), 'NO-SUCH-PLAN', '--json')
    expect(ran.exitCode).toBe(1)
    expect(json(ran)).toHaveLength(1)
    expect(ran.err).toContain('NO-SUCH-PLAN')
  })

  it('answers for another instant', async () => {
    const early = json(await run('plan', '--all', '--at', '2020-01-01T00:00:00+03:00', '--json'))
    expect(early.every(({ paid }) => Number(paid) === 0)).toBe(true)
  })

  it('ends with 2 when it is used wrongly', async () => {
    for (const args of [
      [],
      ['dance'],
      ['plan'],
      ['plan', '--all', 'P-1'],
      ['plan', '--all', '--at', 'noon'],
      ['link'],
      ['policy', 'x'],
      ['plan', '--all', '--colour'],
    ]) {
      const ran = await run(...args)
      expect([ran.exitCode, ran.out], args.join(' ')).toEqual([2, ''])
      expect(ran.err.length).toBeGreaterThan(10)
    }
  })

  it('ends with 2 on a wrong environment and names the variable, and never starts', async () => {
    const ran = await runKisht(['start'], { ...options, env: { HTTP_PORT: 'web' } })
    expect([ran.exitCode, ran.out]).toEqual([2, ''])
    expect(ran.err).toContain('HTTP_PORT')
  })

  it('ends with 1 on a wrong policy and says the path and what was expected', async () => {
    const file = join(temporary, 'policy.json')
    writeFileSync(file, JSON.stringify({ grace: { days: -3 }, heldback: '2/3' }))
    const checked = await run('check-policy', file)
    expect(checked.exitCode).toBe(1)
    expect(checked.err).toContain('grace.days')
    expect(checked.err).toContain('heldback')
    const started = await runKisht(['start'], { ...options, env: { POLICY_FILE: file } })
    expect(started.exitCode).toBe(1)
    expect(started.err).toContain('grace.days')
    writeFileSync(file, JSON.stringify({ grace: { days: 30 } }))
    expect((await run('check-policy', file)).exitCode).toBe(0)
  })

  it('moves every plan to a changed policy, and is healthy under it', async () => {
    const file = join(temporary, 'long-grace.json')
    writeFileSync(file, JSON.stringify({ grace: { days: 60 } }))
    const changed = { ...options, env: { CLOCK, POLICY_FILE: file } }
    const findings = json(await runKisht(['doctor', '--json'], changed))
    expect(findings.filter(({ ok }) => ok !== true)).toEqual([])
    expect(json(await run('doctor', '--json')).filter(({ ok }) => ok !== true)).toEqual([])
  })

  it('refuses a list for someone who is no partner, and for nobody alike', async () => {
    for (const memberNo of ['M-101', 'NOBODY']) {
      const ran = await run('overdue', memberNo, '--json')
      expect([ran.exitCode, ran.out], memberNo).toEqual([1, ''])
    }
  })

  it('exports what it imported, byte by byte again after another import', async () => {
    const first = join(temporary, 'first')
    const second = join(temporary, 'second')
    expect((await run('export', first)).exitCode).toBe(0)
    expect((await run('import', first)).exitCode).toBe(0)
    expect((await run('export', second)).exitCode).toBe(0)
    for (const file of ['members', 'packages', 'plans', 'installments', 'payments', 'offers']) {
      expect(readFileSync(join(second, `${file}.csv`), 'utf8')).toBe(readFileSync(join(first, `${file}.csv`), 'utf8'))
    }
    expect(statSync(join(first, 'members.csv')).mode & 0o077).toBe(0)
  })

  it('refuses a malformed import with file, line, column and value, and keeps nothing of it', async () => {
    const folder = mkdtempSync(join(temporary, 'bad-'))
    writeFileSync(join(folder, 'members.csv'), 'member_no,full_name,time_zone\nX-1,Somebody,Mars/Olympus\n')
    const ran = await run('import', folder, '--json')
    expect(ran.exitCode).toBe(1)
    expect(json(ran)).toMatchObject([
      { refused: { file: 'members.csv', line: 2, column: 'time_zone', value: 'Mars/Olympus' } },
    ])
    expect((await run('link', 'X-1')).exitCode).toBe(1)
  })

  it('says that it is busy when another process has the folder and takes no commands', async () => {
    const lock = lockDataDir(options.dataDir)
    try {
      const ran = await run('doctor')
      expect([ran.exitCode, ran.out]).toEqual([75, ''])
    } finally {
      lock?.release()
    }
  })
})

describe('with a running assistant', () => {
  let kisht: KishtProcess
  beforeAll(async () => {
    kisht = await startKisht(options)
  })
  afterAll(() => kisht.stop())

  it('is carried out by it, with the same answers and codes', async () => {
    expect(json(await kisht.command('plan', '--all', '--json')).length).toBeGreaterThan(5)
    expect((await kisht.command('plan', 'NO-SUCH-PLAN')).exitCode).toBe(1)
    expect((await kisht.command('plan')).exitCode).toBe(2)
    expect((await kisht.command('import', sampleProject)).exitCode).toBe(0)
    expect((await kisht.command('doctor')).exitCode).toBe(0)
  })

  it('counts the clock of the one who asks', async () => {
    const later = await runKisht(['plan', '--all', '--json'], {
      ...options,
      env: { CLOCK: '2027-01-01T00:00:00+03:00' },
    })
    expect(json(later).some(({ state }) => state === 'active')).toBe(false)
  })

  it('takes paths from where the command was typed', async () => {
    const ran = await kisht.command('export', 'beside')
    expect(ran.exitCode).toBe(0)
    expect(readFileSync(join(options.dataDir, 'beside', 'plans.csv'), 'utf8')).toContain('plan_no')
  })

  it('opens its socket to nobody else', () => {
    expect(statSync(join(options.dataDir, 'kisht.sock')).mode & 0o777).toBe(0o600)
  })

  it('lets nobody start a second one on the same folder', async () => {
    const second = await runKisht(['start'], options)
    expect(second.exitCode).toBe(75)
  })

  it('answers for its health and its metrics', async () => {
    const health = await fetch(`${kisht.address}/health`)
    const nudges = { on: false, paused: false, planner_last_run: null, oldest_pending_seconds: null, unknown: 0 }
    expect([health.status, await health.json()]).toEqual([200, { ok: true, database: 'pglite', nudges }])
    const metrics = await (await fetch(`${kisht.address}/metrics`)).text()
    expect(metrics).toContain('process_resident_memory_bytes')
    expect(metrics).toMatch(/^kisht_nudges_pending 0$/m)
    expect((await fetch(`${kisht.address}/playground/`)).status).toBe(404)
  })
})
