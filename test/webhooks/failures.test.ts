/** A receiver that is away, slow, broken or unwilling: tried again, in order, and listed when given up. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listDead } from '../../src/storage/webhooks/webhook-store.ts'
import { engines } from '../support/databases.ts'
import { optedOut, patient, startTold, type Told, toldOf } from './back-office-told.ts'

describe.each(engines)('failing receivers, on %s', (engine) => {
  let told: Told
  beforeEach(async () => {
    told = await startTold(engine)
  })
  afterEach(() => told.close())

  it('are tried again with the same bytes under a new signature, and the later ones wait', async () => {
    told.receiver.next = [500, 503]
    await told.add(optedOut(1))
    await told.add(optedOut(2))
    await expect.poll(() => told.states(), patient).toEqual({ delivered: 2 })
    expect(toldOf(told.receiver)).toEqual(['M-1', 'M-1', 'M-1', 'M-2'])
    const [first, second, third] = told.receiver.received
    expect(new Set([first, second, third].map((request) => `${request?.deliveryId} ${request?.body}`)).size).toBe(1)
    expect(await told.metric('kisht_webhook_events_failed_total')).toBe(2)
    const event = await told.database.prisma.webhookEvent.findFirstOrThrow({ orderBy: { id: 'asc' } })
    expect(event).toMatchObject({ attempts: 3, refusals: 0, lastError: null })
  })

  it('that say nothing, or cannot be reached, are given up after the last attempt and nothing is forgotten', async () => {
    await told.close()
    told = await startTold(engine, 500)
    told.receiver.usual = 'silence'
    await told.add(optedOut(1), optedOut(2))
    await expect.poll(() => told.states(), patient).toEqual({ dead: 2 })
    await told.receiver.close()
    await told.add(optedOut(3))
    await expect.poll(() => told.states(), patient).toEqual({ dead: 3 })
    const [first, second, third] = await listDead(told.database.prisma, { limit: 10 })
    expect(first).toMatchObject({ attempts: 4, lastError: 'no answer within 500 ms', fields: { member_no: 'M-1' } })
    expect(third?.lastError).toBe('not reached: ECONNREFUSED')
    expect(second?.deliveryId).toBe(first?.deliveryId)
    expect(told.dead).toEqual([
      { deliveryId: first?.deliveryId, count: 2 },
      { deliveryId: third?.deliveryId, count: 1 },
    ])
    expect(await told.metric('kisht_webhook_events_dead_total')).toBe(3)
    expect(await listDead(told.database.prisma, { after: first?.id ?? 0, limit: 1 })).toMatchObject([
      { id: second?.id },
    ])
  })

  it('that refuse are tried fewer times; a redirect is a refusal and is not followed', async () => {
    told.receiver.next = [{ status: 307, location: told.receiver.url }, 410]
    await told.add(optedOut(1))
    await expect.poll(() => told.states(), patient).toEqual({ dead: 1 })
    expect(told.receiver.received).toHaveLength(2)
    told.receiver.next = [429, 408, 425]
    await told.add(optedOut(2))
    await expect.poll(() => told.states(), patient).toEqual({ dead: 1, delivered: 1 })
  })

  it('get what was given up when a person says so: some of it, or all', async () => {
    told.receiver.next = [404, 404]
    await told.add(optedOut(1), optedOut(2), optedOut(3))
    await expect.poll(() => told.states(), patient).toEqual({ dead: 3 })
    const [, second] = await listDead(told.database.prisma, { limit: 10 })
    told.receiver.received.length = 0
    const retry = (ids: readonly number[] | 'all') =>
      told.database.prisma.$transaction((transaction) => told.webhooks.retryDead(transaction, ids))
    expect(await retry([second?.id ?? 0, 999_999])).toBe(1)
    await expect.poll(() => told.states(), patient).toEqual({ dead: 2, delivered: 1 })
    expect(await retry('all')).toBe(2)
    await expect.poll(() => told.states(), patient).toEqual({ delivered: 3 })
    expect(toldOf(told.receiver)).toEqual(['M-2', 'M-1', 'M-3'])
  })
})
