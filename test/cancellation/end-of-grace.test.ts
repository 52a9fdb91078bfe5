/**
 * The job that cancels plans at the end of their grace: each condition by itself, what a person says and does about it,
 * and money that comes while it is at work or afterwards. (DOMAIN section 4.)
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CancellationStore } from '../../src/cancellation/cancellation-store.ts'
import { defaultPolicy } from '../../src/domain/policy.ts'
import type { Database } from '../../src/storage/engine/database.ts'
import { csv } from '../back-office/back-office.ts'
import { type LedgerCase, ledgerCase, onePlan, paid, planFacts } from '../ledger/ledger-case.ts'
import { emptyDatabase, engines, freshDatabase } from '../support/databases.ts'
import { type GraceCase, graceCase, lastPayableOn, noon, nothingWaits, plansDueOn, settledAsOf } from './grace-case.ts'

const reach = `reach_member P1 ${lastPayableOn}`

describe.each(engines)('the end of grace on %s', (engine) => {
  let database: Database
  let ledger: LedgerCase
  let grace: GraceCase
  beforeAll(async () => {
    database = await freshDatabase(engine)
    ledger = ledgerCase(database)
    grace = graceCase(database)
  })
  afterAll(() => database.close())

  /** #1 and #2 are paid on time; #3 is due on 10 March, its last day is 29 March. */
  beforeEach(async () => {
    await emptyDatabase(database)
    const payments = csv('payments.csv', paid('I1', '100.00', '2026-01-09'), paid('I2', '100.00', '2026-02-09'))
    await ledger.takeIn('2026-03-05T09:00:00Z', { ...onePlan, 'payments.csv': payments })
  })
  const cancelledP1 = { cancelled: ['P1'], waiting: nothingWaits, isComplete: true }
  const waits = (waiting: object) => ({ cancelled: [], waiting: { ...nothingWaits, ...waiting }, isComplete: true })

  test('cancels a plan: settled, told, unpaid; once', async () => {
    await grace.notice(['P1'], lastPayableOn)
    await grace.state(settledAsOf)
    expect(await grace.run(noon)).toEqual(cancelledP1)
    expect(await ledger.plan()).toEqual({
      state: 'cancelled',
      paidMinor: 20000n,
      arrearsMinor: 0n,
      nextDueOn: null,
      lastPayableOn: null,
      bonusSecured: 0n,
    })
    expect(await ledger.decisions()).toEqual(['secured 33 [1]', 'voided 0 []'])
    expect(await grace.cancellations()).toEqual(['P1 2026-03-30 #3'])
    expect(await grace.webhooks()).toEqual(['plan.cancelled P1'])
    expect(await grace.openTasks()).toEqual([])
    expect(await grace.run(noon)).toEqual(waits({}))
    expect(await grace.run('2026-05-01T12:00:00+03:00')).toEqual(waits({}))
    expect(await grace.cancellations()).toHaveLength(1)
  })

  test('waits until the back office has stated enough, as an import that is done', async () => {
    await grace.notice(['P1'], lastPayableOn)
    const late = '2026-04-05T12:00:00+03:00'
    expect(await grace.run('2026-03-29T23:59:00+03:00')).toEqual(waits({}))
    expect(await grace.run(late)).toEqual(waits({ settling: 1 }))
    await grace.state('2026-03-29T20:00:00+03:00')
    expect(await grace.run(late)).toEqual(waits({ settling: 1 }))
    await grace.state('2026-03-31T23:59:59+03:00')
    expect(await grace.run(late)).toEqual(waits({ settling: 1 }))
    await grace.state(settledAsOf)
    // An older statement does not take back a newer one, nor does an import that states nothing.
    await grace.state('2026-03-30T00:00:00+03:00', '2026-04-01T09:00:00+03:00')
    await ledger.takeIn('2026-04-01T10:00:00+03:00', { 'members.csv': csv('members.csv', 'M3,Ion,,,,,M1,,,,') })
    const { id, progress: _, ...run } = await database.prisma.importRun.findFirstOrThrow({ orderBy: { id: 'desc' } })
    await database.prisma.importRun.update({ where: { id }, data: { progress: { left: ['payments'], after: null } } })
    expect(await grace.runOn(grace.store, late)).toEqual({ ...waits({}), isComplete: false })
    await database.prisma.importRun.delete({ where: { id } })
    await database.prisma.importRun.create({ data: { ...run, id, report: run.report ?? {} } })
    expect(await grace.run(late)).toEqual(cancelledP1)
  })

  test('waits for the final notice of this very date; where nobody was told it asks a person to reach them', async () => {
    await grace.notice(['P1'], '2026-03-27')
    await grace.state(settledAsOf)
    expect(await grace.run(noon)).toEqual(waits({ being_reached: 1 }))
    expect(await grace.openTasks()).toEqual([reach])
    expect(await grace.task('reach_member', `P1 ${lastPayableOn}`)).toMatchObject({
      memberNo: 'M2',
      planNo: 'P1',
      ownerNo: 'M1',
      details: {
        seq: 3,
        due_on: '2026-03-10',
        last_payable_on: lastPayableOn,
        amount: '100.00',
        currency: 'EUR',
      },
    })
    expect(await grace.run('2026-04-03T12:00:00+03:00')).toEqual(waits({ being_reached: 1 }))
    expect(await grace.run('2026-04-04T11:59:59+03:00')).toEqual(waits({ being_reached: 1 }))
    expect(await database.prisma.task.count()).toBe(1)
    expect(await grace.run('2026-04-04T12:00:00+03:00')).toEqual(cancelledP1)
  })

  test('goes on as soon as the notice arrives after all, or the task was handled', async () => {
    await grace.state(settledAsOf)
    await grace.run(noon)
    await grace.close('reach_member', `P1 ${lastPayableOn}`, '2026-04-01T13:00:00+03:00')
    expect(await grace.run('2026-04-01T13:01:00+03:00')).toEqual(cancelledP1)
  })

  test('asks anew where the product itself had closed the task', async () => {
    await grace.state(settledAsOf)
    await grace.run(noon)
    const at = Temporal.Instant.from('2026-04-04T10:00:00+03:00')
    await grace.store.undisturbed(
      () => at,
      (records) =>
        records.closeTasks([{ kind: 'reach_member', subject: `P1 ${lastPayableOn}`, outcome: 'a mistake' }], at),
    )
    expect(await grace.run('2026-04-10T12:00:00+03:00')).toEqual(waits({ being_reached: 1 }))
    expect(await grace.openTasks()).toEqual([reach])
    expect(await grace.run('2026-04-13T12:00:00+03:00')).toEqual(cancelledP1)
  })

  test('lets alone whom the support team lets alone, until that ends', async () => {
    await grace.state(settledAsOf)
    const hold = (untilOn: string | null) => ({
      reason: 'bereavement',
      since: new Date('2026-03-20'),
      untilOn: untilOn === null ? null : new Date(untilOn),
      setBy: 'support',
    })
    const where = { memberNo: 'M2' }
    await database.prisma.contactHold.create({ data: { ...where, ...hold(null) } })
    expect(await grace.run(noon)).toEqual(waits({ held: 1 }))
    // Nobody is sent to them either.
    expect(await grace.openTasks()).toEqual([])
    await grace.notice(['P1'], lastPayableOn)
    await database.prisma.contactHold.update({ where, data: hold('2026-04-06') })
    expect(await grace.run('2026-04-05T23:59:00+03:00')).toEqual(waits({ held: 1 }))
    expect(await grace.run('2026-04-06T00:00:00+03:00')).toEqual(cancelledP1)
  })

  test('never touches what was history at its first import, and what the back office has cancelled', async () => {
    await ledger.takeIn('2026-03-20T09:00:00Z', plansDueOn('H', ['2025-12-01']))
    expect(await database.prisma.plan.findUnique({ where: { planNo: 'H1' } })).toMatchObject({ isHistory: true })
    await grace.notice(['P1', 'H1'], lastPayableOn)
    await grace.notice(['H1'], '2025-12-20')
    await ledger.takeIn('2026-03-31T09:00:00Z', planFacts('2026-03-31', ''))
    await grace.state(settledAsOf)
    expect(await grace.run(noon)).toEqual(waits({}))
    expect(await grace.cancellations()).toEqual([])
  })

  test('follows the clock: a payment whose value date comes later saves the plan on that date', async () => {
    await grace.notice(['P1'], lastPayableOn)
    await ledger.pay('2026-03-30T09:00:00Z', paid('I3', '100.00', '2026-04-01T11:00:00+03:00'))
    await grace.state(settledAsOf)
    expect(await ledger.plan()).toMatchObject({ state: 'cancellation_due', paidMinor: 20000n })
    expect(await grace.run(noon)).toEqual(waits({}))
    expect(await ledger.plan()).toMatchObject({ state: 'active', paidMinor: 30000n })
    expect(await grace.cancellations()).toEqual([])
  })

  test('money that comes between its look and its lock saves the plan', async () => {
    await grace.notice(['P1'], lastPayableOn)
    await grace.state(settledAsOf)
    let looks = 0
    const late: CancellationStore = {
      ...grace.store,
      async undisturbed(now, work) {
        // After X, and nobody is told to count on it; but the cancellation is not recorded yet.
        if (looks++ === 0) await ledger.pay(noon, paid('I3', '100.00', '2026-04-01T11:00:00+03:00'))
        return grace.store.undisturbed(now, work)
      },
    }
    expect(await grace.runOn(late, '2026-04-01T12:00:01+03:00')).toEqual(waits({}))
    expect(looks).toBe(1)
    expect(await ledger.plan()).toMatchObject({ state: 'active', paidMinor: 30000n })
    expect(await grace.cancellations()).toEqual([])
    expect(await grace.webhooks()).toEqual([])
  })

  describe('that has cancelled a plan', () => {
    beforeEach(async () => {
      await grace.notice(['P1'], lastPayableOn)
      await grace.state(settledAsOf)
      await grace.run(noon)
    })

    test('money paid in time restores it; unpaid again it is cancelled again, after a notice of its own', async () => {
      await ledger.pay('2026-04-02T09:00:00Z', paid('I3', '100.00', '2026-03-29T23:59:59+03:00'))
      expect(await ledger.plan()).toMatchObject({ state: 'active', paidMinor: 30000n, nextDueOn: '2026-04-10' })
      expect(await ledger.events()).toEqual([
        'notice_delivered undefined',
        'cancelled 2026-03-30',
        'restored 2026-04-02',
      ])
      expect(await grace.openTasks()).toEqual(['restoration P1'])
      expect(await grace.run('2026-04-02T13:00:00+03:00')).toEqual(waits({}))

      await grace.state('2026-05-02T00:00:00+03:00')
      const later = '2026-05-02T12:00:00+03:00'
      expect(await grace.run(later)).toEqual(waits({ being_reached: 1 }))
      expect(await grace.openTasks()).toEqual(['reach_member P1 2026-04-29', 'restoration P1'])
      await grace.notice(['P1'], '2026-04-29', later)
      expect(await grace.run(later)).toEqual(cancelledP1)
      expect(await grace.cancellations()).toEqual(['P1 2026-03-30 #3', 'P1 2026-04-30 #4'])
      await ledger.pay('2026-05-03T09:00:00Z', paid('I4', '100.00', '2026-04-29'))
      expect(await ledger.plan()).toMatchObject({ state: 'active', paidMinor: 40000n })
    })

    test('money paid too late does not', async () => {
      await ledger.pay('2026-04-02T09:00:00Z', paid('L1', '100.00', '2026-03-30'))
      expect(await ledger.plan()).toMatchObject({ state: 'cancelled', paidMinor: 20000n })
      expect(await ledger.balances()).toEqual(['M2 EUR 10000'])
      expect(await grace.run('2026-04-03T12:00:00+03:00')).toEqual(waits({}))
    })

    test('an import that had read its clock before restores it, too: it is recorded after the cancellation', async () => {
      const began = Temporal.Instant.from(noon).subtract({ minutes: 5 })
      const report = await ledger.pay(began.toString(), paid('I3', '100.00', '2026-03-29'))
      const recordedAt = Temporal.Instant.from(noon).add({ milliseconds: 1 })
      expect(report.recordedAt).toBe(recordedAt.toString())
      const entry = await database.prisma.ledgerEntry.findUniqueOrThrow({ where: { entryId: 'I3' } })
      expect(entry.recordedAt.getTime()).toBe(recordedAt.epochMilliseconds)
      expect(await ledger.plan()).toMatchObject({ state: 'active', paidMinor: 30000n })
      expect(await grace.run(recordedAt.toString())).toEqual(waits({}))
    })
  })

  test('does nothing while a clock is behind what is recorded', async () => {
    await grace.notice(['P1'], lastPayableOn)
    await grace.state(settledAsOf, '2026-04-01T12:00:01+03:00')
    expect(await grace.run(noon)).toEqual({ ...waits({}), isComplete: false })
    expect(await grace.run('2026-04-01T12:00:01+03:00')).toEqual(cancelledP1)
  })

  describe('with many plans', () => {
    /** Due on 6 to 12 March: X is 25 to 31 March. */
    const dueOn = ['2026-03-12', '2026-03-06', '2026-03-11', '2026-03-07', '2026-03-09', '2026-03-08', '2026-03-10']
    const byDate = ['Q2', 'Q4', 'Q6', 'Q5', 'Q7', 'Q3', 'Q1']
    const few = { ...defaultPolicy, cancellation: { ...defaultPolicy.cancellation, ceilingPlans: 3 } }
    const laterDay = '2026-04-05T12:00:00+03:00'
    const nextDay = '2026-04-06T00:00:00+03:00'
    const ceilingTask = 'cancellation_ceiling 2026-04-05'

    beforeEach(async () => {
      const payments = csv('payments.csv', paid('I3', '400.00', '2026-03-20'))
      await ledger.takeIn('2026-03-21T09:00:00Z', { ...plansDueOn('Q', dueOn), 'payments.csv': payments })
      for (const [index, date] of dueOn.entries()) {
        const last = Temporal.PlainDate.from(date).add({ days: 19 }).toString() as typeof lastPayableOn
        await grace.notice([`Q${index + 1}`], last)
      }
      await grace.state('2026-04-04T00:00:00+03:00')
    })

    test('cancels the oldest first, and no more in a day than the ceiling without a word', async () => {
      const first = { cancelled: byDate.slice(0, 3), waiting: { ...nothingWaits, ceiling: 4 }, isComplete: true }
      expect(await grace.run(laterDay, few)).toEqual(first)
      expect(await grace.openTasks()).toEqual([ceilingTask])
      expect(await grace.task('cancellation_ceiling', '2026-04-05')).toMatchObject({
        ownerNo: null,
        dueOn: '2026-04-05',
        details: { waiting: 4, ceiling: 3 },
      })
      // Whoever looks again finds the day full; the task is not asked twice.
      expect(await grace.run('2026-04-05T23:59:00+03:00', few)).toEqual(waits({ ceiling: 4 }))
      expect(await database.prisma.taskNote.count()).toBe(1)

      const second = { cancelled: byDate.slice(3, 6), waiting: { ...nothingWaits, ceiling: 1 }, isComplete: true }
      expect(await grace.run(nextDay, few)).toEqual(second)
      expect((await grace.task('cancellation_ceiling', '2026-04-05')).outcome).toBe('the day is over')
      expect(await grace.openTasks()).toEqual(['cancellation_ceiling 2026-04-06'])
      expect((await grace.run('2026-04-07T00:00:00+03:00', few)).cancelled).toEqual(['Q1'])
      expect(await grace.openTasks()).toEqual([])
    })

    test("a person's word lets the rest of the day go; the word of another day does not", async () => {
      await grace.run(laterDay, few)
      await grace.close('cancellation_ceiling', '2026-04-05', '2026-04-06T00:00:00+03:00')
      expect((await grace.run(nextDay, few)).cancelled).toEqual(byDate.slice(3, 6))
      await grace.close('cancellation_ceiling', '2026-04-06', '2026-04-06T09:00:00+03:00')
      expect(await grace.run('2026-04-06T09:01:00+03:00', few)).toEqual({ ...cancelledP1, cancelled: ['Q1'] })
      expect(await grace.openTasks()).toEqual([])
    })

    test('the word holds for what comes later on that day as well', async () => {
      await grace.run(laterDay, few)
      await grace.close('cancellation_ceiling', '2026-04-05', '2026-04-05T13:00:00+03:00')
      expect((await grace.run('2026-04-05T13:01:00+03:00', few)).cancelled).toEqual(byDate.slice(3))
    })

    test('the ceiling is a share of the plans that were open when the day began', async () => {
      const share = { numerator: 50n, denominator: 100n }
      const half = { ...few, cancellation: { ...few.cancellation, ceilingPlans: 0, ceilingShare: share } }
      // Seven; P1 is completed, and what is history does not count.
      await ledger.takeIn('2026-04-04T09:00:00Z', plansDueOn('H', ['2025-12-01', '2025-12-01']))
      expect((await grace.run(laterDay, half)).cancelled).toEqual(byDate.slice(0, 3))
      expect(await grace.task('cancellation_ceiling', '2026-04-05')).toMatchObject({
        details: { waiting: 4, ceiling: 3 },
      })
      expect((await grace.run(laterDay, half)).cancelled).toEqual([])
      // Four are left.
      expect((await grace.run(nextDay, half)).cancelled).toEqual(byDate.slice(3, 5))
    })

    test('who is above the ceiling but was told nothing is asked for at once', async () => {
      await ledger.takeIn('2026-03-22T09:00:00Z', plansDueOn('R', ['2026-03-14']))
      await grace.state('2026-04-05T00:00:00+03:00')
      expect((await grace.run(laterDay, few)).waiting).toEqual({ ...nothingWaits, ceiling: 4, being_reached: 1 })
      expect(await grace.openTasks()).toEqual([ceilingTask, 'reach_member R1 2026-04-02'])
    })

    test('killed in between, what was done stays done, and the next run does the rest', async () => {
      for (const when of ['before', 'within', 'after'] as const) {
        let portions = 0
        const broken: CancellationStore = {
          ...grace.store,
          plansAtOnce: 1,
          async undisturbed(now, work) {
            const isLast = ++portions === 2
            if (isLast && when === 'before') throw new Error('killed')
            const done = await grace.store.undisturbed(now, async (records, at) => {
              const value = await work(records, at)
              if (isLast && when === 'within') throw new Error('killed')
              return value
            })
            if (isLast && when === 'after') throw new Error('killed')
            return done
          },
        }
        await expect(grace.runOn(broken, laterDay)).rejects.toThrow('killed')
      }
      // One each, and two where all was kept.
      expect(await grace.cancellations()).toHaveLength(4)
      expect((await grace.run(laterDay)).cancelled).toEqual(byDate.slice(4))
      const cancelled = (await grace.cancellations()).map((line) => line.slice(0, 2))
      expect(cancelled).toEqual(byDate)
      expect(await grace.webhooks()).toEqual(byDate.map((planNo) => `plan.cancelled ${planNo}`))
    })

    test('two at a time cancel each plan once, and keep to the ceiling', async () => {
      const runs = Array.from({ length: 4 }, () => grace.runOn({ ...grace.store, plansAtOnce: 2 }, laterDay, few))
      const reports = await Promise.all(runs)
      await grace.run(laterDay, few)
      expect((await grace.cancellations()).map((line) => line.slice(0, 2))).toEqual(byDate.slice(0, 3))
      expect(reports.flatMap(({ cancelled }) => cancelled).length).toBeLessThanOrEqual(3)
    })
  })
})
