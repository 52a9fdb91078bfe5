/**
 * A process of its own on a PostgreSQL database: told by its parent, it imports payments or runs the job that cancels
 * plans, with a clock that starts at the instant it is given. Its argument is the connection string.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { importFolder } from '../../src/back-office/importing/import-folder.ts'
import { startClock } from '../../src/clock.ts'
import { cancellationsOf } from '../../src/composition/cancellations.ts'
import { importPartsOf } from '../../src/composition/import-parts.ts'
import { defaultPolicy } from '../../src/domain/policy.ts'
import { openPostgres } from '../../src/storage/engine/open-postgres.ts'

export type Order = { clock: string; waitMs: number } & (
  | { kind: 'import'; files: Record<string, string> }
  /** Until nothing comes between any more. */
  | { kind: 'cancel' }
)

/** As an answer: the plans that were cancelled, none for an import. */
export type Done = { ok: true; cancelled: readonly string[] } | { ok: false; why: string }

const policy = { ...defaultPolicy, cancellation: { ...defaultPolicy.cancellation, ceilingPlans: 1_000 } }
const database = await openPostgres(process.argv[2] ?? '')

async function carryOut(order: Order): Promise<Done> {
  const clock = startClock(Temporal.Instant.from(order.clock))
  if (order.kind === 'import') {
    // As a command does that has much to read: its records bear the time at which it began.
    const now = clock.now()
    await wait(order.waitMs)
    const files = new Map(Object.entries(order.files))
    const outcome = await importFolder({ ...importPartsOf({ database, policy }), now, files, dryRun: false })
    return outcome.ok ? { ok: true, cancelled: [] } : { ok: false, why: JSON.stringify(outcome) }
  }
  await wait(order.waitMs)
  const { run } = cancellationsOf({ database, policy, now: () => clock.now() })
  const cancelled: string[] = []
  for (let isComplete = false; !isComplete; ) {
    const report = await run()
    cancelled.push(...report.cancelled)
    isComplete = report.isComplete
    if (!isComplete) await wait(2)
  }
  return { ok: true, cancelled }
}

process.on('message', async (order: Order) => {
  const done = await carryOut(order).catch((error): Done => ({ ok: false, why: String(error.stack) }))
  process.send?.(done)
})
process.on('disconnect', () => database.close().finally(() => process.exit()))
process.send?.('ready')
