/** The port of `nudges/delivery/recover.ts`. */
import { randomUUID } from 'node:crypto'
import type { EndedRun, RecoveryStore } from '../../nudges/delivery/recover.ts'
import { MOST_ATTEMPTS } from '../../nudges/outbox.ts'
import type { Queries } from '../engine/database.ts'
import { inChunks, rowSet } from '../engine/row-set.ts'
import { openTasks } from '../tasks/task-store.ts'
import { batchLock, type DeliveryRun, workerLock } from './delivery-run.ts'
import type { QueueBatches } from './nudge-jobs.ts'
import { readPause } from './pause.ts'

/** Where locks say nothing about other processes, a message that is this long in hand has nobody any more. */
const LEASE_MINUTES = 10
/** One process carries a batch to its end; smaller ones are shared better. */
const BATCH_SIZE = 500
const MOST_AT_ONCE = 20_000

export function openRecoveryStore({ database, worker, now }: DeliveryRun, queue: QueueBatches): RecoveryStore {
  const { prisma, locks } = database
  return {
    async endedRuns() {
      const before = locks.areShared ? now() : now().subtract({ minutes: LEASE_MINUTES })
      const rows = await prisma.$queryRaw<{ worker: string; id: number; attempts: number }[]>`
        SELECT worker, id, attempts FROM outbox_message
        WHERE state = 'sending' AND worker <> ${worker} AND state_at <= ${before.toString()}::timestamptz
        ORDER BY id`
      const runs: EndedRun[] = []
      for (const [name, inHand] of Map.groupBy(rows, (row) => row.worker)) {
        const lock = await locks.take(workerLock(name))
        if (lock) runs.push({ worker: name, inHand, done: lock.release })
      }
      return runs
    },

    async endRun(ended, tasks) {
      const at = now()
      const before = locks.areShared ? at : at.subtract({ minutes: LEASE_MINUTES })
      await prisma.$transaction(async (transaction) => {
        await transaction.$executeRaw`
          UPDATE outbox_message SET attempts = attempts + 1, reason = 'interrupted', batch_id = NULL,
            state = CASE WHEN attempts + 1 < ${MOST_ATTEMPTS}::int THEN 'pending' ELSE 'unknown' END,
            send_at = ${at.toString()}::timestamptz, state_at = ${at.toString()}::timestamptz
          WHERE state = 'sending' AND worker = ${ended} AND state_at <= ${before.toString()}::timestamptz`
        await openTasks(transaction, tasks, at)
      })
    },

    async queueLost() {
      if (!(await isAnyLost(prisma, now())) || (await readPause(prisma))) return 0
      for (const batchId of locks.areShared ? await batchesAtWork(prisma) : []) {
        const lock = await locks.take(batchLock(batchId))
        if (!lock) continue
        await prisma.$executeRaw`
          UPDATE outbox_message SET batch_id = NULL WHERE batch_id = ${batchId}::uuid AND state = 'pending'`
        await lock.release()
      }
      return prisma.$transaction((transaction) => queueUncarried(transaction, queue, now()))
    },
  }
}

/** Most of the time there is none, and nobody is to be disturbed for that. */
async function isAnyLost(queries: Queries, now: Temporal.Instant): Promise<boolean> {
  const [found] = await queries.$queryRaw<{ any: boolean }[]>`
    SELECT EXISTS (
      SELECT FROM outbox_message m WHERE state = 'pending' AND send_at <= ${now.toString()}::timestamptz
        AND NOT EXISTS (
          SELECT FROM pgboss.job j WHERE j.name = 'nudges' AND j.id = m.batch_id AND j.state IN ('created', 'retry'))
    ) AS any`
  return found?.any ?? false
}

/** Those with a job that somebody has begun. */
async function batchesAtWork(queries: Queries): Promise<string[]> {
  const rows = await queries.$queryRaw<{ batchId: string }[]>`
    SELECT id::text AS "batchId" FROM pgboss.job j WHERE name = 'nudges' AND state = 'active'
      AND EXISTS (SELECT FROM outbox_message m WHERE m.batch_id = j.id AND m.state = 'pending')`
  return rows.map(({ batchId }) => batchId)
}

async function queueUncarried(
  transaction: Parameters<QueueBatches>[0],
  queue: QueueBatches,
  now: Temporal.Instant,
): Promise<number> {
  // Another process may be at it; each message becomes part of one batch only.
  const found = await transaction.$queryRaw<{ id: number }[]>`
    SELECT id FROM outbox_message m
    WHERE state = 'pending' AND send_at <= ${now.toString()}::timestamptz
      AND NOT EXISTS (
        SELECT FROM pgboss.job j WHERE j.name = 'nudges' AND j.id = m.batch_id
          AND j.state IN ('created', 'retry', 'active'))
    ORDER BY send_at, id LIMIT ${MOST_AT_ONCE} FOR UPDATE SKIP LOCKED`
  if (found.length === 0) return 0
  const batches = inChunks(found, BATCH_SIZE).map((messages) => ({ batchId: randomUUID(), messages }))
  const rows = batches.flatMap(({ batchId, messages }) => messages.map(({ id }) => ({ id, batchId })))
  await transaction.$executeRaw`
    UPDATE outbox_message m SET batch_id = r."batchId"
    FROM json_to_recordset(${rowSet(rows)}::json) AS r(id integer, "batchId" uuid) WHERE m.id = r.id`
  await queue(
    transaction,
    batches.map(({ batchId }) => batchId),
  )
  return found.length
}
