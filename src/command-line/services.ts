/** What commands work with; the composition root supplies it, over an open database. */

import type { BackOfficeFiles } from '../back-office/back-office-files.ts'
import type { Export } from '../back-office/export-folder.ts'
import type { ImportOutcome } from '../back-office/import-folder.ts'
import type { BackedUp } from '../backup/back-up.ts'
import type { Restored } from '../backup/restore.ts'
import type { Offer } from '../domain/offers/offer.ts'
import type { PlanRecords } from '../domain/plan.ts'
import type { Policy } from '../domain/policy.ts'
import type { Finding } from '../ledger/examine.ts'
import type { IssuedCode } from '../linking/link-code.ts'
import type { LatePlanSource } from '../structure/late-plans.ts'

export interface Services {
  now(): Temporal.Instant
  policy: Policy
  isDemo: boolean
  importFiles(files: BackOfficeFiles, how: { asOf?: Temporal.Instant; dryRun: boolean }): Promise<ImportOutcome>
  exportTo(folder: string): Promise<Export>
  backUpTo(file: string): Promise<BackedUp>
  /** Refused while the assistant runs: it knows the base as it was. */
  restoreFrom(file: string): Promise<Restored | { ok: false; reason: 'running' }>
  examine(): Promise<Finding[]>
  issueLinkCode(memberNo: string): Promise<IssuedCode | undefined>
  /** The link that opens the bot with this code, where a bot runs. */
  linkFor(code: string): Promise<string | undefined>
  plans(planNos: readonly string[] | 'all'): Promise<PlanRecords[]>
  offers(): Promise<Offer[]>
  latePlanSource: LatePlanSource
  isPartner(memberNo: string): Promise<boolean>
}
