/**
 * Where records wait while they are on their way in: first all of them are read and checked, then they are taken in by
 * short transactions. There is one import at a time, so there is one staging.
 */
import type { Payment } from '../../domain/ledger-entry.ts'
import type { FileName } from '../back-office-files.ts'
import type { WaitingPayment } from '../back-office-records.ts'
import type { Fields } from '../record-schema.ts'

/** A row of any file but payments.csv. */
export interface StagedRecord {
  line: number
  /** What other files call it by: its first column. */
  key: string
  /** None for a malformed row: who names it is not at fault. */
  fields: Fields | null
}

export interface StagedPayment {
  /** The member with whose payments it is booked. */
  bookedWith: string
  /** In payments.csv; below zero for one that waited in the quarantine. */
  line: number
  payment: Payment
  /** Why it has waited. */
  waitedFor: string | null
}

export interface Staging {
  clear(): Promise<void>
  /** All is staged that came: the database may look at what it has. */
  settle(): Promise<void>
  addRecords(file: FileName, records: readonly StagedRecord[]): Promise<void>
  addPayments(payments: readonly StagedPayment[]): Promise<void>

  /** The next keys of these files, each once, in order. */
  keysAfter(files: readonly FileName[], after: string | null, most: number): Promise<string[]>
  records(file: FileName, keys: readonly string[]): Promise<StagedRecord[]>
  /** Those of these keys that the file has, malformed rows included. */
  stagedKeys(file: FileName, keys: readonly string[]): Promise<string[]>
  /** Who will be whose sponsor, from these members up to the top: by the file where it says so, otherwise as it is. */
  linesUpAfter(memberNos: readonly string[]): Promise<{ memberNo: string; sponsorNo: string | null }[]>
  /** Who will have these Telegram users. */
  telegramHoldersAfter(telegramUserIds: readonly string[]): Promise<{ memberNo: string; telegramUserId: string }[]>
  /** Plans that this import made history, and that still are. */
  markNewHistory(planNos: readonly string[]): Promise<void>
  newHistory(most: number): Promise<string[]>
  /** Plans that the staged rows give to these members, or that have these numbers. */
  planKeysOf(memberNos: readonly string[], planNos: readonly string[]): Promise<string[]>
  /** Whose the staged plans of these numbers are, and which packages. */
  namedByPlans(planNos: readonly string[]): Promise<{ memberNos: string[]; packageCodes: string[] }>

  /** Those of these members with whom staged payments are booked. */
  withPayments(memberNos: readonly string[]): Promise<string[]>
  /** What waits in the quarantine and names something that is staged: the next ones in order of id and hash. */
  waitingNamed(after: WaitingPayment | undefined, most: number): Promise<WaitingPayment[]>
  /** Payments of equal ids are booked together, whosever they are. */
  bringEqualIdsTogether(): Promise<void>
  /** All payments of the next members, at least so many if there are. */
  paymentsAfter(bookedWith: string | null, atLeast: number): Promise<StagedPayment[]>
}
