/**
 * The way in for records that did not come as files: the same validation, the same import. A request that says who it is
 * takes effect once, whatever happens to the process: its answer is kept in the transaction of its last effect.
 */
import type { FileName } from '../back-office-files.ts'
import type { Fields } from '../record-schema.ts'
import type { ImportOutcome } from './import-outcome.ts'
import type { RequestName } from './request-store.ts'

/** By the file that would hold them. A record's line is its place in its list, the first is 1. */
export type ReceivedRecords = ReadonlyMap<FileName, readonly Fields[]>

export interface HowToReceive {
  /** The moment up to which the payments are complete, if the back office states one. */
  asOf?: Temporal.Instant
  /** Reports what would happen, and keeps nothing. */
  dryRun: boolean
  request?: RequestName
}

export type ReceiveRecords = (records: ReceivedRecords, how: HowToReceive) => Promise<ImportOutcome>
