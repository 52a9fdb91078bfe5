/** Everything that is staged, held against the rest of it and against the database, before anything is taken in. */
import type { FileName } from '../back-office-files.ts'
import {
  mergeStagedMembers,
  mergeStagedOffers,
  mergeStagedPackages,
  mergeStagedPlans,
} from '../merging/merge-staged.ts'
import type { Problems } from '../problem.ts'
import { type Counts, countIn, type ImportReport } from './import-report.ts'
import type { ImportStore } from './import-store.ts'
import type { Progress } from './progress.ts'

export interface Checking {
  store: ImportStore
  contractZone: string
  now: Temporal.Instant
  problems: Problems
  progress: Progress
}

/** The report of what would be added and changed, payments aside. */
export async function checkStaged(checking: Checking, report: ImportReport): Promise<ImportReport> {
  const { store, problems, contractZone, now } = checking
  let counted = report
  const count = (file: FileName, counts: Counts) => {
    counted = countIn(counted, file, counts)
  }
  await forAllKeys(checking, ['packages.csv'], report, async (keys) =>
    count('packages.csv', (await mergeStagedPackages(store, keys, problems)).counts),
  )
  await forAllKeys(checking, ['offers.csv'], report, async (keys) =>
    count('offers.csv', (await mergeStagedOffers(store, keys, problems)).counts),
  )
  await forAllKeys(checking, ['members.csv'], report, async (keys) =>
    count('members.csv', (await mergeStagedMembers(store, keys, problems)).counts),
  )
  await forAllKeys(checking, ['plans.csv', 'installments.csv'], report, async (keys) => {
    const { plans, schedules } = await mergeStagedPlans(store, keys, problems, contractZone, now)
    count('plans.csv', plans.counts)
    count('installments.csv', schedules.counts)
  })
  return counted
}

async function forAllKeys(
  { store, progress }: Checking,
  files: readonly FileName[],
  { files: sent }: ImportReport,
  check: (keys: readonly string[]) => Promise<void>,
): Promise<void> {
  if (!sent.some(({ file, read }) => files.includes(file) && read > 0)) return
  const most = Math.ceil(store.rowsAtOnce / 2)
  let keys: string[]
  let after: string | null = null
  do {
    keys = await store.keysAfter(files, after, most)
    if (keys.length > 0) await check(keys)
    progress.checked(keys.length)
    after = keys.at(-1) ?? null
  } while (keys.length === most)
}
