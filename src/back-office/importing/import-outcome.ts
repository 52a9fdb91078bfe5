/** How an import ended, and what a request is answered about it. */

import type { Problem } from '../problem.ts'
import type { ImportReport } from './import-report.ts'
import type { KeptAnswer } from './request-store.ts'

/**
 * What a request is answered whose records are taken in: kept with the effect, and given again to whoever asks the same
 * again. Pure, for the process that ends an import need not be the one that was asked.
 */
export type AnswerTo = (report: ImportReport) => KeptAnswer

export interface RefusedRecords {
  /** The first thousand. */
  problems: readonly Problem[]
  problemCount: number
}

export type ImportOutcome =
  | { ok: true; report: ImportReport }
  | ({ ok: false; reason: 'refused' } & RefusedRecords)
  | { ok: false; reason: 'busy' }
