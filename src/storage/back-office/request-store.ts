/** Requests that may come again, in the table `api_request`. */
import type { KeptAnswer, RequestName, RequestStore } from '../../back-office/importing/request-store.ts'
import { toInstantColumn } from '../engine/columns.ts'
import type { Database, Queries } from '../engine/database.ts'

/** Nobody repeats a request after this long. */
const KEPT_DAYS = 7

export function openRequestStore({ prisma, locks }: Database): RequestStore {
  return {
    async begin(name, requestHash, now) {
      // Held while the request is carried out: where the answer is missing and nobody holds it, its process has died.
      const lock = await locks.take(`request ${name.keyName} ${name.idempotencyKey}`)
      let isOurs = false
      try {
        if (lock) await add(prisma, name, requestHash, now)
        const found = await find(prisma, name)
        if (found && found.requestHash !== requestHash) return { state: 'reused' }
        if (found?.answer) return { state: 'answered', answer: found.answer }
        if (!lock) return { state: 'in_progress' }
        isOurs = true
        return { state: 'ours', end: lock.release }
      } finally {
        if (!isOurs) await lock?.release()
      }
    },
    async keep(name, answer) {
      await keepAnswer(prisma, name, answer)
      return (await find(prisma, name))?.answer ?? answer
    },
  }
}

/** The first answer stays: a repeated request gets that one. */
export async function keepAnswer(
  queries: Queries,
  { keyName, idempotencyKey }: RequestName,
  { status, body }: KeptAnswer,
): Promise<void> {
  await queries.apiRequest.updateMany({
    where: { keyName, idempotencyKey, status: null },
    data: { status, answer: body },
  })
}

export async function forgetRequests({ prisma }: Pick<Database, 'prisma'>, now: Temporal.Instant): Promise<void> {
  await prisma.apiRequest.deleteMany({ where: { receivedAt: { lt: longAgo(now) } } })
}

async function add(queries: Queries, name: RequestName, requestHash: string, now: Temporal.Instant): Promise<void> {
  await queries.$executeRaw`
    INSERT INTO api_request AS r (key_name, idempotency_key, request_hash, received_at)
    VALUES (${name.keyName}, ${name.idempotencyKey}, ${requestHash}, ${toInstantColumn(now)})
    ON CONFLICT (key_name, idempotency_key) DO UPDATE
    SET request_hash = excluded.request_hash, received_at = excluded.received_at, status = NULL, answer = NULL
    WHERE r.received_at < ${longAgo(now)}`
}

async function find(
  queries: Queries,
  { keyName, idempotencyKey }: RequestName,
): Promise<{ requestHash: string; answer?: KeptAnswer } | undefined> {
  const row = await queries.apiRequest.findUnique({ where: { keyName_idempotencyKey: { keyName, idempotencyKey } } })
  if (!row) return undefined
  const { requestHash, status, answer } = row
  return { requestHash, ...(status !== null && answer !== null && { answer: { status, body: answer } }) }
}

function longAgo(now: Temporal.Instant): Date {
  return toInstantColumn(now.subtract({ hours: 24 * KEPT_DAYS }))
}
