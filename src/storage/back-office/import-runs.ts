/** Which import is under way: asked by imports, and by whoever must not look while one is. */
import type { ImportReport } from '../../back-office/importing/import-report.ts'
import type { ImportRun, RunProgress } from '../../back-office/importing/import-run.ts'
import { fromInstantColumn } from '../engine/columns.ts'
import type { Queries } from '../engine/database.ts'
import { exclusively } from '../engine/exclusively.ts'
import type { HeldLock, Locks } from '../engine/locks.ts'
import { Prisma } from '../generated/client.ts'

const IMPORT_LOCK = 'import'

export function aloneOnImports<T>(locks: Locks, work: (isAlone: () => boolean) => Promise<T>) {
  return exclusively(locks, IMPORT_LOCK, work)
}

/** For who would rather come again than wait; `undefined` when an import, or a look at its outcome, is under way. */
export function takeImportTurn(locks: Locks): Promise<HeldLock | undefined> {
  return locks.take(IMPORT_LOCK)
}

/**
 * May something be recorded at this instant? Not between two steps of an import, whose records all bear the time at which
 * it began, and not before the time of what is recorded already.
 */
export async function mayRecordAt(queries: Queries, instant: Temporal.Instant): Promise<boolean> {
  // One import ends before the next begins, so only the last can be unfinished.
  const [last] = await queries.$queryRaw<{ isPast: boolean }[]>`
    SELECT progress IS NULL AND recorded_at <= ${instant.toString()}::timestamptz AS "isPast"
    FROM import_run ORDER BY id DESC LIMIT 1`
  return last?.isPast ?? true
}

/** The latest that an import which is done stated: until when everything paid is known. */
export async function loadPaymentsCompleteTo(queries: Queries): Promise<Temporal.Instant | undefined> {
  const [latest] = await queries.$queryRaw<{ asOf: Date | null }[]>`
    SELECT max(as_of) AS "asOf" FROM import_run WHERE progress IS NULL`
  return latest?.asOf ? fromInstantColumn(latest.asOf) : undefined
}

/** One that was interrupted, or is still at it. */
export async function loadUnfinishedRun(queries: Queries): Promise<ImportRun | undefined> {
  const run = await queries.importRun.findFirst({ where: { progress: { not: Prisma.AnyNull } } })
  if (!run) return undefined
  return {
    id: run.id,
    recordedAt: fromInstantColumn(run.recordedAt),
    report: run.report as unknown as ImportReport,
    progress: run.progress as unknown as RunProgress,
    ...(run.asOf && { asOf: fromInstantColumn(run.asOf) }),
  }
}
