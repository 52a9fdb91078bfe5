/** What an import did, or with `dryRun` would do. It is plain data: it is printed, and kept with the import. */
import type { QuarantineReason } from '../domain/booking.ts'

export interface FileReport {
  file: string
  read: number
  added: number
  changed: number
  unchanged: number
}

interface QuarantinedRow {
  paymentId: string
  /** In payments.csv; `null` for one that waited since an earlier import. */
  line: number | null
  reason: QuarantineReason
}

export interface ImportReport {
  /** Instants as ISO text. */
  recordedAt: string
  asOf: string | null
  files: FileReport[]
  ignoredFiles: string[]
  payments: {
    /** Booked from the file, parked ones included. */
    booked: number
    alreadyThere: number
    /** Payments booked to the balance because their plan could not be told. */
    parked: string[]
    /** Rows of this file that wait now. */
    quarantined: QuarantinedRow[]
    /** Payments that had waited since an earlier import and are booked now. */
    takenUp: string[]
  }
  /** Plans that this import made history: long past when first imported, and not cancelled. */
  historyPlans: string[]
}
