/**
 * What staged rows and the database come to together, for some of their keys, and everything in which they contradict
 * each other. Asked for all keys before anything is taken in, and again for each portion when it is.
 */
import type { PlanRecords } from '../../domain/plan.ts'
import type { MemberRecord, OfferRecord, PackageRecord, PlanRecord } from '../back-office-records.ts'
import type { Problems } from '../problem.ts'
import { installmentSchema } from '../rows/installment-row.ts'
import { memberSchema } from '../rows/member-row.ts'
import { offerSchema } from '../rows/offer-row.ts'
import { packageSchema } from '../rows/package-row.ts'
import { planSchema } from '../rows/plan-row.ts'
import type { ImportReads } from './master-reads.ts'
import { byKey, type Merged } from './merge.ts'
import { mergeMembers } from './merge-members.ts'
import { mergeOffers } from './merge-offers.ts'
import { mergePackages } from './merge-packages.ts'
import { checkPlans, mergePlans } from './merge-plans.ts'
import { checkPlansHaveSchedules, type MergedSchedules, mergeSchedules } from './merge-schedules.ts'
import { membersInCycles } from './sponsor-cycles.ts'
import { stagedRows } from './staged-rows.ts'

type Keys = readonly string[]

export async function mergeStagedPackages(
  reads: ImportReads,
  keys: Keys,
  problems: Problems,
): Promise<Merged<PackageRecord>> {
  const staged = await stagedRows(reads, packageSchema, keys, problems)
  return mergePackages(
    staged,
    byKey(await reads.packages(keys), ({ packageCode }) => packageCode),
  )
}

export async function mergeStagedOffers(
  reads: ImportReads,
  keys: Keys,
  problems: Problems,
): Promise<Merged<OfferRecord>> {
  const staged = await stagedRows(reads, offerSchema, keys, problems)
  return mergeOffers(
    staged,
    byKey(await reads.currentOffers(keys), ({ offerCode }) => offerCode),
    problems,
  )
}

export async function mergeStagedMembers(
  reads: ImportReads,
  keys: Keys,
  problems: Problems,
): Promise<Merged<MemberRecord>> {
  const staged = await stagedRows(reads, memberSchema, keys, problems)
  const sponsorNos = staged.rows.flatMap(({ row }) => row.sponsor_no ?? [])
  const linesUp = sponsorNos.length > 0 ? await reads.linesUpAfter(keys) : []
  const telegramUserIds = staged.rows.flatMap(({ row }) => row.telegram_user_id ?? [])
  const surroundings = {
    there: byKey(await reads.members(keys), ({ memberNo }) => memberNo),
    sponsorNos: await thereAfter(reads, 'members.csv', sponsorNos),
    inCycle: membersInCycles(new Map(linesUp.map(({ memberNo, sponsorNo }) => [memberNo, sponsorNo]))),
    telegramHolders: telegramUserIds.length > 0 ? await reads.telegramHoldersAfter(telegramUserIds) : [],
  }
  return mergeMembers(staged, surroundings, problems)
}

export interface MergedPlans {
  plans: Merged<PlanRecord>
  schedules: MergedSchedules
  /** Those of the plans that were there, by number. */
  before: ReadonlyMap<string, PlanRecords>
}

export async function mergeStagedPlans(
  reads: ImportReads,
  keys: Keys,
  problems: Problems,
  contractZone: string,
  now: Temporal.Instant,
): Promise<MergedPlans> {
  const planRows = await stagedRows(reads, planSchema, keys, problems)
  const installmentRows = await stagedRows(reads, installmentSchema, keys, problems)
  const plans = mergePlans(
    planRows,
    byKey(await reads.plans(keys), ({ planNo }) => planNo),
  )
  const scheduled = new Set(installmentRows.rows.map(({ row }) => row.plan_no))
  const saved = new Set(plans.saved.map(({ planNo }) => planNo))
  const before = byKey(await reads.planRecords([...new Set([...saved, ...scheduled])]), ({ terms }) => terms.planNo)
  const surroundings = {
    memberNos: await thereAfter(
      reads,
      'members.csv',
      planRows.rows.map(({ row }) => row.member_no),
    ),
    packageCodes: await thereAfter(
      reads,
      'packages.csv',
      planRows.rows.map(({ row }) => row.package_code),
    ),
  }
  checkPlans(planRows, surroundings, before, problems)
  const changed = { ...planRows, rows: planRows.rows.filter(({ row }) => saved.has(row.plan_no)) }
  checkPlansHaveSchedules(changed, installmentRows, scheduled, before, problems)
  const schedules = mergeSchedules(installmentRows, planRows, plans.all, before, contractZone, now, problems)
  return { plans, schedules, before }
}

/** Those of these keys that the database has or the file brings, also in rows that are malformed. */
async function thereAfter(
  reads: ImportReads,
  file: 'members.csv' | 'packages.csv',
  keys: Keys,
): Promise<ReadonlySet<string>> {
  const asked = [...new Set(keys)]
  if (asked.length === 0) return new Set()
  const there = file === 'members.csv' ? await reads.memberNosThere(asked) : await reads.packageCodesThere(asked)
  const known = new Set(there)
  const missing = asked.filter((key) => !known.has(key))
  const staged = missing.length > 0 ? await reads.stagedKeys(file, missing) : []
  return new Set([...there, ...staged])
}
