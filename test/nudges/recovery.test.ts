/** What was left lying by a run that is over, or by a job that is gone, is taken up; what somebody is at is let alone. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createOwnLocks } from '../../src/storage/engine/locks.ts'
import { pauseNudges, resumeNudges } from '../../src/storage/nudges/pause.ts'
import { engines } from '../support/databases.ts'
import { LAST_PAYABLE_ON } from '../support/outbox.ts'
import { type DeliveryBase, patient, startDeliveryBase } from './delivery-base.ts'

describe.each(engines)('what was left lying, on %s', (engine) => {
  let base: DeliveryBase
  beforeEach(async () => {
    base = await startDeliveryBase(engine)
  })
  afterEach(() => base.close())

  const settled = (states: Record<string, number>) => expect.poll(() => base.states(), patient).toEqual(states)

  /** As a process leaves them that is killed during its calls. */
  const leaveInHand = (worker: string, attempts: number, memberNos: string[]) =>
    base.database.prisma.outboxMessage.updateMany({
      where: { memberNo: { in: memberNos } },
      data: { state: 'sending', worker, attempts, stateAt: new Date(base.clock.now().epochMilliseconds) },
    })

  it('of a run that is over: once more, or unknown after the second time, with a task for a final notice', async () => {
    await base.fill({ count: 2 })
    await base.fill({ count: 2, from: 3, step: '+18' })
    await leaveInHand('over', 0, ['M-1', 'M-3'])
    await leaveInHand('over too', 1, ['M-2', 'M-4'])
    await base.start()
    await settled({ sent: 2, unknown: 2 })
    expect(base.calls().toSorted()).toEqual(['plan K-1', 'plan K-3'])
    expect(await base.message(1)).toMatchObject({ attempts: 2, reason: null })
    expect(await base.message(4)).toMatchObject({ state: 'unknown', attempts: 2, reason: 'interrupted' })
    const tasks = await base.database.prisma.task.findMany()
    expect(tasks.map(({ kind, subject }) => [kind, subject])).toEqual([['reach_member', `K-4 ${LAST_PAYABLE_ON}`]])
    expect(base.outcomes.filter((outcome) => outcome === 'unknown')).toHaveLength(4)
  })

  it('of a run that is at work: nothing is taken from it, not even while Telegram takes long', async () => {
    base.api.faults.add({ kind: 'slow', latencyMs: 1_500 })
    await base.fill({ count: 1 })
    await base.start()
    await expect.poll(() => base.calls().length, patient).toBe(1)
    const other = await base.start()
    await other.lookForLost()
    expect(await base.states()).toEqual({ sending: 1 })
    await settled({ sent: 1 })
    expect(base.calls()).toHaveLength(1)
  })

  it('where locks say nothing about others: what is in hand for ten minutes', async () => {
    await base.fill({ count: 1 })
    await leaveInHand('nobody knows', 0, ['M-1'])
    const run = await base.start({ database: { ...base.database, locks: createOwnLocks(false) } })
    expect(await base.states()).toEqual({ sending: 1 })
    base.clock.advance({ minutes: 11 })
    await run.lookForLost()
    await settled({ sent: 1 })
  })

  it('a batch whose process ended while it was at it goes on at the next start, at once', async () => {
    const first = await base.start()
    await first.stop()
    await base.fill({ count: 20 })
    // What the process had begun, as it stands in the queue.
    const batchId = randomUUID()
    await base.database.prisma.outboxMessage.updateMany({ data: { batchId } })
    await base.database.prisma.$executeRaw`
      INSERT INTO pgboss.job (id, name, state, started_on, heartbeat_on, heartbeat_seconds)
      VALUES (${batchId}::uuid, 'nudges', 'active', now(), now(), 20)`
    await base.start()
    await settled({ sent: 20 })
    expect(base.calls()).toHaveLength(20)
  })

  it('messages whose jobs are gone, as after a restore, are queued again; not while it is paused', async () => {
    const first = await base.start()
    await pauseNudges(base.database.prisma, { at: Temporal.Now.instant(), by: 'test' })
    await base.fill({ count: 700, batchSize: 100, queue: first.queue })
    await base.database.prisma.$executeRaw`DELETE FROM pgboss.job WHERE name = 'nudges'`
    await first.lookForLost()
    const jobs = () => base.database.prisma.$queryRaw`SELECT FROM pgboss.job WHERE name = 'nudges'`
    expect(await jobs()).toHaveLength(0)
    await resumeNudges(base.database.prisma)
    await first.lookForLost()
    await settled({ sent: 700 })
    expect(base.calls()).toHaveLength(700)
  })

  it('what was sent is recorded however long the database refuses to, and is not sent again', async () => {
    const { prisma } = base.database
    await prisma.$executeRaw`ALTER TABLE outbox_message ADD CONSTRAINT refused CHECK (state <> 'sent')`
    await base.fill({ count: 2 })
    const run = await base.start()
    await expect.poll(() => base.errors.length, patient).toBeGreaterThan(2)
    await run.lookForLost()
    expect(await base.states()).toEqual({ sending: 2 })
    await prisma.$executeRaw`ALTER TABLE outbox_message DROP CONSTRAINT refused`
    await settled({ sent: 2 })
    expect(base.calls()).toHaveLength(2)
  })
})
