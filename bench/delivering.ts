/**
 * The delivery of the outbox in a process of its own, on the database of DATABASE_URL: carries out what its parent orders,
 * from queued messages to recorded outcomes. Filling the outbox before is not measured.
 */
import { createTelegramCarry } from '../src/channels/telegram/carry-nudge.ts'
import { startNudgeDelivery } from '../src/composition/nudge-delivery.ts'
import { openPostgres } from '../src/storage/engine/open-postgres.ts'
import { shareJobs } from '../src/storage/engine/shared-jobs.ts'
import { fillOutbox, reachTask, recheckFrom, writePlainly } from '../test/support/outbox.ts'
import { BOT_TOKEN } from './bot-api.ts'

export interface DeliveryOrder {
  apiRoot: string
  count: number
  perSecond: number
  concurrency: number
}

export interface DeliveryDone {
  seconds: number
  cpuSeconds: number
  /** After a collection of what is not used any more. */
  residentMb: number
}

const { DATABASE_URL = '' } = process.env
const now = () => Temporal.Instant.fromEpochMilliseconds(Date.now())
const onError = (error: unknown) => process.stderr.write(`${error}\n`)
let filled = 0

async function carryOut({ apiRoot, count, perSecond, concurrency }: DeliveryOrder): Promise<DeliveryDone> {
  let outcomes = 0
  const all = Promise.withResolvers<void>()
  const delivery = await startNudgeDelivery({
    database,
    openJobs: shareJobs(database, onError),
    policy: { version: 'bench', nudges: { messagesPerSecond: perSecond } as never },
    now,
    recheck: recheckFrom(database),
    write: writePlainly,
    channels: new Map([['telegram', createTelegramCarry({ token: BOT_TOKEN, apiRoot })]]),
    toReach: reachTask,
    onOutcome: () => {
      outcomes += 1
      if (outcomes === count) all.resolve()
    },
    onError,
    concurrency,
  })
  await fillOutbox(database, { count, from: filled + 1, now: now(), queue: delivery.queue })
  filled += count
  const startedMs = performance.now()
  const before = process.cpuUsage()
  delivery.wake()
  await all.promise
  while ((await database.prisma.outboxMessage.count({ where: { state: 'sending' } })) > 0) {
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  const { user, system } = process.cpuUsage(before)
  const seconds = (performance.now() - startedMs) / 1000
  await delivery.stop()
  const sent = await database.prisma.outboxMessage.count({ where: { state: 'sent' } })
  if (sent !== filled) throw new Error(`${sent} of ${filled} messages were sent`)
  globalThis.gc?.()
  return { seconds, cpuSeconds: (user + system) / 1_000_000, residentMb: process.memoryUsage.rss() / 1_048_576 }
}

const database = await openPostgres(DATABASE_URL)
process.once('disconnect', () => process.exit())
process.once('SIGTERM', () => process.exit(0))
process.on('message', (order: DeliveryOrder) => {
  void carryOut(order).then((done) => process.send?.(done))
})
process.stdout.write('ready\n')
