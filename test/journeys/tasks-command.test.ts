/** `kisht tasks`, as an operator and their scripts use it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { callRunning } from '../../src/command-line/control-socket.ts'
import type { Task } from '../../src/tasks/task.ts'
import { type KishtOptions, type KishtProcess, runKisht, startKisht } from '../support/kisht-process.ts'
import { noon } from './journey.ts'
import { sampleDataDir } from './sample-base.ts'
import { openSampleTasks } from './sample-tasks.ts'

let options: KishtOptions
let kisht: KishtProcess
let remove = () => {}
let tasks: ReadonlyMap<string, Task>

beforeAll(async () => {
  const base = await sampleDataDir()
  options = { dataDir: base.dataDir, env: { CLOCK: noon } }
  remove = base.remove
  tasks = await openSampleTasks(base.dataDir)
  kisht = await startKisht(options)
})
afterAll(async () => {
  await kisht.stop()
  remove()
})

interface Ran {
  exitCode: number | undefined
  out: string
  err: string
}

/** Carried out by the running assistant, without the time that a process of its own takes. */
async function run(...args: string[]): Promise<Ran> {
  const written = { out: '', err: '' }
  const exitCode = await callRunning(
    options.dataDir,
    { argv: ['tasks', ...args], workingDir: options.dataDir },
    {
      status() {},
      out: (line) => {
        written.out += `${line}\n`
      },
      err: (line) => {
        written.err += `${line}\n`
      },
    },
  )
  return { exitCode, ...written }
}

const idOf = (subject: string) => String(tasks.get(subject)?.id)
const json = ({ out }: Ran) =>
  out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
const subjects = (ran: Ran) => json(ran).map(({ subject }) => subject)

describe('tasks', () => {
  test('lists what is open, as JSON lines and nothing else', async () => {
    const ran = await run('--json')
    expect(ran.exitCode).toBe(0)
    expect(json(ran)).toHaveLength(14)
    expect(json(ran).find(({ subject }) => subject === 'K-104')).toEqual({
      id: Number(idOf('K-104')),
      kind: 'reversal',
      subject: 'K-104',
      member_no: 'M-104',
      plan_no: 'K-104',
      details: { payment_id: 'T-104-2', amount: '300.00', currency: 'RON', seq: 2, last_payable_on: '2026-03-27' },
      opened_at: '2026-03-20T09:30:00Z',
      due_on: '2026-03-22',
      owner_no: 'M-103',
      taken_at: null,
      closed_at: null,
      outcome: null,
    })
    expect(json(ran).find(({ subject }) => subject === 'T-901')).toMatchObject({ member_no: null, owner_no: null })
  })

  test('as a table: what, about whom, since when, by when, whose', async () => {
    const { out } = await run('--kind', 'reversal')
    const [header, ...rows] = out.trim().split('\n')
    expect(header?.split(/\s+/)).toEqual(['id', 'kind', 'about', 'opened', 'due', 'owner'])
    expect(rows).toHaveLength(3)
    expect(rows.find((row) => row.includes('M-104'))).toMatch(
      /^ *\d+ {2}reversal {2}Ion Popescu \(M-104\) +2026-03-20 {2}2026-03-22 {2}Greta Huber \(M-103\)$/,
    )
    expect((await run('--kind', 'undelivered_webhook')).out).toMatch(/undelivered webhook +7 +2026-03-20 .* support/)
  })

  test('of one kind, of one partner, of the support team itself', async () => {
    expect(subjects(await run('--kind', 'restoration', '--json'))).toEqual(['K-105C'])
    expect(subjects(await run('--owner', 'M-103', '--json')).toSorted()).toEqual(['K-104', 'K-105A'])
    expect(subjects(await run('--owner', 'M-103', '--kind', 'restoration', '--json'))).toEqual([])
    expect(subjects(await run('--owner', 'support', '--json'))).toHaveLength(11)
    expect(await run('--owner', 'NOBODY', '--json')).toMatchObject({ exitCode: 0, out: '' })
  })

  test('closes one, once; it stays to be seen, with its history', async () => {
    const id = idOf('T-900')
    const closed = await run('--close', id, '--outcome', ' moved into K-109 ', '--json')
    expect([closed.exitCode, json(closed)]).toEqual([0, [{ id: Number(id), outcome: 'moved into K-109' }]])
    expect(await run('--close', id, '--outcome', 'again')).toMatchObject({ exitCode: 1, out: '' })
    expect(subjects(await run('--json'))).not.toContain('T-900')
    expect(json(await run('--all', '--json')).find(({ subject }) => subject === 'T-900')).toMatchObject({
      closed_at: expect.stringContaining('2026-03-20T'),
      outcome: 'moved into K-109',
    })
    const history = await run('--history', id, '--json')
    expect(json(history).map(({ actor, action, text }) => [actor, action, text])).toEqual([
      ['kisht', 'opened', null],
      ['support:operator', 'closed', 'moved into K-109'],
    ])
    expect((await run('--history', id)).out).toContain('support:operator  closed  moved into K-109')
  })

  test('ends with 1 where there is no such task', async () => {
    expect(await run('--close', '2147483647', '--outcome', 'x')).toMatchObject({ exitCode: 1, out: '' })
    expect(await run('--history', '999999')).toMatchObject({ exitCode: 1, out: '' })
  })

  test('ends with 2 when it is used wrongly', async () => {
    for (const args of [
      ['5'],
      ['--kind', 'laundry'],
      ['--kind', 'toString'],
      ['--close', '1'],
      ['--outcome', 'done'],
      ['--close', '1', '--outcome', ' '],
      ['--close', 'one', '--outcome', 'done'],
      ['--close', '2147483648', '--outcome', 'done'],
      ['--history', '-1'],
      ['--history', '1', '--all'],
      ['--history', '1', '--close', '1', '--outcome', 'done'],
    ]) {
      const ran = await run(...args)
      expect([ran.exitCode, ran.out], args.join(' ')).toEqual([2, ''])
      expect(ran.err.length).toBeGreaterThan(10)
    }
  })

  test('works without a running assistant', async () => {
    const listed = await run('--all', '--json')
    await kisht.stop()
    const alone = await runKisht(['tasks', '--all', '--json'], options)
    expect([alone.exitCode, alone.out, alone.err]).toEqual([0, listed.out, ''])
  })
})
