/** What a message was planned to say and does not, when it is looked at for the last time. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { defaultPolicy as policy } from '../../src/domain/policy.ts'
import { settleClaims } from '../../src/nudges/claims.ts'
import { createChannelPauses } from '../../src/nudges/delivery/channel-pauses.ts'
import { deliverBatch } from '../../src/nudges/delivery/deliver-batch.ts'
import { createInFlight } from '../../src/nudges/delivery/in-flight.ts'
import { recover } from '../../src/nudges/delivery/recover.ts'
import type { Carried } from '../../src/nudges/outbox.ts'
import { recheckMessages } from '../../src/nudges/planning/recheck.ts'
import { tasksToReach } from '../../src/nudges/planning/tasks-to-reach.ts'
import type { Database } from '../../src/storage/engine/database.ts'
import { addClaim, openClaimStore } from '../../src/storage/nudges/claims.ts'
import { lookAtPlansOf } from '../../src/storage/nudges/look-at.ts'
import { openOutboxStore } from '../../src/storage/nudges/outbox-delivery.ts'
import { openRecoveryStore } from '../../src/storage/nudges/outbox-recovery.ts'
import { openRecheckStore } from '../../src/storage/nudges/recheck-store.ts'
import { backOfficeOn, csv, type Files } from '../back-office/back-office.ts'
import { emptyDatabase, engines, freshDatabase } from '../support/databases.ts'
import { linkChats, outboxOf, plannedAt, rethrow } from './planner-base.ts'

/** P1 and P2 of M2 in Moscow, both due on 10 March. */
const project: Files = {
  'members.csv': csv(
    'members.csv',
    'M1,Ana,,,ro,Europe/Moscow,,2025-01-02,2025-01-03,2025-01-04,',
    'M2,Asha,,,en,Europe/Moscow,M1,2025-01-02,2025-01-03,,',
  ),
  'packages.csv': csv('packages.csv', 'K,Classic,2,EUR,200.00,1000.00,2000,2,2025-12-01,'),
  'plans.csv': csv('plans.csv', 'P1,M2,K,EUR,200.00,2000,2026-03-01,,', 'P2,M2,K,EUR,200.00,2000,2026-03-01,,'),
  'installments.csv': csv(
    'installments.csv',
    ...['P1', 'P2'].flatMap((planNo) => [`${planNo},1,2026-03-10,100.00`, `${planNo},2,2026-06-10,100.00`]),
  ),
}

/** Noon in Moscow. */
const noonOn = (date: string) => Temporal.Instant.from(`${date}T09:00:00Z`)

describe.each(engines)('%s', (engine) => {
  let database: Database
  beforeAll(async () => {
    database = await freshDatabase(engine)
  })
  afterAll(() => database.close())
  beforeEach(async () => {
    await emptyDatabase(database)
    const first = noonOn('2026-03-01')
    await backOfficeOn(database).imported(project, { now: first, asOf: first })
    await linkChats(database, ['M2'], '2026-03-01T00:00:00Z')
    await database.prisma.nudgeEvent.deleteMany()
  })

  const planAt = async (now: Temporal.Instant) => {
    await backOfficeOn(database).imported({ 'packages.csv': project['packages.csv'] ?? '' }, { now, asOf: now })
    return plannedAt(database, now)
  }
  const recheckAt = (now: Temporal.Instant) => (ids: readonly number[]) =>
    recheckMessages(openRecheckStore(database, policy.grace.days), policy, ids, now)

  /** The last planned batch, over a platform that says this to every call. Gives what was handed to it. */
  const deliverAt = async (now: Temporal.Instant, carried: Carried) => {
    const handed: string[] = []
    const inFlight = createInFlight(1)
    const { batchId } = await database.prisma.outboxMessage.findFirstOrThrow({ orderBy: { id: 'desc' } })
    const never = new AbortController().signal
    const parts = {
      store: openOutboxStore({ database, worker: 'w', policyVersion: 'test', now: () => now }),
      recheck: recheckAt(now),
      write: ({ topics }: { topics: readonly { topic: { planNo: string | null; step: string } }[] }) => {
        const text = topics.map(({ topic }) => `${topic.planNo} ${topic.step}`).join(', ')
        return { locale: 'en', text, rendered: null }
      },
      channels: new Map([
        [
          'telegram',
          async (_address: unknown, { text }: { text: string }) => {
            handed.push(text)
            return carried
          },
        ],
      ]),
      toReach: tasksToReach,
      pauses: createChannelPauses(),
      pace: async () => {},
      inFlight,
      partSize: 10,
      now: () => now,
      onWait() {},
      onOutcome() {},
      onRefused() {},
      onError: rethrow,
      stop: never,
      stopping: never,
    }
    await deliverBatch(parts, batchId ?? '')
    await inFlight.empty()
    return handed
  }
  const reasons = async (obligation: string) =>
    (await database.prisma.nudgeDecision.findMany({ where: { obligation }, orderBy: { id: 'asc' } })).map(
      ({ step, decision, reason }) => `${step} ${decision} ${reason}`,
    )
  const openTasks = async () => (await database.prisma.task.findMany()).map(({ kind, subject }) => `${kind} ${subject}`)

  const claimP1 = async (now: Temporal.Instant) => {
    const holdUntil = now.add({ hours: 72 })
    const about = { memberNo: 'M2', planNo: 'P1', dueOn: '2026-03-10' } as const
    await database.prisma.$transaction((transaction) => addClaim(transaction, { ...about, claimedAt: now, holdUntil }))
    await lookAtPlansOf(database.prisma, ['M2'], now)
  }

  test('what is held back at the last look is told when that is over, and its reason is kept', async () => {
    const fifteenth = noonOn('2026-03-15')
    await planAt(fifteenth)
    expect(await outboxOf(database)).toEqual(['M2, pending, plan P1 +5, plan P2 +5'])
    await claimP1(fifteenth)
    expect(await deliverAt(fifteenth.add({ minutes: 1 }), { kind: 'sent' })).toEqual(['P2 +5'])
    expect(await reasons('plan P1')).toEqual(['+5 send due', '+5 skip claim_open'])
    const later = noonOn('2026-03-18').add({ minutes: 5 })
    await settleClaims({ store: openClaimStore(database), policy, now: later })
    await planAt(later)
    expect((await outboxOf(database)).at(-1)).toBe('M2, pending, plan P1 +5')
    expect(await deliverAt(later, { kind: 'sent' })).toEqual(['P1 +5'])
  })

  test('what was paid meanwhile, or may have been said by an earlier call, is not said again', async () => {
    const fifteenth = noonOn('2026-03-15')
    await planAt(fifteenth)
    expect(await deliverAt(fifteenth, { kind: 'unknown', why: '502' })).toEqual(['P1 +5, P2 +5'])
    await claimP1(fifteenth)
    expect(await deliverAt(fifteenth.add({ minutes: 5 }), { kind: 'sent' })).toEqual(['P2 +5'])
    expect(await database.prisma.outboxItem.count({ where: { isVoid: true } })).toBe(0)
    const payments = csv('payments.csv', 'A1,installment,M2,P1,,EUR,100.00,2026-03-20,,')
    const twentieth = noonOn('2026-03-20')
    await planAt(twentieth)
    expect((await outboxOf(database)).at(-1)).toBe('M2, pending, plan P1 +10, plan P2 +10')
    await backOfficeOn(database).imported({ 'payments.csv': payments }, { now: twentieth, asOf: twentieth })
    expect(await deliverAt(twentieth, { kind: 'sent' })).toEqual(['P2 +10'])
    expect(await database.prisma.outboxItem.count({ where: { isVoid: true } })).toBe(0)
    expect(await reasons('plan P1')).toContain('+10 skip paid')
  })

  test('a final notice in doubt whose last day has come is for a person to make good', async () => {
    const evening = Temporal.Instant.from('2026-03-28T16:59:00Z')
    await planAt(evening)
    expect(await outboxOf(database)).toEqual(['M2, pending, plan P1 +18, plan P2 +18'])
    await deliverAt(evening, { kind: 'unknown', why: '502' })
    expect(await openTasks()).toEqual([])
    const payments = csv('payments.csv', 'A1,installment,M2,P1,,EUR,100.00,2026-03-28,,')
    const nextDay = noonOn('2026-03-29')
    await backOfficeOn(database).imported({ 'payments.csv': payments }, { now: nextDay, asOf: nextDay })
    expect(await deliverAt(nextDay, { kind: 'sent' })).toEqual([])
    expect((await outboxOf(database)).map((line) => line.slice(0, 11))).toContain('M2, unknown')
    expect(await openTasks()).toEqual(['reach_member P2 2026-03-29'])
  })

  test('so is one whose process ended during its second call, whatever the hour', async () => {
    const evening = Temporal.Instant.from('2026-03-28T16:59:00Z')
    await planAt(evening)
    await database.prisma.outboxMessage.updateMany({ data: { state: 'sending', worker: 'over', attempts: 1 } })
    const night = evening.add({ hours: 3 })
    const run = { database, worker: 'w', policyVersion: 'test', now: () => night }
    const store = openRecoveryStore(run, async () => {})
    await recover({
      // Nothing of it needs a job.
      store: { ...store, queueLost: async () => 0 },
      recheck: recheckAt(night),
      toReach: tasksToReach,
      onError: rethrow,
      onInterrupted() {},
    })
    expect((await openTasks()).toSorted()).toEqual(['reach_member P1 2026-03-29', 'reach_member P2 2026-03-29'])
  })
})
