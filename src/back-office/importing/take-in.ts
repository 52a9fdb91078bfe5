/**
 * Takes in what was staged and checked, portion by portion: one portion is one step, and one transaction. Members come
 * before who names them; a plan's schedule with its plan; payments last. (HOUSE "Money in".)
 */
import type { Offer } from '../../domain/offers/offer.ts'
import type { PlanRecords } from '../../domain/plan.ts'
import type { Policy } from '../../domain/policy.ts'
import { isLongPast } from '../../ledger/history.ts'
import { refreshBalances } from '../../ledger/refresh-balances.ts'
import { settlePlans } from '../../ledger/settle-plans.ts'
import type { FileName } from '../back-office-files.ts'
import { bookPayments } from '../booking/book-payments.ts'
import {
  mergeStagedMembers,
  mergeStagedOffers,
  mergeStagedPackages,
  mergeStagedPlans,
} from '../merging/merge-staged.ts'
import { Problems } from '../problem.ts'
import { countIn, type ImportReport } from './import-report.ts'
import type { Phase } from './import-run.ts'
import type { ImportRecords } from './import-store.ts'
import type { Progress } from './progress.ts'

export interface TakingIn {
  records: ImportRecords
  offers: readonly Offer[]
  policy: Policy
  now: Temporal.Instant
  rowsAtOnce: number
  progress: Progress
}

/** The portion after this key; `after` is the key to go on with, none when the phase is over. */
export type Step = (
  taking: TakingIn,
  after: string | null,
  report: ImportReport,
) => Promise<{ after: string | null; report: ImportReport }>

export const steps: Record<Phase, Step> = {
  packages: forKeys(['packages.csv'], takePackages),
  offers: forKeys(['offers.csv'], takeOffers),
  members: forKeys(['members.csv'], takeMembers),
  sponsors: forKeys(['members.csv'], connectMembers),
  plans: forKeys(['plans.csv', 'installments.csv'], takePlans),
  payments: takePayments,
  projections: followOffers,
}

type TakeKeys = (taking: TakingIn, keys: readonly string[], report: ImportReport) => Promise<ImportReport>

/** A plan brings its schedule along, which may be long. */
const KEYS_PER_ROWS = 4

function forKeys(files: readonly FileName[], take: TakeKeys): Step {
  return async (taking, after, report) => {
    const most = Math.ceil(taking.rowsAtOnce / KEYS_PER_ROWS)
    const keys = await taking.records.keysAfter(files, after, most)
    const taken = keys.length > 0 ? await take(taking, keys, report) : report
    return { after: keys.length < most ? null : (keys.at(-1) ?? null), report: taken }
  }
}

export async function takePackages({ records }: TakingIn, keys: readonly string[], report: ImportReport) {
  const merged = await unrefused((problems) => mergeStagedPackages(records, keys, problems))
  await records.savePackages(merged.saved)
  return countIn(report, 'packages.csv', merged.counts)
}

async function takeOffers({ records, now }: TakingIn, keys: readonly string[], report: ImportReport) {
  const merged = await unrefused((problems) => mergeStagedOffers(records, keys, problems))
  await records.addOfferVersions(merged.saved, now)
  return countIn(report, 'offers.csv', merged.counts)
}

export async function takeMembers({ records, progress }: TakingIn, keys: readonly string[], report: ImportReport) {
  const merged = await unrefused((problems) => mergeStagedMembers(records, keys, problems))
  await records.saveMembers(merged.saved)
  progress.takenIn(keys.length)
  return countIn(report, 'members.csv', merged.counts)
}

async function connectMembers({ records }: TakingIn, keys: readonly string[], report: ImportReport) {
  const merged = await unrefused((problems) => mergeStagedMembers(records, keys, problems))
  await records.connectMembers(merged.saved)
  return report
}

/** A plan becomes history at its first import only, and stops being so when later records show that it was not. */
export async function takePlans(taking: TakingIn, keys: readonly string[], report: ImportReport) {
  const { records, offers, policy, now, progress } = taking
  const { plans, schedules, before } = await unrefused((problems) =>
    mergeStagedPlans(records, keys, problems, policy.contractZone, now),
  )
  await records.savePlans(plans.saved)
  await records.replaceSchedules(schedules.saved)
  const touched = [...new Set([...plans.saved.map(({ planNo }) => planNo), ...schedules.changedPlans])]
  const changes = (await records.planRecords(touched)).map((after) => ({
    before: before.get(after.terms.planNo),
    after,
  }))
  const settled = await settlePlans(records, changes, offers, policy, now)
  const longPast = settled.filter(({ state }) => plans.added.has(state.terms.planNo) && isLongPast(state))
  const planNos = longPast.map(({ state }) => state.terms.planNo)
  await records.markHistory(planNos, true)
  await records.markNewHistory(planNos)
  await refreshBalances(records, membersWithMoney(settled.map(({ after }) => after)), policy.contractZone, now)
  progress.takenIn(keys.length)
  const counted = countIn(report, 'plans.csv', plans.counts)
  return countIn(counted, 'installments.csv', schedules.counts)
}

async function takePayments(taking: TakingIn, after: string | null, report: ImportReport) {
  const { records, rowsAtOnce, progress } = taking
  const staged = await records.paymentsAfter(after, rowsAtOnce)
  const booked = staged.length > 0 ? await bookPayments(records, staged, taking, report) : report
  progress.takenIn(staged.length)
  return { after: staged.length < rowsAtOnce ? null : (staged.at(-1)?.bookedWith ?? null), report: booked }
}

/** A changed offer may change what any plan has secured. */
async function followOffers(
  { records, offers, policy, now, rowsAtOnce }: TakingIn,
  after: string | null,
  report: ImportReport,
) {
  const most = Math.ceil(rowsAtOnce / KEYS_PER_ROWS)
  const plans = await records.plansAfter(after, most)
  const unchanged = plans.map((plan) => ({ before: plan, after: plan }))
  await settlePlans(records, unchanged, offers, policy, now)
  return { after: plans.length < most ? null : (plans.at(-1)?.terms.planNo ?? null), report }
}

function membersWithMoney(plans: readonly PlanRecords[]): string[] {
  return [...new Set(plans.filter(({ payments }) => payments.length > 0).map(({ terms }) => terms.memberNo))]
}

/** All was checked before anything was taken in, and nobody else imports meanwhile. */
async function unrefused<T>(merge: (problems: Problems) => Promise<T>): Promise<T> {
  const problems = new Problems()
  const merged = await merge(problems)
  if (problems.count > 0) throw new Error(`what was checked is refused: ${JSON.stringify(problems.listed[0])}`)
  return merged
}
