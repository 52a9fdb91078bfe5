/**
 * A year of a project: 200 people, and 2,000 with LONG=on. What is checked stands in `simulation/checks.ts`; the counts are
 * printed, so that a year in which nothing happens is seen.
 */
import { expect, test } from 'vitest'
import { freshDatabase } from '../support/databases.ts'
import { Checks, checkCancellations } from './simulation/checks.ts'
import { simulatePeople } from './simulation/people.ts'
import { liveThroughYear } from './simulation/year.ts'

const isLong = process.env.LONG === 'on'
const size = isLong ? { people: 2_000, days: 365 } : { people: 200, days: Number(process.env.DAYS ?? 365) }

test('a year in which everything goes wrong that can: nobody is told what is not so, or when they are not to be', {
  timeout: isLong ? 7_200_000 : 400_000,
}, async () => {
  const seed = Number(process.env.SEED ?? 7)
  const database = await freshDatabase('postgresql')
  try {
    const checks = new Checks(simulatePeople(seed, size.people, '2026-01-05'))
    const year = await liveThroughYear(database, {
      seed,
      ...size,
      check: (base, payers) => checks.ofMessages(base, payers),
    })
    const last = await database.prisma.outboxMessage.aggregate({ _max: { stateAt: true } })
    const lastAt = Temporal.Instant.fromEpochMilliseconds(last._max.stateAt?.getTime() ?? 0)
    const cancellations = await checkCancellations(database, year.people, lastAt)
    const states = await database.prisma.outboxMessage.groupBy({ by: ['state'], _count: true })
    const skips = await database.prisma.nudgeDecision.groupBy({ by: ['reason'], _count: true })
    const tasks = await database.prisma.task.groupBy({ by: ['kind'], _count: true })
    const counts = {
      seed,
      ...size,
      hours: year.hours,
      calls: year.calls,
      byStep: Object.fromEntries([...checks.sentByStep].toSorted(([a], [b]) => (a < b ? -1 : 1))),
      states: Object.fromEntries(states.map(({ state, _count }) => [state, _count])),
      reasons: Object.fromEntries(skips.map(({ reason, _count }) => [reason, _count])),
      tasks: Object.fromEntries(tasks.map(({ kind, _count }) => [kind, _count])),
      cancelled: cancellations.cancelled,
      restored: cancellations.restored,
    }
    // biome-ignore lint/suspicious/noConsole: the counts are the point.
    console.info(JSON.stringify(counts))
    expect([...year.violations, ...cancellations.wrong]).toEqual([])
    // Every step was needed, and every kind of trouble met.
    for (const step of [
      '-7',
      '-3',
      '-1',
      '0',
      '+1',
      '+5',
      '+10',
      '+15',
      '+18',
      '+19',
      '+20',
      'cancelled',
      'restored',
    ]) {
      expect(counts.byStep, step).toHaveProperty([step])
    }
    expect(Object.keys(counts.reasons).toSorted()).toEqual(
      expect.arrayContaining([
        'cap',
        'merged',
        'no_channel',
        'opted_out',
        'overtaken',
        'paused',
        'quiet_hours',
        'stale_data',
        'unreachable',
      ]),
    )
  } finally {
    await database.close()
  }
})
