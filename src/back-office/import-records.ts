/**
 * Validated records into the database, in the caller's transaction, together with the projections of the plans they
 * touch. The way in behind it, files or HTTP, does not matter here. (HOUSE "Money in".)
 */
import type { Policy } from '../domain/policy.ts'
import { isLongPast } from '../ledger/history.ts'
import { type ProjectedPlan, projectPlans } from '../ledger/plan-projection.ts'
import type { BackOfficeRecords } from './back-office-files.ts'
import { bookPayments } from './book-payments.ts'
import type { FileReport, ImportReport } from './import-report.ts'
import type { ImportRecords } from './import-store.ts'
import { type MergedRecords, mergeRecords } from './merge-records.ts'
import type { Problems } from './problem.ts'

export interface ImportContext {
  store: ImportRecords
  policy: Policy
  /** To the millisecond. */
  now: Temporal.Instant
  asOf?: Temporal.Instant | undefined
  /** Those that were found while reading; more are added. */
  problems: Problems
}

/** `undefined` when there are problems: then nothing was written. */
export async function importRecords(
  { store, policy, now, asOf, problems }: ImportContext,
  records: BackOfficeRecords,
): Promise<Omit<ImportReport, 'ignoredFiles'> | undefined> {
  const isBroken = Object.values(records).some((file) => file.isBroken)
  const merged = isBroken ? undefined : await mergeRecords(store, records, policy.contractZone, now, problems)
  if (!merged || problems.count > 0) return undefined

  await save(store, merged, now)
  const { entries, report: payments } = await bookPayments(
    store,
    records.payments.rows,
    { members: merged.members.all, plans: merged.plans.all },
    policy.contractZone,
    now,
  )
  await store.addEntries(entries)
  const touched =
    merged.offers.saved.length > 0
      ? [...merged.plans.all.keys()]
      : [
          ...new Set([
            ...merged.plans.saved.map(({ planNo }) => planNo),
            ...merged.schedules.changedPlans,
            ...entries.flatMap(({ planNo }) => planNo ?? []),
          ]),
        ]
  const projected = await projectPlans(store, policy, now, touched)
  return {
    recordedAt: now.toString(),
    asOf: asOf?.toString() ?? null,
    files: fileReports(records, merged, payments),
    payments,
    historyPlans: await keepHistory(store, projected, merged),
  }
}

async function save(store: ImportRecords, merged: MergedRecords, now: Temporal.Instant): Promise<void> {
  await store.saveMembers(merged.members.saved)
  await store.savePackages(merged.packages.saved)
  await store.savePlans(merged.plans.saved)
  await store.replaceSchedules(merged.schedules.saved)
  await store.addOfferVersions(merged.offers.saved, now)
}

/**
 * A plan becomes history at its first import only. It stops being history when later records, such as the payments that
 * came in a file of their own, show that it was not.
 */
async function keepHistory(
  store: ImportRecords,
  projected: readonly ProjectedPlan[],
  { plans }: MergedRecords,
): Promise<string[]> {
  const planNos = (found: readonly ProjectedPlan[]) => found.map(({ state }) => state.terms.planNo)
  const longPast = planNos(projected.filter(({ state }) => plans.added.has(state.terms.planNo) && isLongPast(state)))
  const noLonger = planNos(projected.filter(({ records, state }) => records.isHistory && !isLongPast(state)))
  await store.markHistory(longPast, true)
  await store.markHistory(noLonger, false)
  return longPast
}

function fileReports(
  records: BackOfficeRecords,
  merged: MergedRecords,
  { booked, alreadyThere }: ImportReport['payments'],
): FileReport[] {
  const changes = {
    members: merged.members.counts,
    packages: merged.packages.counts,
    plans: merged.plans.counts,
    installments: merged.schedules.counts,
    payments: { added: booked, changed: 0, unchanged: alreadyThere },
    offers: merged.offers.counts,
  }
  return Object.entries(records).map(([name, { file, readCount }]) => ({
    file,
    read: readCount,
    ...changes[name as keyof BackOfficeRecords],
  }))
}
