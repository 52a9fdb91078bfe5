/** Carries a run out, step by step; each step is a transaction that also says where the next one begins. */
import { compareInstants } from '../../domain/calendar.ts'
import type { Policy } from '../../domain/policy.ts'
import type { AnswerTo } from './import-outcome.ts'
import { countIn, type ImportReport, MOST_LISTED } from './import-report.ts'
import type { ImportRun } from './import-run.ts'
import type { ImportRecords, ImportStore } from './import-store.ts'
import type { Progress } from './progress.ts'
import { steps } from './take-in.ts'

/** What every import needs, also one that ends what another began. */
export interface ImportParts {
  store: ImportStore
  policy: Policy
  answerTo: AnswerTo
}

export interface CarryingOn extends ImportParts {
  progress: Progress
}

export async function carryOn(carrying: CarryingOn, begun: ImportRun): Promise<ImportReport> {
  let run = begun
  do {
    const current = run
    run = await carrying.store.inTransaction(async (records) => ({
      keep: true,
      result: await oneStep(records, carrying, current),
    }))
  } while (run.progress.left.length > 0)
  return run.report
}

async function oneStep(records: ImportRecords, carrying: CarryingOn, current: ImportRun): Promise<ImportRun> {
  const { store, policy, progress, answerTo } = carrying
  const run = current.id === undefined ? await beginAfterCancellations(records, current) : current
  const { left, after, request } = run.progress
  const [phase, ...later] = left
  const offers = await records.offers()
  const taking = { records, offers, policy, now: run.recordedAt, rowsAtOnce: store.rowsAtOnce, progress }
  const step = phase ? await steps[phase](taking, after, run.report) : { after: null, report: run.report }
  const next: ImportRun = {
    ...run,
    report: step.report,
    progress: { ...run.progress, left: step.after === null ? later : left, after: step.after },
  }
  const id = await records.saveRun(next)
  if (next.progress.left.length > 0) return { ...next, id }
  const report = await complete(records, step.report)
  await records.endRun(id, report)
  if (request) await records.keepAnswer(request, answerTo(report))
  return { ...next, id, report }
}

/**
 * Reading and checking takes its time, and a plan may have been cancelled meanwhile: what is recorded after that has a
 * later time, or money would seem to have been there when the plan was cancelled for want of it. (DOMAIN section 4.)
 */
async function beginAfterCancellations(records: ImportRecords, run: ImportRun): Promise<ImportRun> {
  const cancelledAt = await records.lastCancelledAt()
  if (!cancelledAt || compareInstants(cancelledAt, run.recordedAt) < 0) return run
  const recordedAt = cancelledAt.add({ milliseconds: 1 })
  return { ...run, recordedAt, report: { ...run.report, recordedAt: recordedAt.toString() } }
}

async function complete(records: ImportRecords, report: ImportReport): Promise<ImportReport> {
  const { booked, alreadyThere } = report.payments
  const counted = countIn(report, 'payments.csv', { added: booked, changed: 0, unchanged: alreadyThere })
  return { ...counted, historyPlans: (await records.newHistory(MOST_LISTED)).toSorted() }
}
