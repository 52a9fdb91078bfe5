/** What the export needs of a database; `src/storage/` has it. */
import type { LedgerEntry } from '../../domain/ledger-entry.ts'
import type { InstallmentRecord, MemberRecord, OfferRecord, PackageRecord, PlanRecord } from '../back-office-records.ts'

export interface ExportStore {
  /** Everything as it was at one moment. */
  inSnapshot<T>(work: (records: ExportRecords) => Promise<T>): Promise<T>
}

/** In no particular order. */
interface ExportRecords {
  members(): Promise<MemberRecord[]>
  packages(): Promise<PackageRecord[]>
  plans(): Promise<PlanRecord[]>
  installments(): Promise<InstallmentRecord[]>
  currentOffers(): Promise<OfferRecord[]>
  allEntries(): Promise<LedgerEntry[]>
  notHeld(): Promise<NotHeld>
}

/** How much of what the database has the six files do not hold; `backup` does. (CONTRACT "Command line".) */
export interface NotHeld {
  /** Chats that are linked to members. */
  chatLinks: number
  /** Languages that members chose in a chat. */
  chosenLanguages: number
  quarantinedPayments: number
  /** Payments without their recorded times; reversals act from these. */
  recordedTimes: number
  /** Payments that named no plan: what was decided for them when they were booked. */
  decidedPlans: number
  /** Versions of offers before the one that stands now. */
  olderOfferVersions: number
  historyPlans: number
  /** 1 when the back office stated up to when its payments are complete. */
  asOfStatement: number
}
