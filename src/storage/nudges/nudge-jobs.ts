/**
 * pg-boss carries batches of messages: a job is the id of a batch, and what is in it stands in our outbox. Our table is
 * the truth; a job that is lost is queued again, and one that is left over finds nothing to do.
 *
 * A batch is begun with a lock of its name, which is gone when its process is: a job that looks as if somebody were at it,
 * and whose lock is free, has nobody.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { fromPrisma } from 'pg-boss'
import type { Database } from '../engine/database.ts'
import type { HeldLock } from '../engine/locks.ts'
import type { OpenJobs } from '../engine/shared-jobs.ts'
import type { Prisma } from '../generated/client.ts'
import { batchLock } from './delivery-run.ts'

const NUDGE_QUEUE = 'nudges'

/** Puts jobs that carry these batches into the transaction in which their messages are written. */
export type QueueBatches = (transaction: Prisma.TransactionClient, batchIds: readonly string[]) => Promise<void>

export interface NudgeJobs {
  queue: QueueBatches
  /** Starts to deliver; a batch that is interrupted is for somebody else. */
  work(deliver: (batchId: string) => Promise<'done' | 'interrupted'>): Promise<void>
  /** Looks at once for what was queued. */
  wake(): void
  /** Waits for the batch that is being begun. */
  stopWork(): Promise<void>
  close(): Promise<void>
}

export interface NudgeJobParts {
  database: Database
  openJobs: OpenJobs
  /** How often it looks for what was queued meanwhile. */
  pollSeconds: number
}

/** While one ends and the next is looked up, another goes on. */
const BATCHES_AT_ONCE = 2

const jobOptions = {
  // Our own table says what is left to do: a job never fails for good.
  retryLimit: 1_000_000,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 60,
  // A process that was killed does not hold a batch for longer.
  heartbeatSeconds: 20,
  // At one message a second.
  expireInSeconds: 23 * 3_600,
  // Nothing is to be read in them any more.
  deleteAfterSeconds: 3_600,
}

export async function openNudgeJobs({ database, openJobs, pollSeconds }: NudgeJobParts): Promise<NudgeJobs> {
  const { boss, close } = await openJobs()
  // Known before the first transaction: looking it up would wait for that where there is one connection.
  await boss.createQueue(NUDGE_QUEUE)
  const workers: string[] = []
  const wake = () => {
    for (const worker of workers) boss.notifyWorker(worker)
  }
  return {
    async queue(transaction, batchIds) {
      if (batchIds.length === 0) return
      const jobs = batchIds.map((id) => ({ id, ...jobOptions }))
      await boss.insert(NUDGE_QUEUE, jobs, { db: fromPrisma(transaction) })
    },
    async work(deliver) {
      const options = { pollingIntervalSeconds: pollSeconds }
      for (let count = 0; count < BATCHES_AT_ONCE; count++) {
        const worker = await boss.work<object>(NUDGE_QUEUE, options, async ([job]) => {
          if (!job) return
          const lock = await lockBatch(database, job.id)
          try {
            if ((await deliver(job.id)) === 'interrupted') throw new Interrupted()
            // The next one need not wait for the next look.
            boss.notifyWorker(worker)
          } finally {
            await lock?.release()
          }
        })
        workers.push(worker)
      }
    },
    wake,
    stopWork: () => boss.offWork(NUDGE_QUEUE),
    close,
  }
}

/** Whoever has it only looks whether it is free. */
async function lockBatch({ locks }: Database, batchId: string): Promise<HeldLock | undefined> {
  for (let tries = 0; tries < 10; tries++) {
    const lock = await locks.take(batchLock(batchId))
    if (lock) return lock
    await wait(20)
  }
  return undefined
}

/** How a job says that there is more of it. */
class Interrupted extends Error {
  constructor() {
    super('stopped before its end')
    this.name = 'Interrupted'
  }
}
