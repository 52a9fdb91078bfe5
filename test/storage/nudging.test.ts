/** The pause, holds, what health looks at and what the summary counts, on both engines. */
import { Registry } from 'prom-client'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { observe } from '../../src/composition/health.ts'
import { addDays, dateAt, type PlainDateIso } from '../../src/domain/calendar.ts'
import { defaultPolicy } from '../../src/domain/policy.ts'
import { dueSummary } from '../../src/nudges/day-summary.ts'
import type { Database } from '../../src/storage/engine/database.ts'
import { endHold, endPastHolds, holdMember, listHolds, loadHeld } from '../../src/storage/nudges/holds.ts'
import { pauseNudges, readPause, resumeNudges } from '../../src/storage/nudges/pause.ts'
import { readPlannerRun, savePlannerRun } from '../../src/storage/nudges/planner-run.ts'
import { claimSummary, loadDaySummary } from '../../src/storage/nudges/summary.ts'
import { closeTasks, openTasks } from '../../src/storage/tasks/task-store.ts'
import { emptyDatabase, engines, freshDatabase } from '../support/databases.ts'

/** 20 March 2026, 09:30 in Moscow. */
const now = Temporal.Instant.from('2026-03-20T06:30:00Z')
const today = dateAt(now, defaultPolicy.contractZone)
const by = 'support:operator'
const column = (instant: Temporal.Instant) => new Date(instant.epochMilliseconds)

describe.each(engines)('sending, on %s', (engine) => {
  let database: Database
  beforeAll(async () => {
    database = await freshDatabase(engine)
  })
  beforeEach(() => emptyDatabase(database))
  afterAll(() => database.close())

  const message = (state: string, sendAt = now, more: { step?: string; stateAt?: Temporal.Instant } = {}) =>
    database.prisma.outboxMessage.create({
      data: {
        memberNo: 'M-1',
        state,
        createdAt: column(sendAt),
        sendAt: column(sendAt),
        readyAt: column(sendAt),
        stateAt: column(more.stateAt ?? sendAt),
        isReminder: true,
        isAskedFor: false,
        policyVersion: 'test',
        ...(more.step !== undefined && {
          items: {
            create: [
              { step: more.step, place: 0 },
              { step: 'mentioned', place: 1 },
            ].map((item) => ({
              ...item,
              memberNo: 'M-1',
              obligation: `plan ${Math.random()}`,
              dueOn: new Date('2026-03-10'),
              params: {},
            })),
          },
        }),
      },
    })

  /** K-1 and K-3 of M-1, K-2 of M-2. */
  const addPlans = async () => {
    const { prisma } = database
    await prisma.member.createMany({ data: ['M-1', 'M-2'].map((memberNo) => ({ memberNo, fullName: memberNo })) })
    await prisma.package.create({
      data: {
        packageCode: 'P',
        name: 'P',
        stage: '1',
        currency: 'EUR',
        priceMinor: 1n,
        nominalMinor: 1n,
        shares: 1n,
        installments: 1,
        availableFrom: new Date('2026-01-01'),
      },
    })
    for (const [planNo, memberNo] of Object.entries({ 'K-1': 'M-1', 'K-2': 'M-2', 'K-3': 'M-1' })) {
      await prisma.plan.create({
        data: {
          planNo,
          memberNo,
          packageCode: 'P',
          currency: 'EUR',
          totalMinor: 1n,
          shares: 1n,
          termsAcceptedOn: new Date('2026-01-01'),
          projection: {
            create: {
              asOf: column(now),
              policyVersion: 'test',
              state: 'active',
              paidMinor: 0n,
              arrearsMinor: 0n,
              sharesCredited: 0n,
              bonusSecured: 0n,
            },
          },
        },
      })
    }
  }

  describe('the pause', () => {
    test('begins once, is read, and ends once', async () => {
      const { prisma } = database
      expect(await readPause(prisma)).toBeUndefined()
      expect(await pauseNudges(prisma, { at: now, by })).toMatchObject({ by, isNew: true })
      const again = await pauseNudges(prisma, { at: now.add({ hours: 1 }), by: 'support:another' })
      expect([again.at.toString(), again.by, again.isNew]).toEqual([now.toString(), by, false])
      expect((await readPause(prisma))?.at.toString()).toBe(now.toString())
      expect((await resumeNudges(prisma))?.at.toString()).toBe(now.toString())
      expect(await resumeNudges(prisma)).toBeUndefined()
      expect(await readPause(prisma)).toBeUndefined()
    })
  })

  describe('a hold', () => {
    const hold = (untilOn: PlainDateIso | null, memberNo = 'M-1', reason: 'bereavement' | 'dispute' = 'dispute') =>
      holdMember(database.prisma, { memberNo, reason, untilOn, setBy: by }, now, today)
    const held = async (on: PlainDateIso) => [...(await loadHeld(database.prisma, ['M-1', 'M-2', 'M-9'], on))]
    const lookAts = async () => {
      const rows = await database.prisma.planProjection.findMany({ orderBy: { planNo: 'asc' } })
      return rows.map(({ planNo, nudgeLookAt }) => [planNo, nudgeLookAt?.toISOString() ?? null])
    }

    beforeEach(addPlans)

    test('lasts through the last date of silence, and no longer', async () => {
      const last = addDays(today, 5)
      expect(await hold(last)).toBe(true)
      expect(await held(today)).toEqual(['M-1'])
      expect(await held(last)).toEqual(['M-1'])
      expect(await held(addDays(last, 1))).toEqual([])
      expect(await listHolds(database.prisma, last)).toMatchObject([
        { memberNo: 'M-1', memberName: 'M-1', reason: 'dispute', untilOn: last, setBy: by },
      ])
      expect(await listHolds(database.prisma, addDays(last, 1))).toEqual([])
    })

    test('without a last date lasts until it is ended; then the plans of this member are looked at', async () => {
      await hold(null)
      expect(await held('9999-12-31')).toEqual(['M-1'])
      expect(await endHold(database.prisma, 'M-1', now, today)).toBe('ended')
      expect(await held(today)).toEqual([])
      const at = new Date(now.epochMilliseconds).toISOString()
      expect(await lookAts()).toEqual([
        ['K-1', at],
        ['K-2', null],
        ['K-3', at],
      ])
      expect(await endHold(database.prisma, 'M-1', now, today)).toBe('not_held')
      expect(await endHold(database.prisma, 'M-9', now, today)).toBe('no_member')
    })

    test('that is set anew keeps its beginning; for nobody it is refused', async () => {
      await hold(null)
      const later = now.add({ hours: 24 })
      const changed = { memberNo: 'M-1', reason: 'bereavement', untilOn: addDays(today, 9), setBy: by } as const
      await holdMember(database.prisma, changed, later, addDays(today, 1))
      const [listed] = await listHolds(database.prisma, today)
      expect([listed?.reason, listed?.since.toString()]).toEqual(['bereavement', now.toString()])
      expect(await hold(null, 'M-9')).toBe(false)
      expect(await held(today)).toEqual(['M-1'])
    })

    test('whose last date has passed is forgotten, and the plans are looked at; set again it begins again', async () => {
      await hold(today)
      await hold(null, 'M-2')
      expect(await endPastHolds(database.prisma, now, today)).toBe(0)
      const tomorrow = addDays(today, 1)
      const later = now.add({ hours: 24 })
      await holdMember(database.prisma, { memberNo: 'M-1', reason: 'dispute', untilOn: today, setBy: by }, now, today)
      expect(await endHold(database.prisma, 'M-1', later, tomorrow)).toBe('not_held')
      await hold(today)
      expect(await endPastHolds(database.prisma, later, tomorrow)).toBe(1)
      expect(await held(tomorrow)).toEqual(['M-2'])
      expect((await lookAts()).map(([, at]) => at)).toEqual([expect.any(String), null, expect.any(String)])
    })
  })

  describe('health', () => {
    const observed = (areNudgesOn: boolean) => {
      const clock = { now }
      const metrics = new Registry()
      const parts = { database, metrics, areNudgesOn, now: () => clock.now }
      const { health, meter } = observe(parts as unknown as Parameters<typeof observe>[0])
      const metric = async (name: string) => {
        const line = (await metrics.metrics()).split('\n').find((text) => text.startsWith(`${name} `))
        return line?.split(' ').at(-1)
      }
      return { health, meter, metric, advance: (minutes: number) => (clock.now = clock.now.add({ minutes })) }
    }

    test('is red when the planner is silent, green when it looked, nudges are paused, or off', async () => {
      const { health, advance, metric } = observed(true)
      expect(await health()).toMatchObject({ ok: true, nudges: { on: true, paused: false, planner_last_run: null } })
      expect(await metric('kisht_nudges_planner_last_run_timestamp_seconds')).toBe('0')
      const later = advance(4)
      expect(await health()).toMatchObject({ ok: false, database: engine })
      await savePlannerRun(database.prisma, { at: later, considered: 3, planned: 1 })
      const { at, ...counted } = (await readPlannerRun(database.prisma)) ?? {}
      expect([at?.toString(), counted]).toEqual([later.toString(), { considered: 3, planned: 1 }])
      expect(await health()).toMatchObject({ ok: true, nudges: { planner_last_run: later.toString() } })
      expect(await metric('kisht_nudges_planner_last_run_timestamp_seconds')).toBe(
        String(later.epochMilliseconds / 1000),
      )
      advance(4)
      expect(await health()).toMatchObject({ ok: false })
      await pauseNudges(database.prisma, { at: now, by })
      expect(await health()).toMatchObject({ ok: true, nudges: { on: true, paused: true } })
      const off = observed(false)
      off.advance(60)
      expect(await off.health()).toMatchObject({ ok: true, nudges: { on: false } })
    })

    test('is red when a message has waited too long that may be sent; one whose time is to come may wait', async () => {
      const { health, advance, metric } = observed(true)
      await message('pending', now)
      await message('pending', now.add({ hours: 5 }))
      await message('unknown', now.subtract({ hours: 5 }))
      await savePlannerRun(database.prisma, { at: advance(15), considered: 0, planned: 0 })
      expect(await health()).toMatchObject({ ok: true, nudges: { oldest_pending_seconds: 900, unknown: 1 } })
      expect(await metric('kisht_nudges_oldest_pending_seconds')).toBe('900')
      expect(await metric('kisht_nudges_pending')).toBe('2')
      expect(await metric('kisht_nudges_unknown')).toBe('1')
      await savePlannerRun(database.prisma, { at: advance(1), considered: 0, planned: 0 })
      expect(await health()).toMatchObject({ ok: false, nudges: { oldest_pending_seconds: 960 } })
    })

    test('counts outcomes and decisions', async () => {
      const { meter, metric } = observed(true)
      meter.countOutcome('sent')
      meter.countOutcome('sent', 2)
      meter.countDecision('skip', 'cap')
      expect(await metric('kisht_nudges_outcomes_total{outcome="sent"}')).toBe('3')
      expect(await metric('kisht_nudges_decisions_total{decision="skip",reason="cap"}')).toBe('1')
    })
  })

  describe('the summary', () => {
    const due = dueSummary(now, defaultPolicy)
    if (!due) throw new Error('its hour has come')
    const first = due.fromAt
    const last = due.toAt.subtract({ milliseconds: 1 })
    const outside = [first.subtract({ milliseconds: 1 }), due.toAt]

    test('is claimed once for a date, by one of those who try', async () => {
      const tries = await Promise.all([1, 2, 3].map(() => claimSummary(database.prisma, due)))
      expect(tries.filter((isMine) => isMine)).toHaveLength(1)
      expect(await claimSummary(database.prisma, { on: addDays(due.on, 1) })).toBe(true)
      expect(await claimSummary(database.prisma, due)).toBe(false)
    })

    test('counts the day before, in the contract zone, and nothing else', async () => {
      const { prisma } = database
      for (const stateAt of [first, last, ...outside]) {
        await message('sent', now, { step: '+18', stateAt })
        await message('failed', now, { stateAt })
      }
      await message('sent', now, { step: 'part_paid', stateAt: last })
      await message('unknown', now, { stateAt: last })
      await message('cancelled', now, { stateAt: last })
      await prisma.nudgeDecision.createMany({
        data: [first, last, ...outside].map((at, place) => ({
          memberNo: `M-${place}`,
          obligation: 'plan K',
          step: '0',
          dueOn: new Date('2026-03-19'),
          decision: at === last ? 'send' : 'skip',
          reason: at === last ? 'due' : 'cap',
          decidedAt: column(at),
          policyVersion: 'test',
        })),
      })
      await addPlans()
      await prisma.planEvent.createMany({
        data: [
          { planNo: 'K-1', kind: 'cancelled', recordedAt: column(first) },
          { planNo: 'K-2', kind: 'cancelled', recordedAt: column(last) },
          { planNo: 'K-1', kind: 'restored', recordedAt: column(last) },
          { planNo: 'K-3', kind: 'notice_delivered', recordedAt: column(last) },
          ...outside.map((at) => ({ planNo: 'K-3', kind: 'cancelled', recordedAt: column(at) })),
        ].map((event) => ({ ...event, policyVersion: 'test', details: {} })),
      })
      const task = { memberNo: null, planNo: null, details: {} }
      await openTasks(prisma, [{ ...task, kind: 'cancellation_ceiling', subject: 'today' }], due.toAt)
      await openTasks(prisma, [{ ...task, kind: 'parked_payment', subject: 'T-1' }], first)
      await openTasks(prisma, [{ ...task, kind: 'parked_payment', subject: 'T-2' }], last)
      await closeTasks(prisma, [{ kind: 'parked_payment', subject: 'T-1' }], 'done', last)
      await prisma.importRun.createMany({
        data: [
          { recordedAt: column(first), asOf: column(first), report: {} },
          { recordedAt: column(last), asOf: null, report: {} },
          { recordedAt: column(last), asOf: column(last), report: {}, progress: { left: [] } },
        ],
      })
      await pauseNudges(prisma, { at: now, by })
      const { paymentsCompleteTo, pausedSince, ...summary } = await loadDaySummary(prisma, due)
      expect([paymentsCompleteTo, pausedSince].map(String)).toEqual([first, now].map(String))
      expect(summary).toEqual({
        sent: [
          { step: '+18', messages: 2 },
          { step: 'part_paid', messages: 1 },
        ],
        skipped: [{ reason: 'cap', decisions: 1 }],
        unknown: 1,
        failed: 2,
        cancelledMessages: 1,
        plansCancelled: 2,
        plansRestored: 1,
        needsConfirmation: true,
        tasks: { opened: 2, closed: 1, open: 2 },
      })
    })
  })
})

test('health answers soon where the database does not', async () => {
  const never = new Promise<never>(() => {})
  const silent = { setting: { findUnique: () => never }, $queryRaw: () => never }
  const parts = { database: { prisma: silent, engine: 'pglite' }, metrics: new Registry(), areNudgesOn: true }
  const { health } = observe({ ...parts, now: () => now } as unknown as Parameters<typeof observe>[0])
  const began = performance.now()
  expect(await health()).toEqual({
    ok: false,
    database: 'pglite',
    nudges: { on: true, paused: null, planner_last_run: null, oldest_pending_seconds: null, unknown: null },
  })
  expect(performance.now() - began).toBeLessThan(5_000)
  expect(await parts.metrics.metrics()).toContain('kisht_nudges_pending Nan')
})
