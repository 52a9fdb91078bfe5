/** Our table is the truth: events that no job carries are found and sent. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openWebhookStore } from '../../src/storage/webhooks/webhook-store.ts'
import { engines } from '../support/databases.ts'
import { optedOut, patient, startTold, type Told, toldOf } from './back-office-told.ts'

describe.each(engines)('events without a job, on %s', (engine) => {
  let told: Told
  beforeEach(async () => {
    told = await startTold(engine)
  })
  afterEach(() => told.close())

  it('from a command’s own process, which queues nothing, go out', async () => {
    await told.database.prisma.$transaction((transaction) =>
      openWebhookStore().addWebhookEvents(transaction, [optedOut(1), optedOut(2)], told.clock.now()),
    )
    await told.webhooks.lookForLost()
    await expect.poll(() => told.states(), patient).toEqual({ delivered: 2 })
    expect(told.receiver.received).toHaveLength(1)
  })

  it('whose jobs are gone, as after a restore, go out at the next start under the same delivery', async () => {
    const { prisma } = told.database
    told.receiver.next = [500]
    await told.webhooks.stop()
    await told.add(optedOut(1))
    await told.add(optedOut(2))
    const before = await prisma.webhookEvent.findMany({ orderBy: { id: 'asc' } })
    await prisma.$executeRaw`DELETE FROM pgboss.job WHERE name = 'webhook'`
    told.clock.advance({ minutes: 2 })
    await told.restart()
    await expect.poll(() => told.states(), patient).toEqual({ delivered: 2 })
    expect(toldOf(told.receiver)).toEqual(['M-1', 'M-1', 'M-2'])
    expect(told.receiver.received.map(({ deliveryId }) => deliveryId)).toEqual(
      [0, 0, 1].map((index) => before[index]?.deliveryId),
    )
  })

  it('are not sent twice when they are looked for while their job is there', async () => {
    told.receiver.next = ['silence']
    await told.add(optedOut(1))
    told.clock.advance({ minutes: 2 })
    await expect.poll(() => told.receiver.silenced(), patient).toBe(1)
    await told.webhooks.lookForLost()
    told.receiver.release()
    await expect.poll(() => told.states(), patient).toEqual({ delivered: 1 })
    told.clock.advance({ minutes: 2 })
    await told.webhooks.lookForLost()
    await told.add(optedOut(2))
    await expect.poll(() => told.states(), patient).toEqual({ delivered: 2 })
    expect(toldOf(told.receiver)).toEqual(['M-1', 'M-2'])
  })

  it('are left pending when it is stopped during an attempt, which does not count', async () => {
    told.receiver.usual = 'silence'
    await told.add(optedOut(1))
    await expect.poll(() => told.receiver.silenced(), patient).toBe(1)
    told.receiver.usual = 200
    await told.restart()
    await expect.poll(() => told.states(), patient).toEqual({ delivered: 1 })
    expect(await told.database.prisma.webhookEvent.findFirst()).toMatchObject({ attempts: 1 })
  })
})
