/**
 * The delivery of the outbox in a process of its own, on the database of DATABASE_URL, put together as
 * `src/composition/nudging.ts` does it: carries out what its parent orders, from its start, when all messages are planned,
 * to the last recorded outcome.
 */
import { createTelegramCarry } from '../src/channels/telegram/carry-nudge.ts'
import { startClock } from '../src/clock.ts'
import { startNudgeDelivery } from '../src/composition/nudge-delivery.ts'
import { createNudgeWriter } from '../src/composition/nudge-writer.ts'
import { defaultPolicy, type Policy } from '../src/domain/policy.ts'
import { loadLocales } from '../src/i18n/locales.ts'
import { createRenderer } from '../src/i18n/render-reply.ts'
import { recheckMessages } from '../src/nudges/planning/recheck.ts'
import { tasksToReach } from '../src/nudges/planning/tasks-to-reach.ts'
import { openPostgres } from '../src/storage/engine/open-postgres.ts'
import { shareJobs } from '../src/storage/engine/shared-jobs.ts'
import { openRecheckStore } from '../src/storage/nudges/recheck-store.ts'
import { BOT_TOKEN } from './bot-api.ts'
import { PLANNED_AT } from './due-base.ts'
import type { MemorySample } from './memory-course.ts'

export interface DeliveryOrder {
  apiRoot: string
  /** As many as are planned. */
  count: number
  perSecond: number
  concurrency: number
}

export interface DeliveryDone {
  seconds: number
  cpuSeconds: number
  /** Taken while it worked. */
  memory: MemorySample[]
}

const SAMPLE_EVERY_MS = 250

const { DATABASE_URL = '' } = process.env
const database = await openPostgres(DATABASE_URL)
const onError = (error: unknown) => process.stderr.write(`${error}\n`)
const openJobs = shareJobs(database, onError)
// It stays open from one order to the next, as it does in an assistant that runs.
await openJobs()
const locales = loadLocales()
const renderer = createRenderer(locales)
const recheckStore = openRecheckStore(database, defaultPolicy.grace.days)
const clock = startClock(PLANNED_AT)
const now = () => clock.now()

async function carryOut({ apiRoot, count, perSecond, concurrency }: DeliveryOrder): Promise<DeliveryDone> {
  const policy: Policy = { ...defaultPolicy, nudges: { ...defaultPolicy.nudges, messagesPerSecond: perSecond } }
  const outcomes = new Map<string, number>()
  const memory: MemorySample[] = []
  let delivered = 0
  const all = Promise.withResolvers<void>()
  const sampling = setInterval(() => {
    memory.push({ delivered, residentMb: process.memoryUsage.rss() / 1_048_576 })
  }, SAMPLE_EVERY_MS)
  const startedMs = performance.now()
  const before = process.cpuUsage()
  const delivery = await startNudgeDelivery({
    database,
    openJobs,
    policy,
    now,
    recheck: (messageIds) => recheckMessages(recheckStore, policy, messageIds, now()),
    write: createNudgeWriter({ policy, renderer, languages: locales.map(({ tag }) => tag) }),
    channels: new Map([['telegram', createTelegramCarry({ token: BOT_TOKEN, apiRoot })]]),
    toReach: tasksToReach,
    onOutcome(outcome) {
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      delivered += 1
      if (delivered === count) all.resolve()
    },
    onError,
    concurrency,
  })
  await all.promise
  while ((await countIn('sending')) > 0) await new Promise((resolve) => setTimeout(resolve, 5))
  const { user, system } = process.cpuUsage(before)
  const seconds = (performance.now() - startedMs) / 1000
  clearInterval(sampling)
  await delivery.stop()
  const sent = await countIn('sent')
  if (sent !== count) throw new Error(`${sent} of ${count} messages were sent: ${JSON.stringify([...outcomes])}`)
  return { seconds, cpuSeconds: (user + system) / 1_000_000, memory }
}

function countIn(state: string): Promise<number> {
  return database.prisma.outboxMessage.count({ where: { state } })
}

process.once('disconnect', () => process.exit())
process.once('SIGTERM', () => process.exit(0))
process.on('message', (order: DeliveryOrder) => {
  void carryOut(order).then((done) => process.send?.(done))
})
process.stdout.write('ready\n')
