/**
 * Takes in what was staged and checked, portion by portion: one portion is one step, and one transaction. Members come
 * before who names them; a plan's schedule with its plan; payments last. (HOUSE "Money in".)
 */
import type { Offer } from '../../domain/offers/offer.ts'
import type { PlanRecords } from '../../domain/plan.ts'
import type { Policy } from '../../domain/policy.ts'
import { isLongPast } from '../../ledger/history.ts'
import type { SettledPlan } from '../../ledger/plan-change.ts'
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
import type { ImportReport } from './import-report.ts'
import type { Phase } from './import-run.ts'
import type { ImportRecords } from './import-store.ts'
import type { Progress } from './progress.ts'
import type { StagedPayment } from './staging.ts'

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

type TakeKeys = (taking: TakingIn, keys: readonly string[]) => Promise<void>

/** A plan brings its schedule along, which may be long. */
const KEYS_PER_ROWS = 4

function forKeys(files: readonly FileName[], take: TakeKeys): Step {
  return async (taking, after, report) => {
    const most = Math.ceil(taking.rowsAtOnce / KEYS_PER_ROWS)
    const keys = await taking.records.keysAfter(files, after, most)
    if (keys.length > 0) await take(taking, keys)
    return { after: keys.length < most ? null : (keys.at(-1) ?? null), report }
  }
}

export async function takePackages({ records }: TakingIn, keys: readonly string[]): Promise<void> {
  const merged = await unrefused((problems) => mergeStagedPackages(records, keys, problems))
  await records.savePackages(merged.saved)
}

async function takeOffers({ records, now }: TakingIn, keys: readonly string[]): Promise<void> {
  const merged = await unrefused((problems) => mergeStagedOffers(records, keys, problems))
  await records.addOfferVersions(merged.saved, now)
}

export async function takeMembers({ records, progress }: TakingIn, keys: readonly string[]): Promise<void> {
  const merged = await unrefused((problems) => mergeStagedMembers(records, keys, problems))
  await records.saveMembers(merged.saved)
  progress.takenIn(keys.length)
}

async function connectMembers({ records, now }: TakingIn, keys: readonly string[]): Promise<void> {
  const merged = await unrefused((problems) => mergeStagedMembers(records, keys, problems))
  await records.connectMembers(merged.saved, now)
}

export async function takePlans(taking: TakingIn, keys: readonly string[]): Promise<void> {
  const { records, offers, policy, now } = taking
  const taken = await savePlans(taking, keys)
  const after = await records.planRecords([...taken.before.keys()])
  const changes = after.map((plan) => ({ before: taken.before.get(plan.terms.planNo), after: plan }))
  const settled = await settlePlans(records, changes, offers, policy, now)
  await markHistory(taking, taken, settled)
  await refreshBalances(records, membersWithMoney(settled.map((plan) => plan.after)), policy.contractZone, now)
}

async function takePayments(taking: TakingIn, after: string | null, report: ImportReport) {
  const { records, rowsAtOnce, progress } = taking
  const staged = await records.paymentsAfter(after, rowsAtOnce)
  const booked = staged.length > 0 ? await takePortion(taking, staged, report) : report
  progress.takenIn(staged.length)
  return { after: staged.length < rowsAtOnce ? null : (staged.at(-1)?.bookedWith ?? null), report: booked }
}

/** Payments with the plans of their members, settled together: nobody sees one without the other. */
export async function takePortion(
  taking: TakingIn,
  staged: readonly StagedPayment[],
  report: ImportReport,
): Promise<ImportReport> {
  const taken = await savePlans(taking, await plansOf(taking.records, staged))
  const booked = await bookPayments(taking.records, staged, { ...taking, termsBefore: taken.before }, report)
  await markHistory(taking, taken, booked.settled)
  return booked.report
}

/** The staged plans that belong to these payments. */
export async function plansOf(records: ImportRecords, staged: readonly StagedPayment[]): Promise<string[]> {
  const payers = new Set(staged.map(({ payment }) => payment.memberNo))
  const named = new Set(staged.flatMap(({ payment }) => payment.planNo ?? []))
  return records.planKeysOf([...payers], [...named])
}

interface TakenPlans {
  /** Plans whose rows changed, by number, as they were; a new one as nothing. */
  before: ReadonlyMap<string, PlanRecords | undefined>
  added: ReadonlySet<string>
}

async function savePlans({ records, policy, now, progress }: TakingIn, keys: readonly string[]): Promise<TakenPlans> {
  if (keys.length === 0) return { before: new Map(), added: new Set() }
  const { plans, schedules, before } = await unrefused((problems) =>
    mergeStagedPlans(records, keys, problems, policy.contractZone, now),
  )
  await records.savePlans(plans.saved)
  await records.replaceSchedules(schedules.saved)
  progress.takenIn(keys.length)
  const touched = new Set([...plans.saved.map(({ planNo }) => planNo), ...schedules.changedPlans])
  return { before: new Map([...touched].map((planNo) => [planNo, before.get(planNo)])), added: plans.added }
}

/** A plan becomes history at its first import only, and stops being so when later records show that it was not. */
async function markHistory(
  { records }: TakingIn,
  { added }: TakenPlans,
  settled: readonly SettledPlan[],
): Promise<void> {
  const longPast = settled.filter(({ state }) => added.has(state.terms.planNo) && isLongPast(state))
  const planNos = longPast.map(({ state }) => state.terms.planNo)
  await records.markHistory(planNos)
  await records.markNewHistory(planNos)
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
