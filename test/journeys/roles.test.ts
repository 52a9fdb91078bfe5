/**
 * A bot and workers in processes of their own on one PostgreSQL: the bot answers, a worker does what runs by itself and
 * fetches nothing. What the operator says in yet another process holds in all of them at once.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../src/storage/engine/database.ts'
import { openPostgres } from '../../src/storage/engine/open-postgres.ts'
import { loadHeld } from '../../src/storage/nudges/holds.ts'
import { savePlannerRun } from '../../src/storage/nudges/planner-run.ts'
import type { Person } from '../support/bot-api/person.ts'
import { type BotApi, startBotApi } from '../support/bot-api/start-bot-api.ts'
import { freshDataDir, freshPostgresUrl } from '../support/databases.ts'
import { type KishtProcess, runKisht, startKisht } from '../support/kisht-process.ts'
import { startWebhookReceiver, type WebhookReceiver, webhookSecret } from '../support/webhook-receiver.ts'
import { ask, noon, patient, token } from './journey.ts'
import { samplePolicy, sampleProject } from './sample-base.ts'
import { words } from './texts.ts'

const supportChat = 7001
const apiKey = 'k'.repeat(32)
const clock = noon
const now = Temporal.Instant.from(clock)

let api: BotApi
let receiver: WebhookReceiver
let database: Database
let dataDir: string
let env: Record<string, string>
let support: Person
let bot: KishtProcess
const running: KishtProcess[] = []
const cleanUp: (() => unknown)[] = []

async function start(more: Record<string, string>): Promise<KishtProcess> {
  const kisht = await startKisht({ dataDir, env: { ...env, ...more } })
  running.push(kisht)
  return kisht
}

const kisht = (...args: string[]) => runKisht(args, { dataDir, env })
const health = async ({ address }: KishtProcess) => {
  const answer = await fetch(`${address}/health`)
  return { status: answer.status, json: (await answer.json()) as { ok: boolean; nudges: Record<string, unknown> } }
}
const calls = (method: string) => api.counts.get(method) ?? 0

beforeAll(async () => {
  const postgres = await freshPostgresUrl()
  const folder = freshDataDir()
  dataDir = folder.dataDir
  cleanUp.push(postgres.remove, folder.remove)
  ;[api, receiver, database] = await Promise.all([
    startBotApi({ token }),
    startWebhookReceiver(),
    openPostgres(postgres.url),
  ])
  cleanUp.push(
    () => api.close(),
    () => receiver.close(),
    () => database.close(),
  )
  env = {
    DATABASE_URL: postgres.url,
    TELEGRAM_BOT_TOKEN: token,
    TELEGRAM_API_ROOT: api.url,
    POLICY_FILE: samplePolicy,
    SUPPORT_CHAT: String(supportChat),
    API_KEYS: `office:write:${apiKey}`,
    WEBHOOK_URL: receiver.url,
    WEBHOOK_SECRET: webhookSecret,
    NUDGES: 'on',
    CLOCK: clock,
  }
  const { exitCode, err } = await runKisht(['import', sampleProject], {
    dataDir,
    env: { ...env, WEBHOOK_URL: '', WEBHOOK_SECRET: '' },
  })
  if (exitCode !== 0) throw new Error(err)
  support = api.person({ id: supportChat, languageCode: 'en' })
})

afterAll(async () => {
  await Promise.all(running.map((each) => each.stop()))
  for (const close of cleanUp.toReversed()) await close()
})

describe('a bot', () => {
  test('answers, takes records in, and leaves what runs by itself to workers', async () => {
    bot = await start({ ROLES: 'bot' })
    expect((await ask(support, '/tasks')).text).toContain(words('en', 'tasks.heading'))
    await ask(support, '/language de')
    const response = await fetch(`${bot.address}/api/members`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${apiKey}`,
        'content-type': 'application/json',
        'idempotency-key': 'first',
      },
      body: JSON.stringify({ members: [{ member_no: 'M-900', full_name: 'Nobody Special' }] }),
    })
    expect(response.status).toBe(200)
    await database.prisma.$transaction(async (transaction) => {
      await transaction.webhookEvent.create({
        data: { kind: 'member.opted_out', body: { member_no: 'M-900' }, createdAt: new Date(now.epochMilliseconds) },
      })
    })
    expect(receiver.received).toEqual([])
    expect(await database.prisma.setting.count({ where: { name: 'summary_sent_for' } })).toBe(0)
  })
})

describe('workers', () => {
  test('fetch nothing, announce nothing, serve no chat and no API; they deliver, and sum the day up once', async () => {
    const before = ['getUpdates', 'setWebhook', 'deleteWebhook', 'getMe'].map(calls)
    support.catchUp()
    const PUBLIC_URL = 'https://kisht.example.org'
    const workers = await Promise.all([start({ ROLES: 'worker', PUBLIC_URL }), start({ ROLES: 'worker' })])
    const summary = await support.nextMessage(patient)
    expect(summary.text).toContain(words('de', 'summary.nothingSent'))
    expect(summary.text).toContain(words('de', 'summary.neverStated'))
    await expect.poll(() => receiver.received.length, { timeout: 15_000 }).toBe(1)
    for (const { address } of workers) {
      expect((await fetch(`${address}/telegram/webhook`, { method: 'POST' })).status).toBe(404)
      expect((await fetch(`${address}/api/openapi.json`)).status).toBe(404)
      expect((await fetch(`${address}/metrics`)).status).toBe(200)
    }
    // The answer comes by the bot's own fetching, which goes on.
    expect((await ask(support, '/tasks')).text).toContain(words('de', 'tasks.heading'))
    expect(['setWebhook', 'deleteWebhook', 'getMe'].map(calls)).toEqual(before.slice(1))
    expect(api.callsOf('sendMessage').filter(({ payload }) => isSummary(payload.text))).toHaveLength(1)
    await workers[0].stop()
    const fetched = calls('getUpdates')
    await bot.stop()
    await ask(support, '/tasks').then(
      () => expect.unreachable('nobody is there to answer'),
      () => undefined,
    )
    expect(calls('getUpdates') - fetched).toBeLessThanOrEqual(1)
    expect(running.map((each) => each.stderr()).join('')).not.toMatch(/"level":(50|60)/)
    bot = await start({ ROLES: 'worker, bot' })
    expect((await support.nextMessage(patient)).text).toContain(words('de', 'tasks.heading'))
  })
})

function isSummary(text: unknown): boolean {
  return String(text).includes(words('de', 'summary.payments')) && String(text).includes('19.')
}

describe('the operator', () => {
  const paused = async () => (await health(bot)).json.nudges.paused

  test('pauses and resumes from any process, and is told since when', async () => {
    expect(await paused()).toBe(false)
    const first = await kisht('pause')
    expect([first.exitCode, first.err, await paused()]).toEqual([0, '', true])
    const again = await kisht('pause', '--json')
    const { since, ...rest } = JSON.parse(again.out) as { since: string }
    expect(rest).toEqual({ paused: true, by: 'support:operator', changed: false })
    expect(first.out).toContain(since)
    const resumed = await kisht('resume', '--json')
    expect(JSON.parse(resumed.out)).toEqual({ paused: false, was_paused_since: since, changed: true })
    expect(await paused()).toBe(false)
    expect(await kisht('resume')).toMatchObject({ exitCode: 0, out: 'It is not paused.\n' })
  })

  test('sees in the health of every process that sending is stuck', async () => {
    const at = new Date(now.epochMilliseconds - 60 * 60_000)
    await savePlannerRun(database.prisma, { at: now, considered: 0, planned: 0 })
    expect((await health(bot)).status).toBe(200)
    const { id } = await database.prisma.outboxMessage.create({
      data: {
        memberNo: 'M-101',
        state: 'pending',
        createdAt: at,
        sendAt: at,
        readyAt: at,
        stateAt: at,
        isReminder: true,
        isAskedFor: false,
        policyVersion: 'test',
      },
    })
    const stuck = await health(bot)
    expect(stuck).toMatchObject({ status: 503, json: { ok: false, nudges: { on: true, paused: false } } })
    expect(stuck.json.nudges.oldest_pending_seconds).toBeGreaterThanOrEqual(3600)
    await kisht('pause')
    expect((await health(bot)).status).toBe(200)
    await kisht('resume')
    await database.prisma.outboxMessage.delete({ where: { id } })
    expect((await health(bot)).status).toBe(200)
  })

  test('lets a person alone, through a date or until told otherwise', async () => {
    const held = async (on: `${number}-${number}-${number}`) =>
      (await loadHeld(database.prisma, ['M-101'], on)).has('M-101')
    const until = await kisht('hold', 'M-101', '--reason', 'bereavement', '--until', '2026-04-05', '--json')
    expect(until).toMatchObject({ exitCode: 0, err: '' })
    expect(JSON.parse(until.out)).toEqual({ member_no: 'M-101', reason: 'bereavement', until: '2026-04-05' })
    expect([await held('2026-04-05'), await held('2026-04-06')]).toEqual([true, false])
    const listed = JSON.parse((await kisht('hold', '--list', '--json')).out) as Record<string, unknown>
    expect(listed).toMatchObject({ member_no: 'M-101', until: '2026-04-05', by: 'support:operator' })
    expect((await kisht('hold', '--list')).out).toMatch(/\(M-101\) +bereavement +2026-03-20 +2026-04-05/)
    expect(await kisht('hold', 'M-101', '--end')).toMatchObject({ exitCode: 0 })
    expect(await held('2026-03-20')).toBe(false)
    const again = await kisht('hold', 'M-101', '--end', '--json')
    expect([again.exitCode, JSON.parse(again.out)]).toEqual([0, { member_no: 'M-101', ended: false }])
    for (const args of [
      ['NOBODY', '--end'],
      ['NOBODY', '--reason', 'dispute'],
    ]) {
      expect(await kisht('hold', ...args), args.join(' ')).toMatchObject({ exitCode: 1, out: '' })
    }
  })

  test.each([
    [],
    ['M-101'],
    ['--list', 'M-101'],
    ['--end'],
    ['M-101', '--reason', 'tired'],
    ['M-101', '--reason', 'dispute', '--end'],
    ['M-101', '--end', '--until', '2026-04-05'],
    ['M-101', '--reason', 'dispute', '--until', '5 April'],
    ['M-101', '--reason', 'dispute', '--until', '2026-03-19'],
  ])('is told how hold is used: %s %s %s %s %s', async (...args) => {
    const ran = await kisht('hold', ...args.filter((arg) => arg !== undefined))
    expect([ran.exitCode, ran.out]).toEqual([2, ''])
    expect(ran.err.length).toBeGreaterThan(10)
  })
})
