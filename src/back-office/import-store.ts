/** What the import needs of a database; `src/storage/` has it. */
import type { LedgerEntry } from '../domain/ledger-entry.ts'
import type { PlanProjections } from '../ledger/plan-projection.ts'
import type {
  InstallmentRecord,
  MemberRecord,
  OfferRecord,
  PackageRecord,
  PlanRecord,
  WaitingPayment,
} from './back-office-records.ts'
import type { ImportReport } from './import-report.ts'
import type { KeptAnswer, RequestName } from './request-store.ts'

export interface ImportStore {
  /** One import at a time, in one transaction: kept whole, or as if it had never been. */
  inTransaction<T>(work: (records: ImportRecords) => Promise<{ keep: boolean; result: T }>): Promise<T>
}

export interface ImportRecords extends PlanProjections {
  members(): Promise<MemberRecord[]>
  packages(): Promise<PackageRecord[]>
  plans(): Promise<PlanRecord[]>
  currentOffers(): Promise<OfferRecord[]>
  /** Those of these ids that are there. */
  entries(entryIds: readonly string[]): Promise<LedgerEntry[]>
  waitingPayments(): Promise<WaitingPayment[]>
  saveMembers(members: readonly MemberRecord[]): Promise<void>
  savePackages(packages: readonly PackageRecord[]): Promise<void>
  savePlans(plans: readonly PlanRecord[]): Promise<void>
  /** The whole schedules of the plans that the installments name. */
  replaceSchedules(installments: readonly InstallmentRecord[]): Promise<void>
  addOfferVersions(versions: readonly OfferRecord[], recordedAt: Temporal.Instant): Promise<void>
  addEntries(entries: readonly LedgerEntry[]): Promise<void>
  /** Waits from now on, or still, with this reason. */
  saveWaiting(payments: readonly WaitingPayment[], quarantinedAt: Temporal.Instant): Promise<void>
  releaseWaiting(payments: readonly WaitingPayment[]): Promise<void>
  markHistory(planNos: readonly string[], isHistory: boolean): Promise<void>
  /** Kept if what the transaction does is kept. */
  keepAnswer(request: RequestName, answer: KeptAnswer): Promise<void>
  addRun(recordedAt: Temporal.Instant, asOf: Temporal.Instant | undefined, report: ImportReport): Promise<void>
}
