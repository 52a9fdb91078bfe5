/** Which import is under way: asked by imports, and by whoever must not look while one is. */
import type { ImportReport } from '../../back-office/importing/import-report.ts'
import type { ImportRun, RunProgress } from '../../back-office/importing/import-run.ts'
import { fromInstantColumn } from '../engine/columns.ts'
import type { Queries } from '../engine/database.ts'
import { exclusively } from '../engine/exclusively.ts'
import type { Locks } from '../engine/locks.ts'
import { Prisma } from '../generated/client.ts'

export function aloneOnImports<T>(locks: Locks, work: (isAlone: () => boolean) => Promise<T>) {
  return exclusively(locks, 'import', work)
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
