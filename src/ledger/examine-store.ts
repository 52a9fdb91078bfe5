/** What `examine` reads, in portions; nobody imports meanwhile, so what it reads belongs together. */
import type { LedgerEntry } from '../domain/ledger-entry.ts'
import type { Offer } from '../domain/offers/offer.ts'
import type { PlanRecords } from '../domain/plan.ts'
import type { MemberBalance } from './balances-of-members.ts'
import type { BonusDecision } from './bonus-decision.ts'
import type { PlanProjection } from './plan-projection.ts'

/** Money of one kind and currency with one recorded time, by the UTC day of its value. */
export interface RecordedTotal {
  recordedAt: string
  day: string
  kind: string
  currency: string
  count: number
  /** In minor units. */
  minor: bigint
}

/** All of a member's are kept as of the same instant. */
export interface KeptBalance extends MemberBalance {
  asOf: Temporal.Instant
}

export interface ExamineStore {
  exclusively<T>(work: () => Promise<T>): Promise<{ ok: true; value: T } | { ok: false; reason: 'busy' }>
  offers(): Promise<Offer[]>
  /** The next ones in order of their numbers. */
  plansAfter(planNo: string | null, most: number): Promise<PlanRecords[]>
  projections(planNos: readonly string[]): Promise<PlanProjection[]>
  lastBonusDecisions(planNos: readonly string[]): Promise<BonusDecision[]>
  /** The next members who have ledger entries. */
  payersAfter(memberNo: string | null, most: number): Promise<string[]>
  /** With what took them back. */
  entriesOfMembers(memberNos: readonly string[]): Promise<LedgerEntry[]>
  plansOfMembers(memberNos: readonly string[]): Promise<PlanRecords[]>
  balances(memberNos: readonly string[]): Promise<KeptBalance[]>
  /** What imports said they booked, and what the ledger has; of imports of a version that said nothing, neither. */
  statedTotals(): Promise<RecordedTotal[]>
  recordedTotals(): Promise<RecordedTotal[]>
  /** An import that was accepted and is not done. */
  unfinishedImport(): Promise<{ recordedAt: string; phasesLeft: readonly string[] } | undefined>
  quarantined(): Promise<{ paymentId: string; reason: string; quarantinedAt: Temporal.Instant }[]>
  historyPlanNos(): Promise<string[]>
}
