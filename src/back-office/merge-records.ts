/** What the files and the database come to together, and everything in which they contradict each other. */

import type { BackOfficeRecords } from './back-office-files.ts'
import type { MemberRecord, OfferRecord, PackageRecord, PlanRecord } from './back-office-records.ts'
import { distinctRows } from './distinct-rows.ts'
import type { ImportRecords } from './import-store.ts'
import { byKey, type Merged } from './merge.ts'
import { mergeMembers } from './merge-members.ts'
import { mergeOffers } from './merge-offers.ts'
import { mergePackages } from './merge-packages.ts'
import { checkPlans, mergePlans } from './merge-plans.ts'
import { checkPlansHaveSchedules, type MergedSchedules, mergeSchedules } from './merge-schedules.ts'
import type { Problems } from './problem.ts'
import type { Located } from './read-records.ts'
import type { InstallmentRow } from './rows/installment-row.ts'
import { installmentSchema } from './rows/installment-row.ts'
import { memberSchema } from './rows/member-row.ts'
import { offerSchema } from './rows/offer-row.ts'
import { packageSchema } from './rows/package-row.ts'
import { planSchema } from './rows/plan-row.ts'

export interface MergedRecords {
  members: Merged<MemberRecord>
  packages: Merged<PackageRecord>
  plans: Merged<PlanRecord>
  schedules: MergedSchedules
  offers: Merged<OfferRecord>
}

export async function mergeRecords(
  store: ImportRecords,
  records: BackOfficeRecords,
  contractZone: string,
  now: Temporal.Instant,
  problems: Problems,
): Promise<MergedRecords> {
  const memberRows = distinctRows(records.members, memberSchema, problems)
  const packageRows = distinctRows(records.packages, packageSchema, problems)
  const planRows = distinctRows(records.plans, planSchema, problems)
  const installmentRows = distinctRows(records.installments, installmentSchema, problems)
  const offerRows = distinctRows(records.offers, offerSchema, problems)

  const there = {
    members: byKey(await store.members(), ({ memberNo }) => memberNo),
    packages: byKey(await store.packages(), ({ packageCode }) => packageCode),
    plans: byKey(await store.plans(), ({ planNo }) => planNo),
    offers: byKey(await store.currentOffers(), ({ offerCode }) => offerCode),
  }
  const members = mergeMembers(records.members, memberRows, there.members, problems)
  const packages = mergePackages(packageRows, there.packages)
  const plans = mergePlans(planRows, there.plans)
  const scheduledPlans = planNosOf(installmentRows)
  const changing = [...new Set([...plans.saved.map(({ planNo }) => planNo), ...scheduledPlans])]
  const before = byKey(
    await store.planRecords(changing.filter((planNo) => there.plans.has(planNo))),
    ({ terms }) => terms.planNo,
  )
  const surroundings = {
    members: members.all,
    packages: packages.all,
    memberFile: records.members,
    packageFile: records.packages,
  }
  checkPlans(records.plans, planRows, surroundings, before, problems)
  const saved = new Set(plans.saved.map(({ planNo }) => planNo))
  const changedRows = planRows.filter(({ row }) => saved.has(row.plan_no))
  checkPlansHaveSchedules(records.plans, changedRows, records.installments, scheduledPlans, before, problems)
  return {
    members,
    packages,
    plans,
    schedules: mergeSchedules(
      records.installments,
      installmentRows,
      records.plans,
      plans.all,
      before,
      contractZone,
      now,
      problems,
    ),
    offers: mergeOffers(records.offers, offerRows, there.offers, problems),
  }
}

function planNosOf(rows: readonly Located<InstallmentRow>[]): Set<string> {
  return new Set(rows.map(({ row }) => row.plan_no))
}
