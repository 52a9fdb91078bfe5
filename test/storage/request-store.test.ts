/** Requests that may come again: carried out once at a time, answered the same, forgotten after seven days. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RequestStore } from '../../src/back-office/importing/request-store.ts'
import { forgetRequests, openRequestStore } from '../../src/storage/back-office/request-store.ts'
import type { Database } from '../../src/storage/engine/database.ts'
import { createSessionLocks } from '../../src/storage/engine/locks.ts'
import { openPostgres } from '../../src/storage/engine/open-postgres.ts'
import { cutLockConnections, engines, freshDatabase, freshPostgresUrl } from '../support/databases.ts'

const now = Temporal.Instant.from('2026-03-10T09:00:00Z')
const answer = { status: 200, body: '{"ok": "ä"}' }

describe.each(engines)('on %s', (engine) => {
  let database: Database
  let store: RequestStore

  beforeAll(async () => {
    database = await freshDatabase(engine)
    store = openRequestStore(database)
  })
  afterAll(() => database.close())

  const name = (idempotencyKey: string) => ({ keyName: 'office', idempotencyKey })
  const begun = async (key: string, hash = 'h', at = now) => {
    const request = await store.begin(name(key), hash, at)
    if (request.state !== 'ours') throw new Error(`${key} is ${request.state}`)
    return request
  }

  test('one at a time; then its answer, and no other request', async () => {
    const request = await begun('A')
    expect(await store.begin(name('A'), 'h', now)).toEqual({ state: 'in_progress' })
    expect(await store.begin(name('A'), 'other', now)).toEqual({ state: 'reused' })
    expect(await store.keep(name('A'), answer)).toEqual(answer)
    await request.end()
    expect(await store.begin(name('A'), 'h', now)).toEqual({ state: 'answered', answer })
    expect(await store.begin(name('A'), 'other', now)).toEqual({ state: 'reused' })
    expect(await store.begin({ keyName: 'books', idempotencyKey: 'A' }, 'other', now)).toMatchObject({ state: 'ours' })
  })

  test('the first answer stays', async () => {
    const request = await begun('B')
    await store.keep(name('B'), answer)
    expect(await store.keep(name('B'), { status: 422, body: '' })).toEqual(answer)
    await request.end()
  })

  test('left without an answer: carried out again', async () => {
    await (await begun('C')).end()
    await (await begun('C')).end()
    expect(await store.begin(name('C'), 'other', now)).toEqual({ state: 'reused' })
  })

  test('forgotten after seven days', async () => {
    const old = await begun('D')
    await store.keep(name('D'), answer)
    await old.end()
    expect(await store.begin(name('D'), 'h', now.add({ hours: 7 * 24 }))).toEqual({ state: 'answered', answer })
    const later = now.add({ hours: 7 * 24, seconds: 1 })
    await (await begun('D', 'other', later)).end()
    await forgetRequests(database, later)
    expect(await database.prisma.apiRequest.findMany({ select: { idempotencyKey: true } })).toEqual([
      { idempotencyKey: 'D' },
    ])
  })
})

describe('several processes on one PostgreSQL', () => {
  test('know of each other, and when one is gone', async () => {
    const { url, remove } = await freshPostgresUrl()
    const [first, second] = await Promise.all([openPostgres(url), openPostgres(url)])
    const name = { keyName: 'office', idempotencyKey: 'X' }
    expect(await openRequestStore(first).begin(name, 'h', now)).toMatchObject({ state: 'ours' })
    expect(await openRequestStore(second).begin(name, 'h', now)).toEqual({ state: 'in_progress' })
    await first.locks.close()
    const again = async () => (await openRequestStore(second).begin(name, 'h', now)).state
    await expect.poll(again, { timeout: 5_000 }).toBe('ours')
    await first.close()
    await second.close()
    await remove()
  })

  test('a lock is asked for again after its connection broke', async () => {
    const { url, remove } = await freshPostgresUrl()
    const beside = await openPostgres(url)
    const locks = createSessionLocks(url)
    const first = await locks.take('a')
    expect(first?.isHeld()).toBe(true)
    await cutLockConnections(beside)
    await expect.poll(() => first?.isHeld(), { timeout: 5_000 }).toBe(false)
    await expect.poll(() => locks.take('b').catch(() => undefined), { timeout: 5_000 }).toBeDefined()
    await locks.close()
    await beside.close()
    await remove()
  })
})
