/**
 * The back office's files into the database: everything that is well-formed, or nothing. What is malformed refuses the
 * whole import and says where; a well-formed payment that conflicts or names something unknown waits in the quarantine
 * while the rest is booked. (CONTRACT "Import format".)
 */
import type { Policy } from '../domain/policy.ts'
import { type BackOfficeFiles, fileNames, readBackOfficeFiles } from './back-office-files.ts'
import { importRecords } from './import-records.ts'
import type { ImportReport } from './import-report.ts'
import type { ImportStore } from './import-store.ts'
import { type Problem, Problems } from './problem.ts'

export interface ImportOrder {
  store: ImportStore
  policy: Policy
  now: Temporal.Instant
  files: BackOfficeFiles
  /** The moment up to which the payments are complete, if the back office states one. */
  asOf?: Temporal.Instant | undefined
  /** Reports what would happen, and keeps nothing. */
  dryRun: boolean
}

export type ImportOutcome =
  | { ok: true; report: ImportReport }
  | { ok: false; problems: readonly Problem[]; problemCount: number }

export async function importFolder(order: ImportOrder): Promise<ImportOutcome> {
  const { store, policy, files, asOf, dryRun } = order
  const problems = new Problems()
  const known: readonly string[] = fileNames
  const names = [...files.keys()]
  if (!names.some((name) => known.includes(name))) {
    problems.add({ file: '', line: 0, column: null, value: null, expected: `at least one of ${known.join(', ')}` })
    return refusal(problems)
  }
  if (asOf && Temporal.Instant.compare(asOf, order.now) > 0) {
    const expected = 'a moment that has come: up to it the payments are complete'
    problems.add({ file: '', line: 0, column: 'as_of', value: asOf.toString(), expected })
    return refusal(problems)
  }
  const records = await readBackOfficeFiles(files, policy.contractZone, problems)
  const now = toMilliseconds(order.now)
  return store.inTransaction(async (store) => {
    const report = await importRecords({ store, policy, now, asOf, problems }, records)
    if (!report) return { keep: false, result: refusal(problems) }
    const complete: ImportReport = {
      ...report,
      files: report.files.filter(({ file }) => files.has(file)),
      ignoredFiles: names.filter((name) => !known.includes(name)).toSorted(),
    }
    await store.addRun(now, asOf, complete)
    return { keep: !dryRun, result: { ok: true, report: complete } }
  })
}

function refusal({ listed, count }: Problems): ImportOutcome {
  return { ok: false, problems: listed, problemCount: count }
}

/** As fine as the database keeps it. */
function toMilliseconds({ epochMilliseconds }: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(epochMilliseconds)
}
