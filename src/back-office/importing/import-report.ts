/** What an import did, or with `dryRun` would do. It is plain data: it is printed, and kept with the import. */
import type { QuarantineReason } from '../../domain/booking.ts'
import type { FileName } from '../back-office-files.ts'

export interface FileReport {
  file: FileName
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

/** Money of one kind, currency and UTC day of value that this import booked: what the ledger must hold of it. */
export interface BookedTotal {
  day: string
  kind: string
  currency: string
  count: number
  /** In minor units. */
  minor: string
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
    /** How many of each there are; the lists name the first thousand. */
    counts: { parked: number; quarantined: number; takenUp: number }
    /** Payments booked to the balance because their plan could not be told. */
    parked: string[]
    /** Rows of this file that wait now. */
    quarantined: QuarantinedRow[]
    /** Payments that had waited since an earlier import and are booked now. */
    takenUp: string[]
    totals: BookedTotal[]
  }
  /** Plans that this import made history: long past when first imported, and not cancelled. The first thousand. */
  historyPlans: string[]
}

export const MOST_LISTED = 1_000

export type Counts = Pick<FileReport, 'added' | 'changed' | 'unchanged'>

export function countIn(report: ImportReport, file: FileName, counts: Counts): ImportReport {
  const files = report.files.map((of) =>
    of.file === file
      ? {
          ...of,
          added: of.added + counts.added,
          changed: of.changed + counts.changed,
          unchanged: of.unchanged + counts.unchanged,
        }
      : of,
  )
  return { ...report, files }
}
