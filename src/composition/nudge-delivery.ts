/** Sends what stands in the outbox, as one run of this process among others. Loaded only where something is to be sent. */
import { randomUUID } from 'node:crypto'
import type { Policy } from '../domain/policy.ts'
import { createChannelPauses } from '../nudges/delivery/channel-pauses.ts'
import { type BatchParts, deliverBatch } from '../nudges/delivery/deliver-batch.ts'
import { createInFlight } from '../nudges/delivery/in-flight.ts'
import { createPace } from '../nudges/delivery/pace.ts'
import type { Carry, DeliveryOutcome, RecheckMessages, WriteMessage } from '../nudges/delivery/ports.ts'
import { recover } from '../nudges/delivery/recover.ts'
import type { NudgeMessage } from '../nudges/outbox.ts'
import type { Database } from '../storage/engine/database.ts'
import type { OpenJobs } from '../storage/engine/shared-jobs.ts'
import { keepRun } from '../storage/nudges/keep-run.ts'
import { openNudgeJobs, type QueueBatches } from '../storage/nudges/nudge-jobs.ts'
import { openOutboxStore } from '../storage/nudges/outbox-delivery.ts'
import { openRecoveryStore } from '../storage/nudges/outbox-recovery.ts'
import type { NewTask } from '../tasks/task.ts'
import { createWakeUp } from './wake-up.ts'

export interface NudgeDeliveryParts {
  database: Database
  openJobs: OpenJobs
  policy: Pick<Policy, 'version' | 'nudges'>
  now(): Temporal.Instant
  recheck: RecheckMessages
  write: WriteMessage
  /** By name; a chat of another one is passed over. */
  channels: ReadonlyMap<string, Carry>
  /** Whom a person must reach, because this message did not. */
  toReach(message: NudgeMessage): readonly NewTask[]
  onOutcome?(outcome: DeliveryOutcome): void
  onRefused?(refused: { messageId: number; channel: string; why: string }): void
  onError(error: unknown): void
  concurrency?: number
  pollSeconds?: number
}

export interface NudgeDelivery {
  /** For the transaction in which messages are planned; then `wake`. */
  queue: QueueBatches
  /** Looks at once for what was queued. */
  wake(): void
  /** Queues what no job carries, and puts in order what ended runs had in hand; done once a minute without being asked. */
  lookForLost(): Promise<void>
  stop(): Promise<void>
}

const CONCURRENCY = 200
const POLL_SECONDS = 2
const LOOK_EVERY_MS = 60_000
/** An answer that is on its way may come; whoever stops us does not wait for a silent platform. */
const LAST_ANSWER_MS = 4_000

export async function startNudgeDelivery(parts: NudgeDeliveryParts): Promise<NudgeDelivery> {
  const { database, policy, now, recheck, toReach, onError } = parts
  const onOutcome = parts.onOutcome ?? (() => {})
  const run = { database, worker: randomUUID(), policyVersion: policy.version, now }
  const kept = await keepRun(run, onError)
  const jobs = await openNudgeJobs({
    database,
    openJobs: parts.openJobs,
    pollSeconds: parts.pollSeconds ?? POLL_SECONDS,
  })
  const recovery = openRecoveryStore(run, jobs.queue)
  const inFlight = createInFlight(parts.concurrency ?? CONCURRENCY)
  const stopping = new AbortController()
  const breakingOff = new AbortController()

  let looking: Promise<void> | undefined
  const look = async () => {
    try {
      const onInterrupted = (count: number) => {
        for (let each = 0; each < count; each++) onOutcome('unknown')
      }
      const queued = await recover({ store: recovery, recheck, toReach, onError, onInterrupted })
      if (queued > 0) jobs.wake()
    } catch (error) {
      onError(error)
    }
  }
  const lookForLost = () => {
    looking ??= look().finally(() => {
      looking = undefined
    })
    return looking
  }
  const wakeUp = createWakeUp(now, LOOK_EVERY_MS, lookForLost)

  const batchParts: BatchParts = {
    store: openOutboxStore(run),
    recheck,
    write: parts.write,
    channels: parts.channels,
    toReach,
    pauses: createChannelPauses(),
    pace: createPace(policy.nudges.messagesPerSecond),
    inFlight,
    partSize: partSizeFor(policy.nudges.messagesPerSecond),
    now,
    onWait: wakeUp.at,
    onOutcome,
    onRefused: parts.onRefused ?? (() => {}),
    onError,
    stop: breakingOff.signal,
    stopping: stopping.signal,
  }
  await lookForLost()
  await jobs.work((batchId) => deliverBatch(batchParts, batchId))
  return {
    queue: jobs.queue,
    wake: jobs.wake,
    lookForLost,
    async stop() {
      stopping.abort()
      wakeUp.stop()
      const breakOff = setTimeout(() => breakingOff.abort(), LAST_ANSWER_MS)
      await jobs.stopWork()
      await inFlight.empty()
      clearTimeout(breakOff)
      await looking
      await jobs.close()
      await kept.end()
    },
  }
}

/** What goes out within a second. Of each of two batches one part goes out and one waits, looked at a few seconds ago. */
function partSizeFor(perSecond: number): number {
  return Math.min(200, Math.max(10, perSecond))
}
