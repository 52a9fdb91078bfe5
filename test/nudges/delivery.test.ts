/** Messages of the outbox, each sent once, and what becomes of each when Telegram or the way to it is in trouble. */
import { type AddressInfo, createServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTelegramCarry } from '../../src/channels/telegram/carry-nudge.ts'
import { isGoingOn } from '../../src/nudges/condition.ts'
import { loadNudgingState } from '../../src/storage/nudges/nudging-state.ts'
import { pauseNudges, resumeNudges } from '../../src/storage/nudges/pause.ts'
import { engines } from '../support/databases.ts'
import { FIRST_CHAT_ID, LAST_PAYABLE_ON, recheckFrom } from '../support/outbox.ts'
import { type DeliveryBase, patient, startDeliveryBase, TOKEN } from './delivery-base.ts'

describe.each(engines)('delivery on %s', (engine) => {
  let base: DeliveryBase
  beforeEach(async () => {
    base = await startDeliveryBase(engine)
  })
  afterEach(() => base.close())

  const settled = (states: Record<string, number>) => expect.poll(() => base.states(), patient).toEqual(states)
  const tasks = () => base.database.prisma.task.findMany({ select: { kind: true, subject: true, memberNo: true } })
  const toReachFirst = { kind: 'reach_member', subject: `K-1 ${LAST_PAYABLE_ON}`, memberNo: 'M-1' }

  it('sends what was queued with its transaction, once, and keeps what was said where', async () => {
    const delivery = await base.start()
    await base.fill({ count: 1_200, queue: delivery.queue })
    delivery.wake()
    await settled({ sent: 1_200 })
    expect(base.calls().toSorted()).toEqual(Array.from({ length: 1_200 }, (_, n) => `plan K-${n + 1}`).toSorted())
    expect(await base.message(7)).toMatchObject({
      channel: 'telegram',
      chatId: String(FIRST_CHAT_ID + 6),
      locale: 'en',
      text: expect.stringContaining('plan K-7'),
      attempts: 1,
      reason: null,
    })
    expect(base.outcomes).toHaveLength(1_200)
    expect(base.errors).toEqual([])
  })

  it('is sent once by two workers', async () => {
    const first = await base.start()
    const runs = [first, await base.start()]
    // Found by both at once, too.
    await base.fill({ count: 700 })
    await base.fill({ count: 700, from: 1_001, batchSize: 50, queue: first.queue })
    await Promise.all(runs.map((run) => run.lookForLost()))
    await settled({ sent: 1_400 })
    expect(base.calls()).toHaveLength(1_400)
    expect(new Set(base.calls()).size).toBe(1_400)
  })

  it('stops at once when it is paused, and goes on when that is over', async () => {
    const policy = { version: 'test', nudges: { messagesPerSecond: 40 } }
    const delivery = await base.start({ policy: policy as never })
    await base.fill({ count: 60, queue: delivery.queue })
    delivery.wake()
    await expect.poll(() => base.calls().length, patient).toBeGreaterThan(5)
    await pauseNudges(base.database.prisma, { at: Temporal.Now.instant(), by: 'test' })
    // What was marked just before goes out; nothing is marked any more.
    await new Promise((resolve) => setTimeout(resolve, 500))
    await expect.poll(async () => (await base.states()).sending, patient).toBeUndefined()
    const arrived = base.calls().length
    await delivery.lookForLost()
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(await base.states()).toEqual({ sent: arrived, pending: 60 - arrived })
    expect(base.calls()).toHaveLength(arrived)
    expect(arrived).toBeLessThan(60)
    await resumeNudges(base.database.prisma)
    await delivery.lookForLost()
    await settled({ sent: 60 })
    expect(base.calls()).toHaveLength(60)
  })

  it('reads the ledger again: cancels, waits, and lets the steps of what was cancelled be told again', async () => {
    await base.fill({ count: 3 })
    const go = recheckFrom(base.database)
    const until = base.clock.now().add({ minutes: 5 })
    const delivery = await base.start({
      async recheck(ids) {
        const [paid = 0, waiting = 0] = [...ids].toSorted((a, b) => a - b)
        const rechecks = new Map(await go(ids))
        if (ids.length !== 3) return rechecks
        return rechecks.set(paid, { kind: 'cancel', reason: 'paid' }).set(waiting, { kind: 'wait', until })
      },
    })
    await settled({ cancelled: 1, pending: 1, sent: 1 })
    expect(await base.message(1)).toMatchObject({ state: 'cancelled', reason: 'paid' })
    const untilMs = new Date(until.epochMilliseconds)
    expect(await base.message(2)).toMatchObject({ state: 'pending', sendAt: untilMs, readyAt: untilMs })
    const voided = await base.database.prisma.outboxItem.findMany({ where: { isVoid: true } })
    expect(voided.map(({ obligation }) => obligation)).toEqual(['plan K-1'])
    base.clock.advance({ minutes: 6 })
    await delivery.lookForLost()
    await settled({ cancelled: 1, sent: 2 })
  })

  it('429: the whole token is silent for as long as Telegram says, in every process, and nothing counts', async () => {
    base.api.faults.add({ kind: 'tooManyRequests', retryAfterSeconds: 2, method: 'sendMessage' })
    const policy = { version: 'test', nudges: { messagesPerSecond: 50 } } as never
    const first = await base.start({ policy })
    await base.start({ policy })
    await base.fill({ count: 40, batchSize: 10, queue: first.queue })
    first.wake()
    await expect.poll(() => base.outcomes.includes('slow_down'), patient).toBe(true)
    const refusedMs = base.api.callsOf('sendMessage')[0]?.atMs ?? 0
    await settled({ sent: 40 })
    const others = base.api.callsOf('sendMessage').slice(1)
    expect(others).toHaveLength(40)
    // What was under way already may still go out.
    const during = others.filter(({ atMs }) => atMs - refusedMs > 1_000 && atMs - refusedMs < 1_950)
    expect(during.map(({ atMs }) => atMs - refusedMs)).toEqual([])
    expect(await base.database.prisma.outboxMessage.count({ where: { attempts: { not: 1 } } })).toBe(0)
  })

  it('403: the chat is known as unreachable, and the next chat of the person is written to', async () => {
    await base.fill({ count: 1 })
    await base.database.prisma.chatLink.create({
      data: { channel: 'telegram', chatId: '77', memberNo: 'M-1', linkedAt: new Date('2026-03-21') },
    })
    base.api.faults.add({ kind: 'forbidden', chatId: FIRST_CHAT_ID })
    await base.start()
    await settled({ sent: 1 })
    expect(await base.message()).toMatchObject({ chatId: '77', attempts: 1 })
    const links = await base.database.prisma.chatLink.findMany({ orderBy: { linkedAt: 'asc' } })
    expect(links.map(({ unreachableSince }) => unreachableSince !== null)).toEqual([true, false])
    expect(await tasks()).toEqual([])
  })

  it.each([
    ['403', { kind: 'forbidden', description: 'Forbidden: user is deactivated' }],
    ['400 chat not found', { kind: 'badRequest', reason: 'chat not found' }],
  ] as const)('%s on the last chat: failed, and somebody is to reach the person', async (_, fault) => {
    base.api.faults.add(fault)
    await base.fill({ count: 1 })
    await base.start()
    await settled({ failed: 1 })
    expect(await base.message()).toMatchObject({ reason: 'unreachable', attempts: 0, text: null })
    expect(await tasks()).toEqual([toReachFirst])
    expect(await base.database.prisma.chatLink.count({ where: { unreachableSince: null } })).toBe(0)
  })

  it('has nowhere to go: failed, without a call', async () => {
    await base.fill({ count: 1 })
    await base.database.prisma.chatLink.updateMany({ data: { unreachableSince: new Date() } })
    await base.start()
    await settled({ failed: 1 })
    expect(await base.message()).toMatchObject({ reason: 'no_channel' })
    expect(await tasks()).toEqual([toReachFirst])
    expect(base.calls()).toEqual([])
  })

  it('another refusal: failed, told to the operator without a name; a person’s task only for a final notice', async () => {
    base.api.faults.add({ kind: 'badRequest', reason: 'message is too strange', times: 2 })
    await base.fill({ count: 1 })
    await base.fill({ count: 1, from: 2, step: '+18' })
    await base.start()
    await settled({ failed: 2 })
    const why = '400 Bad Request: message is too strange'
    expect(await base.message()).toMatchObject({ reason: why })
    expect(base.refused).toEqual([1, 2].map((messageId) => ({ messageId, channel: 'telegram', why })))
    expect((await tasks()).map(({ subject }) => subject)).toEqual([`K-2 ${LAST_PAYABLE_ON}`])
  })

  it.each([
    ['an answer of 502', { kind: 'serverError', errorCode: 502 }, '502 Bad Gateway'],
    ['a connection that breaks after it arrived', { kind: 'dropAfterAccepting' }, 'UND_ERR_SOCKET'],
    ['a connection that breaks', { kind: 'dropBeforeAccepting' }, 'UND_ERR_SOCKET'],
    ['no answer in time', { kind: 'slow', latencyMs: 3_000 }, 'the call failed'],
  ] as const)('%s: it may have arrived, and goes once more', async (_, fault, reason) => {
    base.api.faults.add(fault)
    await base.fill({ count: 1 })
    const carry = createTelegramCarry({ token: TOKEN, apiRoot: base.api.url, timeoutSeconds: 1 })
    const delivery = await base.start({ channels: new Map([['telegram', carry]]) })
    await expect.poll(() => base.message(), patient).toMatchObject({ state: 'pending', attempts: 1, reason })
    expect(base.calls()).toHaveLength(1)
    await delivery.lookForLost()
    expect(base.calls()).toHaveLength(1)
    base.clock.advance({ minutes: 2 })
    await delivery.lookForLost()
    await settled({ sent: 1 })
    expect(await base.message()).toMatchObject({ attempts: 2, reason: null })
    expect(base.calls()).toHaveLength(2)
  })

  it('twice without an answer: unknown for good, and a person’s task for a final notice', async () => {
    base.api.faults.add({ kind: 'serverError', times: 4 })
    await base.fill({ count: 1, step: '+18' })
    await base.fill({ count: 1, from: 2 })
    const delivery = await base.start()
    await settled({ pending: 2 })
    await expect.poll(() => base.calls().length, patient).toBe(2)
    await expect.poll(() => base.message(2), patient).toMatchObject({ attempts: 1 })
    await expect.poll(() => base.message(1), patient).toMatchObject({ attempts: 1 })
    expect(await tasks()).toEqual([])
    base.clock.advance({ minutes: 2 })
    await delivery.lookForLost()
    await settled({ unknown: 2 })
    expect(await base.message()).toMatchObject({ attempts: 2, text: expect.stringContaining('plan K-1') })
    expect(await tasks()).toEqual([toReachFirst])
    base.clock.advance({ minutes: 10 })
    await delivery.lookForLost()
    expect(base.calls()).toHaveLength(4)
  })

  it('a step that was overtaken meanwhile does not go once more', async () => {
    base.api.faults.add({ kind: 'dropAfterAccepting' })
    await base.fill({ count: 1 })
    const go = recheckFrom(base.database)
    const delivery = await base.start({
      async recheck(ids) {
        return new Map([...(await go(ids))].map(([id, each]) => [id, { ...each, isOvertaken: true } as typeof each]))
      },
    })
    await expect.poll(() => base.message(), patient).toMatchObject({ state: 'pending', attempts: 1 })
    base.clock.advance({ minutes: 2 })
    await delivery.lookForLost()
    await settled({ unknown: 1 })
    expect(base.calls()).toHaveLength(1)
  })

  it('nobody listens: it did not arrive, so nothing counts, and it goes when somebody does', async () => {
    const port = await new Promise<number>((resolve) => {
      const server = createServer().listen(0, '127.0.0.1', () => {
        const address = server.address()
        server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0))
      })
    })
    let apiRoot = `http://127.0.0.1:${port}`
    await base.fill({ count: 3 })
    await base.start({
      channels: new Map([['telegram', (...call) => createTelegramCarry({ token: TOKEN, apiRoot })(...call)]]),
    })
    await expect
      .poll(() => base.outcomes.filter((outcome) => outcome === 'not_sent').length, patient)
      .toBeGreaterThan(1)
    await settled({ pending: 3 })
    apiRoot = base.api.url
    await settled({ sent: 3 })
    expect(await base.message()).toMatchObject({ attempts: 1 })
    expect(base.outcomes).not.toContain('unknown')
  })

  it('while the platform is away, it is known since when the first message may go', async () => {
    const unheard = createServer()
    const port = await new Promise<number>((resolve) =>
      unheard.listen(0, '127.0.0.1', () => resolve((unheard.address() as AddressInfo).port)),
    )
    await new Promise((resolve) => unheard.close(resolve))
    const startedAt = base.clock.now()
    await base.fill({ count: 3 })
    const carry = createTelegramCarry({ token: TOKEN, apiRoot: `http://127.0.0.1:${port}` })
    const delivery = await base.start({ channels: new Map([['telegram', carry]]) })
    for (let minutes = 0; minutes < 40; minutes += 10) {
      const tries = base.outcomes.length
      base.clock.advance({ minutes: 10 })
      await delivery.lookForLost()
      await expect.poll(() => base.outcomes.length, patient).toBeGreaterThan(tries)
    }
    await settled({ pending: 3 })
    const state = await loadNudgingState(base.database.prisma, base.clock.now())
    expect(state.oldestPendingAt?.since(startedAt).abs().total('seconds')).toBeLessThan(1)
    const run = { at: base.clock.now(), considered: 0, planned: 0 }
    const moment = { isOn: true, startedAt, now: base.clock.now() }
    expect(isGoingOn({ ...state, plannerRun: run }, moment)).toBe(false)
  })

  it('a final notice that arrived is on record for its plan, once', async () => {
    const delivery = await base.start()
    await base.fill({ count: 2, step: '+18', queue: delivery.queue })
    delivery.wake()
    await settled({ sent: 2 })
    const events = await base.database.prisma.planEvent.findMany({ orderBy: { planNo: 'asc' } })
    expect(events).toMatchObject(
      ['K-1', 'K-2'].map((planNo) => ({
        planNo,
        kind: 'notice_delivered',
        details: { lastPayableOn: LAST_PAYABLE_ON },
        policyVersion: 'built-in-1',
      })),
    )
  })

  it('cannot be put into words: failed, and the others go', async () => {
    await base.fill({ count: 3 })
    await base.start({
      write({ memberNo }) {
        if (memberNo === 'M-2') throw new Error('no words')
        return { locale: 'en', text: memberNo, rendered: { locale: 'en', blocks: [{ block: 'text', text: memberNo }] } }
      },
    })
    await settled({ sent: 2, failed: 1 })
    expect(await base.message(2)).toMatchObject({ reason: 'not_written' })
    expect(base.errors).toHaveLength(1)
  })

  it('stopped while calls are under way: they are waited for, and the rest is for the next start', async () => {
    const first = await base.start({ concurrency: 5 })
    base.api.faults.add({ kind: 'slow', latencyMs: 400, times: 5 })
    await base.fill({ count: 30, queue: first.queue })
    first.wake()
    await expect.poll(() => base.calls().length, patient).toBe(5)
    await first.stop()
    expect(await base.states()).toEqual({ sent: 5, pending: 25 })
    await base.start()
    await settled({ sent: 30 })
    expect(base.calls()).toHaveLength(30)
  })
})
