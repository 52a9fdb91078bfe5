/** What the end of grace needs of a database; `src/storage/cancellation/` has it. */
import type { PlainDateIso } from '../domain/calendar.ts'
import type { PlanRecords } from '../domain/plan.ts'
import type { LedgerStore } from '../ledger/ledger-store.ts'
import type { TaskKind } from '../tasks/kinds.ts'

/** A plan whose last payable date, as it was last projected, lies back far enough. */
export interface Candidate {
  planNo: string
  lastPayableOn: PlainDateIso
}

/** As much of a task as says whether somebody handled it. */
export interface FoundTask {
  subject: string
  openedAt: Temporal.Instant
  closedAt: Temporal.Instant | null
  closedBy: 'person' | 'kisht' | null
  /** What they said came of it. */
  outcome: string | null
}

export interface CancellationReads {
  planRecords(planNos: readonly string[]): Promise<PlanRecords[]>
  /** Those of these members whom the support team lets alone on this date of the contract zone. */
  heldMembers(memberNos: readonly string[], today: PlainDateIso): Promise<ReadonlySet<string>>
  /** Open and closed ones. */
  tasksAbout(kind: TaskKind, subjects: readonly string[]): Promise<FoundTask[]>
}

export interface CancellationRecords extends CancellationReads, LedgerStore {
  /** Nobody else changes these plans until the transaction ends. */
  lockPlans(planNos: readonly string[]): Promise<void>
  /** Cancellations that were recorded here from this instant on. */
  countCancelled(since: Temporal.Instant): Promise<number>
}

/** `busy`: an import, or a look at its outcome, is under way, or something is recorded with a later time than ours. */
export type Undisturbed<T> = { ok: true; value: T } | { ok: false; reason: 'busy' }

export interface CancellationStore extends CancellationReads {
  /** Plans of one transaction: few enough that chats are answered between two of them. */
  plansAtOnce: number
  /** The latest statement of an import that is done. */
  paymentsCompleteTo(): Promise<Temporal.Instant | undefined>
  /** The next ones whose last payable date is not after `upTo`, the oldest date first. Neither settled nor history. */
  candidates(upTo: PlainDateIso, after: Candidate | undefined, most: number): Promise<Candidate[]>
  /** Those whose last payable date lies before one date, and after the other where one is given. */
  countCandidates(before: PlainDateIso, after: PlainDateIso | undefined): Promise<number>
  /** Neither completed, cancelled nor history, as they were before what was cancelled here since this instant. */
  countOpenPlans(cancelledSince: Temporal.Instant): Promise<number>
  /** Subjects of open tasks of a kind. */
  openSubjects(kind: TaskKind): Promise<string[]>
  /** A transaction that nothing else of the ledger comes between; `at` is its moment, read when all others are done. */
  undisturbed<T>(
    now: () => Temporal.Instant,
    work: (records: CancellationRecords, at: Temporal.Instant) => Promise<T>,
  ): Promise<Undisturbed<T>>
}
