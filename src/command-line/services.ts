/** What commands work with; the composition root supplies it, over an open database. */

import type { BackOfficeFiles } from '../back-office/back-office-files.ts'
import type { Export } from '../back-office/exporting/export-folder.ts'
import type { ImportOutcome } from '../back-office/importing/import-outcome.ts'
import type { Progress } from '../back-office/importing/progress.ts'
import type { BackedUp } from '../backup/back-up.ts'
import type { Restored } from '../backup/restore.ts'
import type { Offer } from '../domain/offers/offer.ts'
import type { PlanRecords } from '../domain/plan.ts'
import type { Policy } from '../domain/policy.ts'
import type { Examined } from '../ledger/examine.ts'
import type { IssuedCode } from '../linking/link-code.ts'
import type { Hold, NewHold } from '../nudges/holds.ts'
import type { Nudging, Pause } from '../nudges/pause.ts'
import type { RehearsedNudge } from '../nudges/rehearsal.ts'
import type { LatePlanSource } from '../structure/late-plans.ts'
import type { Task, TaskNote } from '../tasks/task.ts'
import type { TaskQuestion } from '../tasks/task-desk.ts'

export interface Services {
  now(): Temporal.Instant
  policy: Policy
  isDemo: boolean
  importFiles(
    files: BackOfficeFiles,
    how: { asOf?: Temporal.Instant; dryRun: boolean; progress: Progress },
  ): Promise<ImportOutcome>
  exportTo(folder: string): Promise<Export>
  examine(): Promise<Examined>
  backUpTo(file: string): Promise<BackedUp>
  /** Refused while the assistant runs: it knows the base as it was. */
  restoreFrom(file: string): Promise<Restored | { ok: false; reason: 'running' }>
  issueLinkCode(memberNo: string): Promise<IssuedCode | undefined>
  /** The link that opens the bot with this code, where a bot runs. */
  linkFor(code: string): Promise<string | undefined>
  plans(planNos: readonly string[] | 'all'): Promise<PlanRecords[]>
  offers(): Promise<Offer[]>
  latePlanSource: LatePlanSource
  isPartner(memberNo: string): Promise<boolean>
  tasks(question: TaskQuestion): Promise<Task[]>
  /** From the oldest to the newest; none where there is no such task. */
  taskHistory(id: number): Promise<TaskNote[]>
  /** `false` where no such task is open. */
  closeTask(id: number, outcome: string): Promise<boolean>
  nudging(): Promise<Nudging>
  /** The pause that holds now; `isNew` is false where somebody had paused before. */
  pauseNudges(): Promise<Pause & { isNew: boolean }>
  /** The pause that this ended; none where there was none. */
  resumeNudges(): Promise<Pause | undefined>
  /** Those in force today, the latest first. */
  holds(): Promise<(Hold & { memberName: string })[]>
  /** `false` where there is no such member. */
  holdMember(hold: Omit<NewHold, 'setBy'>): Promise<boolean>
  endHold(memberNo: string): Promise<'ended' | 'not_held' | 'no_member'>
  /** Who would be told what at this instant, and who would not and why; changes nothing. */
  rehearseNudges(at: Temporal.Instant): Promise<RehearsedNudge[]>
}
