/**
 * Records of the back office into the database: everything that is well-formed, or nothing. They are staged while they
 * are read; what is malformed refuses the whole import and says where; then they are taken in by short transactions, so
 * that chats are answered meanwhile. A run that was accepted is gone on with after an interruption. A well-formed payment
 * that conflicts or names something unknown waits in the quarantine while the rest is booked.
 * The way in, files or HTTP, does not matter here. (CONTRACT "Import format", HOUSE "Money in".)
 */
import { Problems } from '../problem.ts'
import type { RecordSource } from '../sources/record-source.ts'
import { checkStaged } from './check-staged.ts'
import type { ImportOutcome } from './import-outcome.ts'
import type { ImportReport } from './import-report.ts'
import { phasesFor } from './import-run.ts'
import { noProgress, type Progress } from './progress.ts'
import { rehearse } from './rehearse.ts'
import type { RequestName } from './request-store.ts'
import { carryOn, type ImportParts } from './run-import.ts'
import { stageRecords } from './stage-records.ts'
import { stageWaiting } from './stage-waiting.ts'

export interface ImportOrder extends ImportParts {
  now: Temporal.Instant
  sources: readonly RecordSource[]
  /** The moment up to which the payments are complete, if the back office states one. */
  asOf?: Temporal.Instant | undefined
  /** Reports what would happen, and keeps nothing. */
  dryRun: boolean
  /** Names that were not read. */
  ignoredFiles?: readonly string[]
  /** Who asked for it, if its answer is to be kept. */
  request?: RequestName
  progress?: Progress
}

const busy = { ok: false, reason: 'busy' } as const

export async function importRecords(order: ImportOrder): Promise<ImportOutcome> {
  const { store, asOf } = order
  if (asOf && Temporal.Instant.compare(asOf, order.now) > 0) {
    const expected = 'a moment that has come: up to it the payments are complete'
    const problem = { file: '', line: 0, column: 'as_of', value: asOf.toString(), expected }
    return { ok: false, reason: 'refused', problems: [problem], problemCount: 1 }
  }
  const done = await store.exclusively((isAlone) => importExclusively(order, isAlone))
  return done.ok ? done.value : busy
}

/** Goes on with a run that was interrupted, if there is one. */
export async function finishInterrupted(parts: ImportParts): Promise<boolean> {
  const done = await parts.store.exclusively((isAlone) => finishUnfinished(parts, isAlone))
  return done.ok && done.value
}

async function importExclusively(order: ImportOrder, isAlone: () => boolean): Promise<ImportOutcome> {
  const { store, policy, answerTo, sources, asOf, dryRun, request, progress = noProgress } = order
  // Trying out what would happen goes on with nothing; what is staged belongs to the run that was interrupted.
  if (dryRun && (await store.unfinishedRun())) return busy
  await finishUnfinished(order, isAlone)
  if (!isAlone()) return busy
  const now = toMilliseconds(order.now)
  const problems = new Problems()
  await store.clear()
  try {
    const staged = await stageRecords(store, sources, policy.contractZone, problems, progress, isAlone)
    await store.settle()
    const report = emptyReport(order, now, staged.readCounts)
    const checking = { store, contractZone: policy.contractZone, now, problems, progress }
    const checked = staged.isBroken ? report : await checkStaged(checking, report)
    // What is staged may be that of another import by now; nothing of this one is taken in yet.
    if (!isAlone()) return busy
    if (problems.count > 0) {
      return { ok: false, reason: 'refused', problems: problems.listed, problemCount: problems.count }
    }
    await stageWaiting(store)
    if (dryRun) return { ok: true, report: await rehearse({ store, policy, now, progress }, checked) }
    const left = phasesFor(new Set(sources.map(({ file }) => file)))
    const run = { recordedAt: now, asOf, report: checked, progress: { left, after: null, ...(request && { request }) } }
    return { ok: true, report: await carryOn({ store, policy, answerTo, progress }, run) }
  } finally {
    if (isAlone() && !(await store.unfinishedRun())) await store.clear()
  }
}

async function finishUnfinished({ store, policy, answerTo }: ImportParts, isAlone: () => boolean): Promise<boolean> {
  const run = await store.unfinishedRun()
  if (!run) return false
  await carryOn({ store, policy, answerTo, progress: noProgress }, run)
  if (isAlone()) await store.clear()
  return true
}

function emptyReport(
  { asOf, sources, ignoredFiles = [] }: ImportOrder,
  now: Temporal.Instant,
  readCounts: ReadonlyMap<string, number>,
): ImportReport {
  return {
    recordedAt: now.toString(),
    asOf: asOf?.toString() ?? null,
    files: sources.map(({ file }) => ({ file, read: readCounts.get(file) ?? 0, added: 0, changed: 0, unchanged: 0 })),
    ignoredFiles: ignoredFiles.toSorted(),
    payments: {
      booked: 0,
      alreadyThere: 0,
      counts: { parked: 0, quarantined: 0, takenUp: 0 },
      parked: [],
      quarantined: [],
      takenUp: [],
      totals: [],
    },
    historyPlans: [],
  }
}

/** As fine as the database keeps it. */
function toMilliseconds({ epochMilliseconds }: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(epochMilliseconds)
}
