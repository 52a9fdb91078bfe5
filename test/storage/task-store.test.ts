/** Tasks on both engines: one open at a time about the same thing, whose they are, and a history that only grows. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../src/storage/engine/database.ts'
import { giveTasksToThoseAbove } from '../../src/storage/tasks/follow-structure.ts'
import { closeTask, giveTask, noteOnTask, takeTask } from '../../src/storage/tasks/task-changes.ts'
import { countTasks, loadTask, loadTaskHistory, loadTasks } from '../../src/storage/tasks/task-reads.ts'
import { closeTasks, openTasks } from '../../src/storage/tasks/task-store.ts'
import type { TaskKind } from '../../src/tasks/kinds.ts'
import type { NewTask, Task } from '../../src/tasks/task.ts'
import type { Viewer } from '../../src/tasks/viewer.ts'
import { engines, freshDatabase } from '../support/databases.ts'

/** 20 March 2026, 00:30 in Moscow, still the 19th in UTC. */
const now = Temporal.Instant.from('2026-03-19T21:30:00Z')
const later = now.add({ hours: 1 })
const support: Viewer = { role: 'support' }
const partner = (memberNo: string): Viewer => ({ role: 'partner', memberNo })

function task(kind: TaskKind, subject: string, more: Partial<NewTask> = {}): NewTask {
  return { kind, subject, memberNo: null, planNo: null, details: {}, ...more }
}

describe.each(engines)('tasks on %s', (engine) => {
  let database: Database
  const open = (...tasks: NewTask[]) => openTasks(database.prisma, tasks, now)
  const about = async (subject: string, isClosedToo = true): Promise<Task[]> =>
    (await loadTasks(database.prisma, support, { isClosedToo })).filter((each) => each.subject === subject)
  const only = async (subject: string): Promise<Task> => {
    const [first, ...others] = await about(subject, false)
    if (!first || others.length > 0) throw new Error(`${others.length + 1} open tasks about ${subject}`)
    return first
  }
  const history = async (id: number) =>
    (await loadTaskHistory(database.prisma, id)).map(({ actor, action, text }) => [actor, action, text])

  beforeAll(async () => {
    database = await freshDatabase(engine)
    const signed = new Date('2025-01-01T00:00:00Z')
    // TOP and MID are partners; MID's customer LOW has one of their own, and ALONE has nobody above.
    await database.prisma.member.createMany({
      data: [
        { memberNo: 'TOP', fullName: 'Top', partnerAgreementOn: signed },
        { memberNo: 'MID', fullName: 'Mid', sponsorNo: 'TOP', partnerAgreementOn: signed },
        { memberNo: 'LOW', fullName: 'Low', sponsorNo: 'MID' },
        { memberNo: 'LOWEST', fullName: 'Lowest', sponsorNo: 'LOW' },
        { memberNo: 'BESIDE', fullName: 'Beside', sponsorNo: 'TOP', partnerAgreementOn: signed },
        { memberNo: 'ALONE', fullName: 'Alone' },
        { memberNo: 'BELOW-ALONE', fullName: 'Below', sponsorNo: 'ALONE' },
      ],
    })
  })
  afterAll(() => database.close())

  test('opens with all that is known; due days are counted in the contract zone', async () => {
    const details = { payment_id: 'U1', amount: '5.00', currency: 'EUR', seq: 3, reason: null }
    await open(task('parked_payment', 'U1', { memberNo: 'LOW', planNo: 'K-1', details }))
    expect(await only('U1')).toMatchObject({
      kind: 'parked_payment',
      memberNo: 'LOW',
      memberName: 'Low',
      planNo: 'K-1',
      details,
      dueOn: '2026-03-22',
      ownerNo: null,
      takenAt: null,
      closedAt: null,
    })
    expect((await only('U1')).openedAt.equals(now)).toBe(true)
  })

  test('counts them in the zone of the policy in force', async () => {
    const value = JSON.stringify({ contractZone: 'America/New_York' })
    await database.prisma.setting.create({ data: { name: 'policy_in_force', value } })
    await open(task('parked_payment', 'IN NEW YORK'))
    expect((await only('IN NEW YORK')).dueOn).toBe('2026-03-21')
    await database.prisma.setting.deleteMany()
  })

  test('opening what is open changes nothing; other details are noted, each time they change', async () => {
    const opened = task('negative_balance', 'LOW EUR', { memberNo: 'LOW', details: { amount: '-5.00', seq: 1 } })
    const changed = { ...opened, details: { amount: '-7.00', seq: 1 } }
    await open(opened)
    const before = await only('LOW EUR')
    await openTasks(database.prisma, [opened], later)
    expect(await history(before.id)).toEqual([['kisht', 'opened', null]])
    await openTasks(database.prisma, [changed], later)
    await openTasks(database.prisma, [{ ...changed, details: { seq: 1, amount: '-7.00' } }], later)
    expect(await only('LOW EUR')).toEqual(before)
    const noted = (await history(before.id)).slice(1)
    expect(noted.map(([actor, action, text]) => [actor, action, JSON.parse(text ?? '')])).toEqual([
      ['kisht', 'noted', { amount: '-7.00', seq: 1 }],
    ])
    await openTasks(database.prisma, [opened], later)
    expect(await history(before.id)).toHaveLength(3)
  })

  test('opens a new one once it was closed; the same subject of another kind is another thing', async () => {
    await open(task('reversal', 'K-2'), task('restoration', 'K-2'))
    await closeTasks(database.prisma, [{ kind: 'reversal', subject: 'K-2' }], 'paid', later)
    await closeTasks(database.prisma, [{ kind: 'reversal', subject: 'K-2' }], 'again', later)
    expect(await only('K-2')).toMatchObject({ kind: 'restoration' })
    await openTasks(database.prisma, [task('reversal', 'K-2')], later)
    const reversals = (await about('K-2')).filter(({ kind }) => kind === 'reversal')
    expect(reversals.map(({ outcome }) => outcome ?? 'open').toSorted()).toEqual(['open', 'paid'])
    const closed = reversals.find(({ outcome }) => outcome === 'paid')
    expect(closed?.closedAt?.equals(later)).toBe(true)
    expect(await history(closed?.id ?? 0)).toEqual([
      ['kisht', 'opened', null],
      ['kisht', 'closed', 'paid'],
    ])
  })

  test('goes to the nearest partner above, however far; to support where there is none, and for its own kinds', async () => {
    const owner: [memberNo: string | null, ownerNo: string | null][] = [
      ['LOW', 'MID'],
      ['LOWEST', 'MID'],
      ['MID', 'TOP'],
      ['TOP', null],
      ['ALONE', null],
      ['BELOW-ALONE', null],
      ['NOBODY', null],
      [null, null],
    ]
    await open(...owner.map(([memberNo]) => task('reversal', `of ${memberNo}`, { memberNo })))
    for (const [memberNo, ownerNo] of owner) {
      expect(await only(`of ${memberNo}`), `of ${memberNo}`).toMatchObject({
        ownerNo,
        memberNo: memberNo === 'NOBODY' ? null : memberNo,
      })
    }
    await open(task('restoration', 'of LOW', { memberNo: 'LOW' }))
    expect((await about('of LOW')).find(({ kind }) => kind === 'restoration')?.ownerNo).toBeNull()
  })

  test('takes sets, also with the same one twice, in a transaction of somebody else', async () => {
    const many = Array.from({ length: 600 }, (_, index) => task('parked_payment', `S${index}`, { memberNo: 'LOWEST' }))
    const before = await countTasks(database.prisma, support)
    await database.prisma
      .$transaction(async (transaction) => {
        await openTasks(transaction, many, now)
        throw new Error('not kept')
      })
      .catch(() => {})
    expect(await countTasks(database.prisma, support)).toBe(before)
    await database.prisma.$transaction(async (transaction) => {
      await openTasks(transaction, [...many, { ...many[7], details: { seq: 2 } } as NewTask], now)
      await openTasks(transaction, many.slice(0, 7), now)
    })
    expect(await countTasks(database.prisma, support)).toBe(before + 600)
    expect(await history((await only('S7')).id)).toEqual([
      ['kisht', 'opened', null],
      ['kisht', 'noted', '{"seq": 2}'],
    ])
    const closing = [...many, task('parked_payment', 'NEVER OPENED')].map(({ kind, subject }) => ({ kind, subject }))
    await closeTasks(database.prisma, closing, 'booked', later)
    expect(await countTasks(database.prisma, support)).toBe(before)
    await openTasks(database.prisma, [], now)
    await closeTasks(database.prisma, [], 'booked', now)
  })

  test('of many that open the same at once, one does; the history knows it opened once', async () => {
    const set = ['R1', 'R2', 'R3', 'R4'].map((subject) => task('quarantined_payment', subject))
    await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        database.prisma.$transaction((transaction) =>
          openTasks(transaction, index % 2 === 0 ? set : set.toReversed(), now),
        ),
      ),
    )
    for (const { subject } of set) expect(await history((await only(subject)).id)).toEqual([['kisht', 'opened', null]])
  })

  test('a viewer changes what is theirs, and leaves a row each time', async () => {
    await open(task('reversal', 'DEEDS', { memberNo: 'LOW' }))
    const { id } = await only('DEEDS')
    for (const viewer of [partner('TOP'), partner('BESIDE'), partner('LOW')]) {
      expect(await loadTask(database.prisma, viewer, id)).toBeUndefined()
      expect(await takeTask(database.prisma, viewer, id, now)).toBe(false)
      expect(await noteOnTask(database.prisma, viewer, id, 'x', now)).toBe(false)
      expect(await closeTask(database.prisma, viewer, id, 'x', now)).toBe(false)
      expect(await giveTask(database.prisma, viewer, id, null, now)).toEqual({ ok: false, reason: 'not_found' })
    }
    expect(await takeTask(database.prisma, partner('MID'), id, later)).toBe(true)
    expect((await loadTask(database.prisma, partner('MID'), id))?.takenAt?.equals(later)).toBe(true)
    expect(await noteOnTask(database.prisma, partner('MID'), id, 'called', later)).toBe(true)
    expect(await giveTask(database.prisma, partner('MID'), id, 'TOP', later)).toEqual({ ok: true })
    expect(await loadTask(database.prisma, partner('MID'), id)).toBeUndefined()
    expect(await loadTask(database.prisma, partner('TOP'), id)).toMatchObject({ ownerNo: 'TOP', takenAt: null })
    expect(await takeTask(database.prisma, { role: 'support', who: '7' }, id, later)).toBe(true)
    expect((await loadTask(database.prisma, support, id))?.ownerNo).toBeNull()
    const [first, second] = await Promise.all([
      closeTask(database.prisma, support, id, 'done', later),
      closeTask(database.prisma, support, id, 'done', later),
    ])
    expect([first, second].filter((isDone) => isDone)).toHaveLength(1)
    expect(await history(id)).toEqual([
      ['kisht', 'opened', null],
      ['MID', 'taken', null],
      ['MID', 'noted', 'called'],
      ['MID', 'given', 'TOP'],
      ['support:7', 'taken', null],
      ['support', 'closed', 'done'],
    ])
    expect(await noteOnTask(database.prisma, support, id, 'x', later)).toBe(false)
    await expect(database.prisma.taskNote.updateMany({ data: { text: 'x' } })).rejects.toThrow()
    await expect(database.prisma.taskNote.deleteMany()).rejects.toThrow()
  })

  test('is given to partners above the member only', async () => {
    await open(task('reversal', 'GIVEN', { memberNo: 'LOW' }), task('undelivered_webhook', 'GIVEN TOO'))
    const refused = { ok: false, reason: 'not_a_partner_above' }
    for (const to of ['BESIDE', 'LOWEST', 'ALONE', 'NOBODY']) {
      expect(await giveTask(database.prisma, support, (await only('GIVEN')).id, to, now), to).toEqual(refused)
    }
    expect(await giveTask(database.prisma, support, (await only('GIVEN TOO')).id, 'TOP', now)).toEqual(refused)
  })

  test('follows the structure: who is no longer above sees nothing of it, the partner above now owns it', async () => {
    await open(task('reversal', 'MOVES', { memberNo: 'LOWEST' }))
    const { id } = await only('MOVES')
    const move = (sponsorNo: string) =>
      database.prisma.member.update({ where: { memberNo: 'LOW' }, data: { sponsorNo } })
    await move('BESIDE')
    expect(await loadTask(database.prisma, partner('MID'), id)).toBeUndefined()
    await giveTasksToThoseAbove(database.prisma, later)
    expect(await loadTask(database.prisma, partner('BESIDE'), id)).toMatchObject({ id })
    await move('ALONE')
    await giveTasksToThoseAbove(database.prisma, later)
    expect((await only('MOVES')).ownerNo).toBeNull()
    expect(await history(id)).toEqual([
      ['kisht', 'opened', null],
      ['kisht', 'given', 'BESIDE'],
      ['kisht', 'given', null],
    ])
    await move('MID')
    await closeTasks(database.prisma, [{ kind: 'reversal', subject: 'MOVES' }], 'over', later)
  })

  test('a member who was reached by a person is not to be reached again; one that closed by itself may be', async () => {
    const toReach = task('reach_member', 'K-1 2026-03-29')
    await open(toReach)
    await closeTasks(database.prisma, [toReach], 'paid', later)
    await open(toReach)
    const { id } = await only('K-1 2026-03-29')
    await closeTask(database.prisma, support, id, 'reached', later)
    await open(toReach)
    expect(await about('K-1 2026-03-29', false)).toEqual([])
    await open(task('reach_member', 'K-1 2026-04-29'))
    const { id: next } = await only('K-1 2026-04-29')
    await closeTask(database.prisma, support, next, 'reached', later)
  })

  test('lists what is asked for, those due first come first, in parts', async () => {
    await open(task('reversal', 'LIST 1', { memberNo: 'BESIDE' }))
    await openTasks(database.prisma, [task('reversal', 'LIST 2', { memberNo: 'BESIDE' })], now.subtract({ hours: 48 }))
    const all = await loadTasks(database.prisma, support)
    expect(all.map(({ dueOn }) => dueOn ?? '9')).toEqual(all.map(({ dueOn }) => dueOn ?? '9').toSorted())
    const ofTop = await loadTasks(database.prisma, partner('TOP'))
    expect(ofTop.map(({ ownerNo }) => ownerNo)).toEqual(ofTop.map(() => 'TOP'))
    expect(ofTop.map(({ subject }) => subject)).toEqual(['LIST 2', 'of MID', 'LIST 1'])
    expect(await countTasks(database.prisma, partner('TOP'))).toBe(3)
    const part = { offset: 1, limit: 5 }
    expect(await loadTasks(database.prisma, partner('TOP'), {}, part)).toEqual(ofTop.slice(1))
    expect(await loadTasks(database.prisma, partner('TOP'), { ownerNo: 'MID' })).toEqual([])
    const ofSupport = await loadTasks(database.prisma, support, { ownerNo: null, kind: 'negative_balance' })
    expect(ofSupport.map(({ subject }) => subject)).toEqual(['LOW EUR'])
  })
})
