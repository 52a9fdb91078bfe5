/** What is committed reaches the back office, signed and in order; what is rolled back never does. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { engines } from '../support/databases.ts'
import { isAuthentic, webhookSecret } from '../support/webhook-receiver.ts'
import { optedOut, patient, startTold, type Told, toldOf } from './back-office-told.ts'

describe.each(engines)('webhooks on %s', (engine) => {
  let told: Told
  beforeEach(async () => {
    told = await startTold(engine)
  })
  afterEach(() => told.close())

  it('sends what is committed, once, and nothing of what is rolled back', async () => {
    const { prisma } = told.database
    const undone = prisma.$transaction(async (transaction) => {
      await told.webhooks.addWebhookEvents(transaction, [optedOut(1)], told.clock.now())
      throw new Error('not this time')
    })
    await expect(undone).rejects.toThrow('not this time')
    await told.add(optedOut(2))
    await expect.poll(() => told.states(), patient).toEqual({ delivered: 1 })
    await told.add(optedOut(3))
    await expect.poll(() => told.states(), patient).toEqual({ delivered: 2 })
    expect(toldOf(told.receiver)).toEqual(['M-2', 'M-3'])
    expect(await told.metric('kisht_webhook_events_delivered_total')).toBe(2)
    expect(await told.metric('kisht_webhook_events_pending')).toBe(0)
  })

  it('says what happened in the words of the files, under a signature that a receiver can check', async () => {
    const at = Temporal.Instant.from('2026-03-19T21:00:00Z')
    await told.add({
      kind: 'payment.recorded',
      entry: {
        entryId: 'P-1',
        kind: 'installment',
        memberNo: 'M-101',
        namedPlanNo: 'K-101',
        planNo: 'K-101',
        isParked: false,
        reverses: null,
        currency: 'EUR',
        amountMinor: 1250n,
        valueAt: at,
        receivedAt: null,
        recordedAt: told.clock.now(),
        method: 'of no concern',
      },
    })
    await expect.poll(() => told.receiver.received.length, patient).toBe(1)
    const [request] = told.receiver.received
    if (!request) throw new Error('nothing was received')
    expect(JSON.parse(request.body)).toMatchObject({
      id: request.deliveryId,
      created_at: expect.stringMatching(/^2026-03-20T09:30:/),
      events: [
        {
          id: expect.stringMatching(/^\d+-\d+$/),
          kind: 'payment.recorded',
          created_at: expect.stringMatching(/^2026-03-20T09:30:/),
          payment_id: 'P-1',
          payment_kind: 'installment',
          member_no: 'M-101',
          plan_no: 'K-101',
          parked: false,
          reverses: null,
          currency: 'EUR',
          amount: '12.50',
          value_at: '2026-03-19T21:00:00Z',
        },
      ],
    })
    const nowSeconds = Math.floor(told.clock.now().epochMilliseconds / 1000)
    expect(isAuthentic(request, webhookSecret, nowSeconds)).toBe(true)
    expect(isAuthentic(request, `${webhookSecret}!`, nowSeconds)).toBe(false)
    expect(isAuthentic({ ...request, body: request.body.replace('12.50', '92.50') }, webhookSecret, nowSeconds)).toBe(
      false,
    )
    expect(isAuthentic(request, webhookSecret, nowSeconds + 301)).toBe(false)
  })

  it('sends a large set in order, a hundred to a request', async () => {
    const numbers = Array.from({ length: 1_234 }, (_, index) => index)
    await told.add(...numbers.map(optedOut))
    await expect.poll(() => told.states(), patient).toEqual({ delivered: 1_234 })
    expect(told.receiver.received.map(({ events }) => events.length)).toEqual([...Array(12).fill(100), 34])
    expect(toldOf(told.receiver)).toEqual(numbers.map((number) => `M-${number}`))
  })

  it('answers whoever else uses the database while the receiver takes its time', async () => {
    const { prisma } = told.database
    told.receiver.next = ['silence']
    await told.add(optedOut(1))
    await expect.poll(() => told.receiver.silenced(), patient).toBe(1)
    // As chats do: read and write in transactions of their own, some of which have something to tell.
    for (let number = 2; number < 30; number += 1) {
      await prisma.$transaction(async (transaction) => {
        await transaction.setting.upsert({
          where: { name: 'chat' },
          create: { name: 'chat', value: number },
          update: { value: number },
        })
        await told.webhooks.addWebhookEvents(transaction, [optedOut(number)], told.clock.now())
        await transaction.setting.findMany()
      })
    }
    expect(told.receiver.silenced()).toBe(1)
    expect(told.receiver.received).toHaveLength(1)
    told.receiver.release()
    await expect.poll(() => told.states(), patient).toEqual({ delivered: 29 })
    expect(toldOf(told.receiver)).toEqual(Array.from({ length: 29 }, (_, index) => `M-${index + 1}`))
  })
})
