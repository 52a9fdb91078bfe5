/**
 * What the delivery is measured against: grammY in a loop, that remembers nothing. It sends what it was given, which is
 * what the delivery sent: the same chats, texts and keyboards.
 */
import { Api } from 'grammy'
import { BOT_TOKEN, type SentMessage } from './bot-api.ts'
import type { DeliveryDone } from './delivering.ts'

export interface BareOrder {
  apiRoot: string
  concurrency: number
  /** Left out: the same as before. */
  messages?: SentMessage[]
}

let kept: readonly SentMessage[] = []

async function carryOut({ apiRoot, concurrency, messages = [...kept] }: BareOrder): Promise<DeliveryDone> {
  kept = messages
  const api = new Api(BOT_TOKEN, { apiRoot })
  const startedMs = performance.now()
  const before = process.cpuUsage()
  const rest = kept.values()
  const worker = async () => {
    for (const { payload } of rest) await api.raw.sendMessage(payload as Parameters<Api['raw']['sendMessage']>[0])
  }
  await Promise.all(Array.from({ length: concurrency }, worker))
  const { user, system } = process.cpuUsage(before)
  const seconds = (performance.now() - startedMs) / 1000
  return { seconds, cpuSeconds: (user + system) / 1_000_000, memory: [] }
}

process.once('disconnect', () => process.exit())
process.once('SIGTERM', () => process.exit(0))
process.on('message', (order: BareOrder) => {
  void carryOut(order).then((done) => process.send?.(done))
})
process.stdout.write('ready\n')
