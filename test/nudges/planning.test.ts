/** Planning on real databases: who gets into the outbox, once, and what is kept of everybody else. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { defaultPolicy as policy } from '../../src/domain/policy.ts'
import { planNudges } from '../../src/nudges/planning/plan-nudges.ts'
import type { PlannerStore } from '../../src/nudges/planning/planner-store.ts'
import { recheckMessages } from '../../src/nudges/planning/recheck.ts'
import type { Database } from '../../src/storage/engine/database.ts'
import { forgetOldTexts } from '../../src/storage/nudges/forget-old-texts.ts'
import { lookAtPlansOf } from '../../src/storage/nudges/look-at.ts'
import { openOutboxStore } from '../../src/storage/nudges/outbox-delivery.ts'
import { pauseNudges, resumeNudges } from '../../src/storage/nudges/pause.ts'
import { openPlannerStore } from '../../src/storage/nudges/planner-store.ts'
import { openRecheckStore } from '../../src/storage/nudges/recheck-store.ts'
import { closeTask } from '../../src/storage/tasks/task-changes.ts'
import { backOfficeOn, csv, type Files } from '../back-office/back-office.ts'
import { emptyDatabase, engines, freshDatabase } from '../support/databases.ts'
import { linkChats, outboxOf, plannedAt, jaipurProject as project, rethrow } from './planner-base.ts'

/** Once people have been read, something happens before the next statement. */
function interruptedAfterPeople(prisma: Database['prisma'], happen: () => Promise<void>): Database['prisma'] {
  let hasHappened = false
  const queryRaw = async (...[sql, ...values]: Parameters<Database['prisma']['$queryRaw']>) => {
    const rows = await prisma.$queryRaw(sql, ...values)
    if ('raw' in sql && sql.join('').includes('full_name') && !hasHappened) {
      hasHappened = true
      await happen()
    }
    return rows
  }
  return new Proxy(prisma, { get: (target, name) => (name === '$queryRaw' ? queryRaw : Reflect.get(target, name)) })
}

const imported = Temporal.Instant.from('2026-03-20T00:30:00Z')
/** 09:00 to 11:00 in Jaipur is the time for those who chose none; this is after it. */
const noon = Temporal.Instant.from('2026-03-20T06:30:00Z')

describe.each(engines)('%s', (engine) => {
  let database: Database
  beforeAll(async () => {
    database = await freshDatabase(engine)
  })
  afterAll(() => database.close())
  beforeEach(async () => {
    await emptyDatabase(database)
    await backOfficeOn(database).imported(project, { now: imported, asOf: imported })
    await linkChats(database, ['M2', 'M4'], '2026-03-01T00:00:00Z')
  })

  const store = () => openPlannerStore(database, async () => {})
  const run = (now: Temporal.Instant) => plannedAt(database, now)
  const outbox = () => outboxOf(database)
  const decisions = async () =>
    (await database.prisma.nudgeDecision.findMany({ orderBy: { id: 'asc' } })).map(
      ({ obligation, step, decision, reason }) => `${obligation} ${step} ${decision} ${reason}`,
    )
  const pay = (row: string, now: Temporal.Instant) =>
    backOfficeOn(database).imported({ 'payments.csv': csv('payments.csv', row) }, { now, asOf: now })

  test('several plans of a person are one message; who has no chat is told of by a reason', async () => {
    expect(await run(noon)).toEqual({ ok: true, considered: 3, planned: 2 })
    expect(await outbox()).toEqual([
      'M2, pending, plan P2 +18, plan P1 +10',
      'M4, pending, event M4 verification onboarding_stuck',
    ])
    expect((await decisions()).toSorted()).toEqual([
      'event M4 verification onboarding_stuck send due',
      'plan P1 +10 skip merged',
      'plan P2 +18 send due',
      'plan P3 +10 skip no_channel',
    ])
  })

  test('whoever looks again finds nothing more, and so does the next minute', async () => {
    await run(noon)
    const [messages, kept] = [await outbox(), await decisions()]
    expect(await run(noon)).toEqual({ ok: true, considered: 0, planned: 0 })
    expect(await run(noon.add({ minutes: 1 }))).toEqual({ ok: true, considered: 0, planned: 0 })
    expect([await outbox(), await decisions()]).toEqual([messages, kept])
  })

  test('at night it waits, and their morning brings it', async () => {
    await run(imported)
    expect(await outbox()).toEqual([])
    expect(await decisions()).toContain('plan P2 +18 skip quiet_hours')
    await run(noon)
    expect(await outbox()).toHaveLength(2)
  })

  test('a plan that changes while it is looked at is looked at again, though its time was and is the same', async () => {
    const read = store()
    const interrupted: PlannerStore = {
      ...read,
      async lookAt(memberNos, at) {
        const found = await read.lookAt(memberNos, at)
        if (found.people.length > 0) {
          await pay('A2,installment,M2,P1,,EUR,1.00,2026-03-20,,', noon.add({ milliseconds: 1 }))
        }
        return found
      },
    }
    const lookAt = async (planNo: string) =>
      (await database.prisma.planProjection.findUniqueOrThrow({ where: { planNo } })).nudgeLookAt?.toISOString()
    expect(await lookAt('P1')).toBe('2026-03-19T21:00:00.000Z')
    await planNudges({ store: interrupted, policy, now: () => noon, onError: rethrow })
    expect(await lookAt('P1')).toBe('2026-03-19T21:00:00.000Z')
    expect(await lookAt('P2')).not.toBe('2026-03-19T21:00:00.000Z')
  })

  test('of two planners at once only one plans', async () => {
    const runs = await Promise.all([run(noon), run(noon)])
    expect(runs.filter(({ ok }) => ok).length).toBeGreaterThanOrEqual(1)
    expect(await outbox()).toHaveLength(2)
  })

  test('who links a chat while they are looked at is looked at again', async () => {
    const link = async () => {
      const linkedAt = new Date(noon.epochMilliseconds)
      await database.prisma.chatLink.create({ data: { channel: 'telegram', chatId: 'M3', memberNo: 'M3', linkedAt } })
      await lookAtPlansOf(database.prisma, ['M3'], noon)
    }
    const interrupted = { ...database, prisma: interruptedAfterPeople(database.prisma, link) }
    const planner = openPlannerStore(interrupted, async () => {})
    await planNudges({ store: planner, policy, now: () => noon, onError: rethrow })
    expect(await outbox()).toHaveLength(2)
    await run(noon.add({ minutes: 1 }))
    expect(await outbox()).toContain('M3, pending, plan P3 +10')
  })

  test('paused, nothing is planned, and nothing is lost', async () => {
    await pauseNudges(database.prisma, { at: noon, by: 'test' })
    expect(await run(noon)).toEqual({ ok: false, reason: 'paused' })
    expect(await outbox()).toEqual([])
    await resumeNudges(database.prisma)
    await run(noon.add({ minutes: 5 }))
    expect(await outbox()).toHaveLength(2)
  })

  test('a payment that comes in between silences what was planned; what it added is told later', async () => {
    await run(noon)
    await pay('A2,installment,M2,P2,,EUR,100.00,2026-03-20,,', noon.add({ seconds: 1 }))
    const recheckStore = openRecheckStore(database, policy.grace.days)
    const [first] = await database.prisma.outboxMessage.findMany({ orderBy: { id: 'asc' } })
    const checked = await recheckMessages(recheckStore, policy, [first?.id ?? 0], noon.add({ seconds: 2 }))
    const check = checked.get(first?.id ?? 0)
    expect(
      check?.kind === 'go' && check.message.topics.map(({ topic }) => `${topic.obligation} ${topic.step}`),
    ).toEqual(['plan P1 +10'])
    await pay('A3,installment,M2,P1,,EUR,100.00,2026-03-20,,', noon.add({ seconds: 3 }))
    const again = await recheckMessages(recheckStore, policy, [first?.id ?? 0], noon.add({ seconds: 4 }))
    expect(again.get(first?.id ?? 0)).toMatchObject({ kind: 'cancel', reason: 'paid' })
  })

  test('what waited behind a message that did not go is told at once', async () => {
    await run(noon)
    await pay('A2,installment,M2,P2,,EUR,100.00,2026-03-20,,', noon.add({ seconds: 1 }))
    await pay('A3,installment,M2,P1,,EUR,100.00,2026-03-20,,', noon.add({ seconds: 2 }))
    await run(noon.add({ seconds: 3 }))
    expect(await decisions()).toContain('event A2 payment_received skip cap')
    const { id, batchId } = await database.prisma.outboxMessage.findFirstOrThrow({ where: { memberNo: 'M2' } })
    const at = noon.add({ seconds: 4 })
    const delivery = openOutboxStore({ database, worker: crypto.randomUUID(), policyVersion: 'test', now: () => at })
    await delivery.decide({ id, batchId: batchId ?? '', state: 'cancelled', reason: 'paid' })
    await run(noon.add({ seconds: 5 }))
    expect((await outbox()).at(-1)).toBe('M2, pending, event A2 payment_received, event A3 payment_received')
  })

  test('plans paid in one import are thanked for in one message, and each counts as told', async () => {
    const plans = ['Q1', 'Q2', 'Q3', 'Q4', 'Q5']
    await emptyDatabase(database)
    const files: Files = {
      'members.csv': csv('members.csv', 'M2,Asha,,,hi,Asia/Kolkata,,2026-01-02,2026-01-03,,'),
      'packages.csv': csv('packages.csv', 'K,Classic,2,EUR,600.00,1000.00,2000,6,2025-12-01,'),
      'plans.csv': csv('plans.csv', ...plans.map((planNo) => `${planNo},M2,K,EUR,200.00,600,2026-01-05,,`)),
      'installments.csv': csv(
        'installments.csv',
        ...plans.flatMap((planNo) => [`${planNo},1,2026-05-10,100.00`, `${planNo},2,2026-06-10,100.00`]),
      ),
    }
    await backOfficeOn(database).imported(files, { now: imported, asOf: imported })
    await linkChats(database, ['M2'], '2026-03-01T00:00:00Z')
    await database.prisma.nudgeEvent.deleteMany()
    const rows = plans.map((planNo) => `A-${planNo},installment,M2,${planNo},,EUR,100.00,2026-03-20,,`)
    await backOfficeOn(database).imported({ 'payments.csv': csv('payments.csv', ...rows) }, { now: noon, asOf: noon })
    await run(noon)
    expect(await outbox()).toEqual([
      `M2, pending, ${plans.map((planNo) => `event A-${planNo} payment_received`).join(', ')}`,
    ])
    expect(await database.prisma.nudgeEvent.count({ where: { lookAt: { not: null } } })).toBe(0)
    const { id } = await database.prisma.outboxMessage.findFirstOrThrow()
    const checked = await recheckMessages(openRecheckStore(database, policy.grace.days), policy, [id], noon)
    const check = checked.get(id)
    expect(check?.kind === 'go' && check.message).toMatchObject({
      topics: plans.map((planNo) => ({ topic: { planNo }, params: { amount: '100.00', currency: 'EUR' } })),
      unnamed: 0,
    })
  })

  test('three reminders in seven days, by what is kept of each message', async () => {
    await emptyDatabase(database)
    const files: Files = {
      'members.csv': csv('members.csv', 'M2,Asha,,,hi,Asia/Kolkata,,2026-01-02,2026-01-03,,'),
      'packages.csv': csv('packages.csv', 'K,Classic,2,EUR,600.00,1000.00,2000,6,2025-12-01,'),
      'plans.csv': csv('plans.csv', 'Q1,M2,K,EUR,200.00,600,2026-01-05,,', 'Q2,M2,K,EUR,200.00,600,2026-01-05,,'),
      'installments.csv': csv(
        'installments.csv',
        'Q1,1,2026-04-10,100.00',
        'Q1,2,2026-06-10,100.00',
        'Q2,1,2026-04-11,100.00',
        'Q2,2,2026-06-11,100.00',
      ),
    }
    await backOfficeOn(database).imported(files, { now: imported, asOf: imported })
    await linkChats(database, ['M2'], '2026-03-01T00:00:00Z')
    await database.prisma.nudgeEvent.deleteMany()
    for (const day of ['2026-04-07', '2026-04-08', '2026-04-09', '2026-04-10']) {
      const at = Temporal.Instant.from(`${day}T06:30:00Z`)
      await run(at)
      const stateAt = new Date(at.epochMilliseconds)
      await database.prisma.outboxMessage.updateMany({ where: { state: 'pending' }, data: { state: 'sent', stateAt } })
    }
    expect(await outbox()).toEqual(['M2, sent, plan Q1 -3', 'M2, sent, plan Q2 -3', 'M2, sent, plan Q1 -1'])
    expect(await database.prisma.outboxMessage.count({ where: { isReminder: true, isAskedFor: false } })).toBe(3)
    expect(await decisions()).toEqual(expect.arrayContaining(['plan Q1 0 skip cap', 'plan Q2 -1 skip cap']))
  })

  test('an event is told once, also when the planner is the one that asks again', async () => {
    await run(noon)
    await pay('A2,installment,M2,P2,,EUR,100.00,2026-03-20,,', noon.add({ minutes: 1 }))
    const sentAt = new Date(noon.epochMilliseconds)
    await database.prisma.outboxMessage.updateMany({ data: { state: 'sent', stateAt: sentAt } })
    const nextMorning = noon.add({ hours: 24 })
    await run(nextMorning)
    expect((await outbox()).at(-1)).toBe('M2, pending, event A2 payment_received')
    const last = await database.prisma.outboxMessage.findFirstOrThrow({ orderBy: { id: 'desc' } })
    const checked = await recheckMessages(openRecheckStore(database, policy.grace.days), policy, [last.id], nextMorning)
    const check = checked.get(last.id)
    expect(check?.kind === 'go' && check.message.topics[0]).toMatchObject({
      params: { amount: '100.00', currency: 'EUR', shares_added: 200 },
      plan: { state: { terms: { planNo: 'P2' } } },
    })
    expect(await run(nextMorning.add({ minutes: 5 }))).toMatchObject({ planned: 0 })
  })

  test('what a message spoke of may be spoken of again when it was cancelled', async () => {
    await run(noon)
    await database.prisma.outboxMessage.updateMany({ data: { state: 'cancelled' } })
    await database.prisma.outboxItem.updateMany({ data: { isVoid: true } })
    await database.prisma.planProjection.updateMany({ data: { nudgeLookAt: new Date(noon.epochMilliseconds) } })
    await run(noon.add({ minutes: 1 }))
    expect((await outbox()).filter((line) => line.startsWith('M2, pending'))).toHaveLength(1)
  })

  test('who cannot be written to becomes a task before it is too late, once', async () => {
    await database.prisma.chatLink.updateMany({ data: { unreachableSince: new Date() } })
    await run(noon)
    await run(Temporal.Instant.from('2026-03-25T06:30:00Z'))
    const tasks = await database.prisma.task.findMany({ where: { kind: 'reach_member' }, orderBy: { subject: 'asc' } })
    expect(tasks.map(({ subject, ownerNo }) => `${subject} ${ownerNo}`)).toEqual([
      'P1 2026-03-29 M1',
      'P2 2026-03-21 M1',
      'P3 2026-03-29 M1',
    ])
  })

  test('nobody needs to be reached about what is paid', async () => {
    await database.prisma.chatLink.updateMany({ data: { unreachableSince: new Date() } })
    await run(noon)
    const open = async () =>
      (await database.prisma.task.findMany({ where: { closedAt: null }, orderBy: { subject: 'asc' } })).map(
        ({ kind, subject }) => `${kind} ${subject}`,
      )
    expect(await open()).toEqual(['reach_member P1 2026-03-29', 'reach_member P2 2026-03-21'])
    await pay('A2,installment,M2,P2,,EUR,100.00,2026-03-20,,', noon.add({ minutes: 1 }))
    expect(await open()).toEqual(['reach_member P1 2026-03-29'])
  })

  test('texts are forgotten when their time of keeping ends, and that something was said is not', async () => {
    await run(noon)
    await database.prisma.outboxMessage.updateMany({
      data: { state: 'sent', text: 'words', stateAt: new Date(noon.epochMilliseconds) },
    })
    await forgetOldTexts(database, 10, noon.add({ hours: 240 }))
    expect(await database.prisma.outboxMessage.count({ where: { text: 'words' } })).toBe(2)
    await forgetOldTexts(database, 10, noon.add({ hours: 241 }))
    expect(await database.prisma.outboxMessage.count({ where: { text: null, state: 'sent' } })).toBe(2)
  })

  test('the past of a project is brought in without a word to anybody', async () => {
    await emptyDatabase(database)
    const { 'payments.csv': payments = '', ...rest } = project
    const later = Temporal.Instant.from('2026-08-01T06:30:00Z')
    await backOfficeOn(database).imported(rest, { now: later })
    await backOfficeOn(database).imported({ 'payments.csv': payments }, { now: later.add({ seconds: 1 }) })
    expect(await database.prisma.nudgeEvent.count()).toBe(0)
    expect(await database.prisma.planProjection.count({ where: { nudgeLookAt: { not: null } } })).toBe(0)
  })

  test('one run plans for everybody whose time has come, also where they have several plans', async () => {
    await emptyDatabase(database)
    const numbers = Array.from({ length: 260 }, (_, n) => 100 + n)
    const twoEach = (line: (n: number, planNo: string) => string[]) =>
      numbers.flatMap((n) => ['A', 'B'].flatMap((plan) => line(n, `${plan}${n}`)))
    const files: Files = {
      'members.csv': csv(
        'members.csv',
        ...numbers.map((n) => `N${n},Name,,,de,Europe/Moscow,,2026-01-02,2026-01-03,,`),
      ),
      'packages.csv': project['packages.csv'] ?? '',
      'plans.csv': csv('plans.csv', ...twoEach((n, planNo) => [`${planNo},N${n},K,EUR,100.00,1000,2026-03-01,,`])),
      'installments.csv': csv('installments.csv', ...twoEach((_, planNo) => [`${planNo},1,2026-03-19,100.00`])),
    }
    await backOfficeOn(database).imported(files, { now: imported, asOf: imported })
    await linkChats(
      database,
      numbers.map((n) => `N${n}`),
      '2026-03-01T00:00:00Z',
    )
    await database.prisma.nudgeEvent.deleteMany()
    const afternoon = noon.add({ hours: 4 })
    expect(await run(afternoon)).toEqual({ ok: true, considered: 260, planned: 260 })
    expect(await run(afternoon.add({ minutes: 1 }))).toEqual({ ok: true, considered: 0, planned: 0 })
  })

  test('who was reached by a person is no task again for the same plan and date, however often they are looked at', async () => {
    await database.prisma.chatLink.updateMany({ data: { unreachableSince: new Date() } })
    await run(noon)
    const opened = await database.prisma.task.findMany({ where: { kind: 'reach_member' } })
    for (const { id } of opened) await closeTask(database.prisma, { role: 'support' }, id, 'reached', noon)
    await lookAtPlansOf(database.prisma, ['M2'], noon)
    await run(noon.add({ hours: 1 }))
    await run(noon.add({ hours: 24 }))
    expect(await database.prisma.task.count({ where: { kind: 'reach_member', planNo: { in: ['P1', 'P2'] } } })).toBe(2)
  })
})
