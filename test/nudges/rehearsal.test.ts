/** The dry run: the same that a run at that moment would do, before anything is planned and while it waits to go. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { defaultPolicy as policy } from '../../src/domain/policy.ts'
import { rehearseNudges } from '../../src/nudges/planning/rehearse-nudges.ts'
import type { Database } from '../../src/storage/engine/database.ts'
import { pauseNudges } from '../../src/storage/nudges/pause.ts'
import { openRehearsalStore } from '../../src/storage/nudges/rehearsal-store.ts'
import { backOfficeOn, csv } from '../back-office/back-office.ts'
import { emptyDatabase, engines, freshDatabase } from '../support/databases.ts'
import { linkChats, outboxOf, plannedAt, jaipurProject as project } from './planner-base.ts'

const imported = Temporal.Instant.from('2026-03-20T00:30:00Z')
/** 12:00 in Jaipur. */
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

  const rehearsedAt = async (now: Temporal.Instant) => {
    const rehearsed = await rehearseNudges({
      store: openRehearsalStore(database, policy.grace.days),
      policy,
      write: ({ topics }) => ({ locale: 'hi', text: topics.map(({ topic }) => topic.step).join(' '), rendered: null }),
      now,
    })
    return rehearsed.map(({ memberNo, planNo, step, decision, reason, text, lookAt }) =>
      [memberNo, planNo, step, decision, reason, text, lookAt?.toPlainDateTime()].filter((part) => part).join(' '),
    )
  }
  const pay = (row: string, now: Temporal.Instant) =>
    backOfficeOn(database).imported({ 'payments.csv': csv('payments.csv', row) }, { now, asOf: now })
  const ofM2 = async (now: Temporal.Instant) => (await rehearsedAt(now)).filter((line) => line.startsWith('M2'))

  test('says of everybody what would be sent or not, newcomers included, and keeps nothing', async () => {
    expect(await rehearsedAt(noon)).toEqual([
      'M2 P1 +10 skip merged',
      'M2 P2 +18 send due +18 +10',
      'M3 P3 +10 skip no_channel',
      'M4 onboarding_stuck send due onboarding_stuck',
    ])
    expect(await outboxOf(database)).toEqual([])
    expect(await database.prisma.nudgeDecision.count()).toBe(0)
    expect(await database.prisma.nudgeEvent.count()).toBe(0)
    expect(await plannedAt(database, noon)).toMatchObject({ planned: 2 })
  })

  test('says when it is looked at next, on the own clock of each', async () => {
    expect(await rehearsedAt(imported)).toEqual([
      expect.stringMatching(/^M2 P1 \+10 skip quiet_hours 2026-03-20T(09|10):/),
      expect.stringMatching(/^M2 P2 \+18 skip quiet_hours 2026-03-20T(09|10):/),
      'M3 P3 +10 skip no_channel',
      expect.stringMatching(/^M4 onboarding_stuck skip quiet_hours 2026-03-20T(09|10):/),
    ])
  })

  test('shows what was planned and has not gone as what goes, also an event; paused, as paused', async () => {
    await plannedAt(database, noon)
    const [before] = await rehearsedAt(noon)
    expect(before).toBe('M2 P2 +18 send due +18 +10')
    expect(await rehearsedAt(noon.add({ minutes: 1 }))).toEqual([
      'M2 P2 +18 send due +18 +10',
      'M2 P1 +10 skip merged',
      'M3 P3 +10 skip no_channel',
      'M4 onboarding_stuck send due onboarding_stuck',
    ])
    await pauseNudges(database.prisma, { at: noon, by: 'test' })
    expect(await ofM2(noon)).toEqual(['M2 P2 +18 skip paused', 'M2 P1 +10 skip merged'])
  })

  test('what waits and is not right any more leaves its place to what is', async () => {
    await plannedAt(database, noon)
    await pay('A2,installment,M2,P2,,EUR,100.00,2026-03-20,,', noon.add({ seconds: 1 }))
    expect(await ofM2(noon.add({ seconds: 2 }))).toEqual([
      'M2 P1 +10 send due +10',
      'M2 P2 +18 skip paid',
      expect.stringMatching(/^M2 P2 payment_received skip cap 2026-03-21T/),
    ])
    await pay('A3,installment,M2,P1,,EUR,100.00,2026-03-20,,', noon.add({ seconds: 3 }))
    const rehearsed = await ofM2(noon.add({ seconds: 4 }))
    expect(rehearsed).toEqual(expect.arrayContaining(['M2 P1 +10 skip paid', 'M2 P2 +18 skip paid']))
    expect(rehearsed.filter((line) => line.includes('send due'))).toEqual([
      expect.stringContaining('payment_received send due payment_received'),
    ])
  })

  test('at night what was planned waits for their morning', async () => {
    await plannedAt(database, noon)
    expect((await ofM2(noon.add({ hours: 9 })))[0]).toBe('M2 P2 +18 skip quiet_hours 2026-03-21T09:00:00')
  })
})
