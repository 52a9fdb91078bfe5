/**
 * The process that delivers is killed again and again, at any moment: no message is lost, and none is sent twice but those
 * that were under way at a kill.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { expect, test } from 'vitest'
import type { Database } from '../../src/storage/engine/database.ts'
import { openEmbedded } from '../../src/storage/engine/open-embedded.ts'
import { openPostgres } from '../../src/storage/engine/open-postgres.ts'
import { startBotApi } from '../support/bot-api/start-bot-api.ts'
import { engines, freshDataDir, freshPostgresUrl } from '../support/databases.ts'
import { compilingOnce } from '../support/kisht-process.ts'
import { fillOutbox } from '../support/outbox.ts'

const isLong = process.env.LONG === 'on'
const kills = isLong ? 200 : 10
const messages = 120 * kills
const script = fileURLToPath(new URL('../support/deliver-outbox.ts', import.meta.url))
const compileCache = fileURLToPath(new URL('../../node_modules/.cache/kisht', import.meta.url))
const MOST_UNDER_WAY = 50

test.each(engines)('%s', { timeout: isLong ? 3_600_000 : 240_000 }, async (engine) => {
  const api = await startBotApi({ token: '42:TEST', admitsAnyChat: true, latencyMs: 20 })
  const prepared = await prepare(engine)
  const random = xoroshiro128plus(engine.length)
  const run = (perSecond: number) =>
    spawn(process.execPath, [...compilingOnce, script, api.url, String(perSecond)], {
      // What was compiled once is not compiled again.
      env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: compileCache, ...prepared.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })

  for (let kill = 0; kill < kills; kill++) {
    const child = run(300)
    await saying(child, 'ready')
    await wait(uniformInt(random, 0, 600))
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  const last = run(1_000)
  await saying(last, 'done')

  const database = await prepared.open()
  const rows = await database.prisma.outboxMessage.findMany({ select: { memberNo: true, state: true, attempts: true } })
  await database.close()
  const arrived = Map.groupBy(
    api.callsOf('sendMessage'),
    ({ payload }) => /^plan K-(\d+)/.exec(String(payload.text))?.[1],
  )
  const sent = rows.filter(({ state }) => state === 'sent')
  const lost = rows.filter(({ memberNo, state }) => !arrived.has(memberNo.slice(2)) && state !== 'unknown')
  const duplicates = [...arrived.values()].reduce((sum, calls) => sum + calls.length - 1, 0)
  const underWay = rows.reduce((sum, { attempts }) => sum + attempts, 0) - sent.length
  // biome-ignore lint/suspicious/noConsole: what the kills came to is worth a line.
  console.info(
    `${engine}: ${kills} kills, ${rows.length} messages, ${underWay} under way at the kills; ` +
      `${sent.length} sent, ${rows.length - sent.length} unknown, ${lost.length} lost, ${duplicates} sent twice`,
  )
  expect(rows).toHaveLength(messages)
  expect(lost).toEqual([])
  expect(rows.filter(({ state }) => state !== 'sent' && state !== 'unknown')).toEqual([])
  expect(duplicates).toBeLessThanOrEqual(underWay)
  expect(underWay).toBeGreaterThan(0)
  expect(underWay).toBeLessThanOrEqual(kills * MOST_UNDER_WAY)
  await api.close()
  await prepared.remove()
})

interface Prepared {
  environment: Record<string, string>
  open(): Promise<Database>
  remove(): Promise<void>
}

async function prepare(engine: Database['engine']): Promise<Prepared> {
  const prepared = engine === 'postgresql' ? await preparePostgres() : prepareEmbedded()
  const database = await prepared.open()
  await fillOutbox(database, { count: messages, now: Temporal.Now.instant() })
  await database.close()
  return prepared
}

async function preparePostgres(): Promise<Prepared> {
  const { url, remove } = await freshPostgresUrl()
  return { environment: { DATABASE_URL: url }, open: () => openPostgres(url), remove }
}

function prepareEmbedded(): Prepared {
  const { dataDir, remove } = freshDataDir()
  const open = async () => {
    const opened = await openEmbedded(dataDir)
    if (!opened.ok) throw new Error(`${dataDir} is in use`)
    return opened.database
  }
  return { environment: { DATA_DIR: dataDir }, open, remove: async () => remove() }
}

/** Resolves with the line; fails with what else it wrote. */
function saying(child: ChildProcess, line: string): Promise<void> {
  const written = { out: '', err: '' }
  return new Promise((resolve, reject) => {
    child.stderr?.on('data', (data) => {
      written.err += data
    })
    child.stdout?.on('data', (data) => {
      written.out += data
      if (written.out.split('\n').includes(line)) resolve()
    })
    child.once('exit', (code) => reject(new Error(`ended with ${code}\n${written.out}${written.err}`)))
  })
}
