/** What the import needs of a database; `src/storage/` has it. */
import type { LedgerEntry } from '../../domain/ledger-entry.ts'
import type { PlanRecords } from '../../domain/plan.ts'
import type { LedgerStore } from '../../ledger/ledger-store.ts'
import type { WaitingPayment } from '../back-office-records.ts'
import type { MasterReads, MasterWrites } from '../merging/master-reads.ts'
import type { ImportReport } from './import-report.ts'
import type { ImportRun } from './import-run.ts'
import type { KeptAnswer, RequestName } from './request-store.ts'
import type { StagedPayment, Staging } from './staging.ts'

export interface BookedPayment {
  staged: StagedPayment
  entry: LedgerEntry
}

export interface ImportStore extends Staging, MasterReads {
  /** Rows of one transaction: few enough that chats are answered between two of them. */
  rowsAtOnce: number
  /** One import at a time, over all processes; `busy` when another one does not end in time. What is not alone any more stops. */
  exclusively<T>(
    work: (isAlone: () => boolean) => Promise<T>,
  ): Promise<{ ok: true; value: T } | { ok: false; reason: 'busy' }>
  /** One that was interrupted. */
  unfinishedRun(): Promise<ImportRun | undefined>
  inTransaction<T>(work: (records: ImportRecords) => Promise<{ keep: boolean; result: T }>): Promise<T>
}

/** One transaction. */
export interface ImportRecords extends Staging, MasterReads, MasterWrites, LedgerStore {
  /** From the staging into the ledger, with what was decided about them. */
  addStagedEntries(booked: readonly BookedPayment[], recordedAt: Temporal.Instant, policyVersion: string): Promise<void>
  /** Those of these ids that are there. */
  entries(entryIds: readonly string[]): Promise<LedgerEntry[]>
  /** The next plans in order of their numbers. */
  plansAfter(planNo: string | null, most: number): Promise<PlanRecords[]>
  /** Waits from now on, or still, with this reason. */
  saveWaiting(payments: readonly WaitingPayment[], quarantinedAt: Temporal.Instant): Promise<void>
  releaseWaiting(payments: readonly Pick<WaitingPayment, 'paymentId' | 'contentHash'>[]): Promise<void>
  /** When the last cancellation was recorded here. */
  lastCancelledAt(): Promise<Temporal.Instant | undefined>
  /** Begins or goes on with a run, and gives its number. */
  saveRun(run: ImportRun): Promise<number>
  endRun(id: number, report: ImportReport): Promise<void>
  /** Kept if what the transaction does is kept. */
  keepAnswer(request: RequestName, answer: KeptAnswer): Promise<void>
}
