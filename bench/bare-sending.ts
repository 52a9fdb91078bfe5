/** What the delivery is measured against: grammY in a loop, that sends the same texts and remembers nothing. */
import { Api } from 'grammy'
import { FIRST_CHAT_ID } from '../test/support/outbox.ts'
import { BOT_TOKEN } from './bot-api.ts'
import type { DeliveryDone, DeliveryOrder } from './delivering.ts'

let next = 1

async function carryOut({ apiRoot, count, concurrency }: DeliveryOrder): Promise<DeliveryDone> {
  const api = new Api(BOT_TOKEN, { apiRoot })
  const startedMs = performance.now()
  const before = process.cpuUsage()
  const end = next + count
  const worker = async () => {
    while (next < end) {
      const number = next++
      const text = `plan K-${number}: ${'Amount due, by when, and what it adds. '.repeat(10)}`
      const options = { parse_mode: 'HTML', link_preview_options: { is_disabled: true } } as const
      await api.sendMessage(FIRST_CHAT_ID - 1 + number, text, options)
    }
  }
  await Promise.all(Array.from({ length: concurrency }, worker))
  const { user, system } = process.cpuUsage(before)
  const seconds = (performance.now() - startedMs) / 1000
  return { seconds, cpuSeconds: (user + system) / 1_000_000, residentMb: process.memoryUsage.rss() / 1_048_576 }
}

process.once('disconnect', () => process.exit())
process.once('SIGTERM', () => process.exit(0))
process.on('message', (order: DeliveryOrder) => {
  void carryOut(order).then((done) => process.send?.(done))
})
process.stdout.write('ready\n')
