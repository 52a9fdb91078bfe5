/** What became of the records that came in: names as in CONTRACT.md, `null` where there is none. */
import type { ImportOutcome, RefusedRecords } from '../back-office/importing/import-outcome.ts'
import type { ImportReport } from '../back-office/importing/import-report.ts'
import type { KeptAnswer } from '../back-office/importing/request-store.ts'
import { refusalAnswer } from './answer.ts'

/** Pure, and the same bytes for the same outcome. */
export function outcomeAnswer(outcome: ImportOutcome, dryRun: boolean): KeptAnswer {
  if (!outcome.ok && outcome.reason === 'busy') throw new Error('who is busy has no outcome')
  if (!outcome.ok) return recordsRefused(outcome)
  return dryRun ? reportAnswer(outcome.report, true) : takenInAnswer(outcome.report)
}

export function takenInAnswer(report: ImportReport): KeptAnswer {
  return reportAnswer(report, false)
}

function reportAnswer(report: ImportReport, dryRun: boolean): KeptAnswer {
  return { status: 200, body: JSON.stringify(reportJson(report, dryRun)) }
}

export function recordsRefused({ problems, problemCount }: RefusedRecords): KeptAnswer {
  const message = `Nothing was taken in: ${problemCount} problem(s), ${problems.length} listed.`
  return refusalAnswer({ status: 422, code: 'refused', message, problems, problemCount })
}

function reportJson({ recordedAt, asOf, files, payments, historyPlans }: ImportReport, dryRun: boolean) {
  return {
    recorded_at: recordedAt,
    as_of: asOf,
    dry_run: dryRun,
    files,
    payments: {
      booked: payments.booked,
      already_there: payments.alreadyThere,
      counts: {
        parked: payments.counts.parked,
        quarantined: payments.counts.quarantined,
        taken_up: payments.counts.takenUp,
      },
      parked: payments.parked,
      quarantined: payments.quarantined.map(({ paymentId, line, reason }) => ({ payment_id: paymentId, line, reason })),
      taken_up: payments.takenUp,
    },
    history_plans: historyPlans,
  }
}
