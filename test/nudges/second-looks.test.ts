/** What happens between two looks at somebody: silence and return, waiting over midnight, changes under the planner's hands. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { defaultPolicy as policy } from '../../src/domain/policy.ts'
import { followDates } from '../../src/ledger/follow-dates.ts'
import { settlePlans } from '../../src/ledger/settle-plans.ts'
import { recheckMessages } from '../../src/nudges/planning/recheck.ts'
import { openImportStore } from '../../src/storage/back-office/import-store.ts'
import type { Database } from '../../src/storage/engine/database.ts'
import { openFollowDatesStore } from '../../src/storage/ledger/follow-dates-store.ts'
import { telling } from '../../src/storage/ledger/tell.ts'
import { endHold, holdMember } from '../../src/storage/nudges/holds.ts'
import { lookAtPlansOf } from '../../src/storage/nudges/look-at.ts'
import { openOutboxStore } from '../../src/storage/nudges/outbox-delivery.ts'
import { openRecheckStore } from '../../src/storage/nudges/recheck-store.ts'
import { backOfficeOn, csv, type Files } from '../back-office/back-office.ts'
import { emptyDatabase, engines, freshDatabase } from '../support/databases.ts'
import { linkChats, outboxOf, plannedAt } from './planner-base.ts'

const utc = (text: string) => Temporal.Instant.from(text)

/** P1 and P2 of M2 in Moscow: six on the 10th, six on the 12th. M9 with P9 like P1. */
const project: Files = {
  'members.csv': csv(
    'members.csv',
    'M1,Ana,,,ro,Europe/Moscow,,2025-01-02,2025-01-03,2025-01-04,',
    'M2,Asha,,,en,Europe/Moscow,M1,2025-01-02,2025-01-03,,',
    'M9,Zoe,,,en,Europe/Moscow,M1,2025-01-02,2025-01-03,,',
  ),
  'packages.csv': csv('packages.csv', 'K,Classic,2,EUR,600.00,1000.00,2000,6,2025-12-01,'),
  'plans.csv': csv(
    'plans.csv',
    'P1,M2,K,EUR,600.00,2000,2026-01-05,,',
    'P2,M2,K,EUR,600.00,2000,2026-01-05,,',
    'P9,M9,K,EUR,600.00,2000,2026-01-05,,',
  ),
  'installments.csv': csv(
    'installments.csv',
    ...[1, 2, 3, 4, 5, 6].flatMap((seq) => [
      `P1,${seq},2026-0${seq}-10,100.00`,
      `P2,${seq},2026-0${seq}-12,100.00`,
      `P9,${seq},2026-0${seq}-10,100.00`,
    ]),
  ),
  'payments.csv': csv(
    'payments.csv',
    'A1,installment,M2,P1,,EUR,200.00,2026-01-09,,',
    'A2,installment,M2,P2,,EUR,200.00,2026-01-09,,',
    'A9,installment,M9,P9,,EUR,200.00,2026-01-09,,',
  ),
}

describe.each(engines)('%s', (engine) => {
  let database: Database
  beforeAll(async () => {
    database = await freshDatabase(engine)
  })
  afterAll(() => database.close())
  const first = utc('2026-02-20T06:00:00Z')
  beforeEach(async () => {
    await emptyDatabase(database)
    await backOfficeOn(database).imported(project, { now: first, asOf: first })
    await linkChats(database, ['M2', 'M9'], '2026-02-20T00:00:00Z')
  })
  const run = (now: Temporal.Instant, base = database) => plannedAt(base, now)
  const outbox = () => outboxOf(database)
  const asOf = (now: Temporal.Instant, files: Files = {}) =>
    backOfficeOn(database).imported({ 'packages.csv': project['packages.csv'] ?? '', ...files }, { now, asOf: now })
  const recheckAll = async (now: Temporal.Instant) => {
    const pending = await database.prisma.outboxMessage.findMany({
      where: { state: 'pending' },
      orderBy: { id: 'asc' },
    })
    const ids = pending.map(({ id }) => id)
    const checked = await recheckMessages(openRecheckStore(database, policy.grace.days), policy, ids, now)
    return ids.map((id) => checked.get(id))
  }
  const setState = (state: string, now: Temporal.Instant, where = {}) =>
    database.prisma.outboxMessage.updateMany({ where, data: { state, stateAt: new Date(now.epochMilliseconds) } })

  test('one plan whose +20 was said more than 200 days ago must not stop the planner for everybody', async () => {
    const after = utc('2026-03-30T09:00:00Z')
    await asOf(after)
    await run(after)
    expect(await outbox()).toContain('M9, pending, plan P9 +20')
    await setState('sent', after)
    // A dispute: held, so not cancelled; it ends after seven months.
    await holdMember(
      database.prisma,
      { memberNo: 'M9', reason: 'dispute', untilOn: null, setBy: 'support' },
      after,
      '2026-03-30',
    )
    const end = utc('2026-10-20T09:00:00Z')
    await asOf(end)
    await endHold(database.prisma, 'M9', end, '2026-10-20')
    await expect(run(end)).resolves.toMatchObject({ ok: true })
  })

  test('a message that waited over midnight and one of today are not both sent today', async () => {
    // P1 -3 is planned on 7 March, and Telegram is away until the 8th, 13:00 in Moscow. On the 8th a payment comes in.
    const seventh = utc('2026-03-07T09:00:00Z')
    await asOf(seventh)
    await run(seventh)
    await setState('cancelled', seventh, { memberNo: 'M9' })
    const eighth = utc('2026-03-08T09:00:00Z')
    await asOf(eighth, { 'payments.csv': csv('payments.csv', 'B1,installment,M2,P2,,EUR,10.00,2026-03-08,,') })
    await run(eighth)
    // What waits goes today, so the payment is told tomorrow.
    expect((await outbox()).filter((line) => line.startsWith('M2, pending'))).toEqual([
      'M2, pending, plan P1 -3, plan P2 -7',
    ])
    // Had both been planned, the one that was planned first would go.
    const { id: _id, ...first } = await database.prisma.outboxMessage.findFirstOrThrow({ where: { memberNo: 'M2' } })
    const second = await database.prisma.outboxMessage.create({ data: first })
    const about = { memberNo: 'M2', obligation: 'event B1', step: 'part_paid', dueOn: new Date('2026-03-08T00:00:00Z') }
    await database.prisma.outboxItem.create({
      data: { ...about, messageId: second.id, place: 0, planNo: 'P2', params: {} },
    })
    const kinds = (await recheckAll(eighth.add({ hours: 1 }))).map((recheck) => recheck?.kind)
    expect(kinds).toEqual(['go', 'wait'])
  })

  test('who was held while X passed is told of the cancellation, however late it is recorded', async () => {
    const late = utc('2026-04-20T09:00:00Z')
    await asOf(late)
    await openImportStore(database, telling(undefined)).inTransaction(async (records) => {
      const [before] = await records.planRecords(['P9'])
      if (!before) throw new Error('P9 is not there')
      const event = { kind: 'cancelled', actsOn: '2026-03-30', seq: 3, recordedAt: late } as const
      await settlePlans(records, [{ before, after: before, newEvents: [event] }], await records.offers(), policy, late)
      return { keep: true, result: undefined }
    })
    expect(await database.prisma.nudgeEvent.findMany({ where: { kind: 'cancelled' } })).toHaveLength(1)
  })

  test('what an import said between two reads of the planner is not overwritten', async () => {
    // #3 and #4 of P9 are paid; on 20 March #3's money is taken back, while the planner looks at P9.
    const now = utc('2026-03-20T09:00:00Z')
    await asOf(now.subtract({ hours: 1 }), {
      'payments.csv': csv('payments.csv', 'C1,installment,M9,P9,,EUR,100.00,2026-03-09,,'),
    })
    await database.prisma.nudgeEvent.deleteMany()
    await database.prisma.planProjection.update({
      where: { planNo: 'P9' },
      data: { nudgeLookAt: new Date(now.epochMilliseconds) },
    })
    let isImported = false
    const prisma = new Proxy(database.prisma, {
      get(target, name) {
        const value = Reflect.get(target, name)
        if (name !== '$queryRaw') return typeof value === 'function' ? value.bind(target) : value
        return async (strings: TemplateStringsArray, ...values: unknown[]) => {
          if (!isImported && strings.join('').includes('nudge_look_at AS "lookAt"')) {
            isImported = true
            await asOf(now, { 'payments.csv': csv('payments.csv', 'C2,reversal,M9,P9,C1,EUR,100.00,2026-03-20,,') })
          }
          return target.$queryRaw(strings, ...values)
        }
      },
    })
    await run(now, { ...database, prisma })
    expect(isImported).toBe(true)
    const { nudgeLookAt } = await database.prisma.planProjection.findUniqueOrThrow({ where: { planNo: 'P9' } })
    // X = 29 March: the final notice comes on the 28th, and D is 10 March again.
    expect(nudgeLookAt?.toISOString() ?? 'never').toMatch(/^2026-03-(1|2)/)
  })

  test('what happened while somebody could not be reached is told once they can be', async () => {
    const now = utc('2026-03-20T09:00:00Z')
    await asOf(now.subtract({ hours: 3 }), {
      'payments.csv': csv('payments.csv', 'C1,installment,M9,P9,,EUR,100.00,2026-03-09,,'),
    })
    await database.prisma.nudgeEvent.deleteMany()
    await database.prisma.chatLink.updateMany({ data: { unreachableSince: new Date() } })
    await asOf(now, { 'payments.csv': csv('payments.csv', 'C2,reversal,M9,P9,C1,EUR,100.00,2026-03-20,,') })
    expect(await database.prisma.nudgeEvent.count({ where: { kind: 'reversed' } })).toBe(1)
    await run(now)
    // An hour later they write to the bot again: as `markReachable` does.
    const back = now.add({ hours: 1 })
    await database.prisma.chatLink.updateMany({ data: { unreachableSince: null } })
    await lookAtPlansOf(database.prisma, ['M9'], back)
    await run(back)
    expect((await outbox()).filter((line) => line.includes('reversed'))).toHaveLength(1)
  })

  test('a payment that is taken back before its due date is told', async () => {
    const now = utc('2026-03-08T09:00:00Z')
    await asOf(now.subtract({ hours: 20 }), {
      'payments.csv': csv('payments.csv', 'C1,installment,M9,P9,,EUR,100.00,2026-03-07,,'),
    })
    await asOf(now, { 'payments.csv': csv('payments.csv', 'C2,reversal,M9,P9,C1,EUR,100.00,2026-03-08,,') })
    expect(await database.prisma.nudgeEvent.count({ where: { kind: 'reversed' } })).toBe(1)
  })

  test('a message about a plan is not handed to a chat that has left its member since the ledger was read', async () => {
    const now = utc('2026-03-20T09:00:00Z')
    await asOf(now)
    await run(now)
    const store = openOutboxStore({ database, worker: 'w', policyVersion: 'p', now: () => now })
    const { id, batchId } = await database.prisma.outboxMessage.findFirstOrThrow({ where: { memberNo: 'M9' } })
    // "This is not me", and then it is linked to M2.
    await database.prisma.chatLink.update({
      where: { channel_chatId: { channel: 'telegram', chatId: 'M9' } },
      data: { memberNo: 'M2' },
    })
    const address = { channel: 'telegram', chatId: 'M9' }
    const marked = await store.mark({
      id,
      batchId: batchId ?? '',
      address,
      written: { locale: 'en', text: 'P9', rendered: null },
      leftOut: [],
    })
    expect(marked.kind).not.toBe('marked')
  })

  test('what may have arrived today counts today', async () => {
    // Planned on the 7th, tried on the 8th at 09:05 without an answer, twice.
    const seventh = utc('2026-03-07T16:59:00Z')
    await asOf(seventh)
    await run(seventh)
    const eighth = utc('2026-03-08T06:05:00Z')
    await setState('unknown', eighth, { memberNo: 'M2' })
    await asOf(eighth, { 'payments.csv': csv('payments.csv', 'B1,installment,M2,P2,,EUR,10.00,2026-03-08,,') })
    await run(eighth.add({ hours: 2 }))
    expect((await outbox()).filter((line) => line.startsWith('M2, pending'))).toEqual([])
  })

  test('a cancellation that the back office dated ahead is told when its day comes', async () => {
    const now = utc('2026-03-15T09:00:00Z')
    await asOf(now, { 'plans.csv': csv('plans.csv', 'P9,M9,K,EUR,600.00,2000,2026-01-05,2026-03-17,') })
    const dates = openFollowDatesStore(database, telling(undefined))
    await followDates(dates, policy, now)
    expect(await database.prisma.nudgeEvent.count({ where: { kind: 'cancelled' } })).toBe(0)
    const later = utc('2026-03-17T09:00:00Z')
    for (let time = 0; time < 2; time++) await followDates(dates, policy, later)
    await run(later)
    expect((await outbox()).filter((line) => line.includes('cancelled'))).toHaveLength(1)
    expect((await backOfficeOn(database).examine(later)).filter(({ ok }) => !ok)).toEqual([])
  })
})
