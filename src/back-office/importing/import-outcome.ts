/** How an import ended, and what a request is answered about it. */

import type { Problem } from '../problem.ts'
import type { ImportReport } from './import-report.ts'
import type { KeptAnswer, RequestName } from './request-store.ts'

/** Pure: kept with the effect, and given again to whoever asks the same again. */
export type AnswerTo = (outcome: ImportOutcome) => KeptAnswer

export type AnsweredRequest = RequestName & { answerTo: AnswerTo }

export interface RefusedRecords {
  /** The first thousand. */
  problems: readonly Problem[]
  problemCount: number
}

export type ImportOutcome =
  | { ok: true; report: ImportReport }
  | ({ ok: false; reason: 'refused' } & RefusedRecords)
  | { ok: false; reason: 'busy' }
