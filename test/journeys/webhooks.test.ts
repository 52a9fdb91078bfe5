/** The back office is told by the real process, also when that is killed, and chats do not wait for it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openEmbedded } from '../../src/storage/engine/open-embedded.ts'
import { openWebhookStore } from '../../src/storage/webhooks/webhook-store.ts'
import { startWebhookReceiver, type WebhookReceiver, webhookSecret } from '../support/webhook-receiver.ts'
import { ask, type Journey, noon, startJourney } from './journey.ts'
import { words } from './texts.ts'

let journey: Journey
let receiver: WebhookReceiver

beforeAll(async () => {
  receiver = await startWebhookReceiver()
  journey = await startJourney({ env: { WEBHOOK_URL: receiver.url, WEBHOOK_SECRET: webhookSecret } })
})

afterAll(async () => {
  await journey.close()
  await receiver.close()
})

test('killed after the commit: what was not sent is sent after the next start, while chats are answered', async () => {
  const asha = journey.api.person({ id: 5001 })
  await journey.link(asha, 'M-101')
  await journey.kisht().kill()
  await addEvents()
  receiver.next = ['silence']
  await journey.startAgain()
  await expect.poll(() => receiver.silenced(), { timeout: 15_000 }).toBe(1)
  expect((await ask(asha, '/next')).text).toContain('K-101')

  // Killed between the request and its answer: whether it arrived is not known, so it is sent again.
  await journey.kisht().kill()
  await journey.startAgain()
  await expect.poll(() => receiver.received.length, { timeout: 90_000, interval: 100 }).toBe(2)
  const [first, again] = receiver.received
  expect(again).toMatchObject({ deliveryId: first?.deliveryId, body: first?.body })
  expect((await ask(asha, '/help')).text).toContain(words('hi', 'help.heading'))
  await expect.poll(pendingEvents, { timeout: 15_000 }).toBe('0')
  expect(journey.failures()).toEqual([])
  expect(journey.kisht().stderr()).not.toContain(webhookSecret)
})

/** As a command's process does that the assistant does not run beside. */
async function addEvents(): Promise<void> {
  const opened = await openEmbedded(journey.dataDir)
  if (!opened.ok) throw new Error('the folder is in use')
  const { database } = opened
  await database.prisma.$transaction((transaction) =>
    openWebhookStore().addWebhookEvents(
      transaction,
      [{ kind: 'member.opted_out', memberNo: 'M-101', category: 'reminders' }],
      Temporal.Instant.from(noon),
    ),
  )
  await database.close()
}

async function pendingEvents(): Promise<string | undefined> {
  const metrics = await (await fetch(`${journey.kisht().address}/metrics`)).text()
  return /^kisht_webhook_events_pending (\S+)$/m.exec(metrics)?.[1]
}
