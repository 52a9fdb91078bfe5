/**
 * An import that was accepted, on its way in: which phases are left, and after which key the present one goes on. Every
 * transaction that takes something in writes it, so a run that was interrupted goes on where it stopped.
 */
import type { FileName } from '../back-office-files.ts'
import type { ImportReport } from './import-report.ts'
import type { RequestName } from './request-store.ts'

/**
 * In their order. Sponsors come after all members; payments bring the plans of their members along, so that no plan is
 * seen without its money, and then come the plans that have none. A changed offer is followed through every plan.
 */
export const phases = ['packages', 'offers', 'members', 'sponsors', 'payments', 'plans', 'projections'] as const
export type Phase = (typeof phases)[number]

export interface RunProgress {
  /** The first of them is the present one. */
  left: readonly Phase[]
  after: string | null
  request?: RequestName
}

export interface ImportRun {
  id?: number
  recordedAt: Temporal.Instant
  asOf?: Temporal.Instant | undefined
  report: ImportReport
  progress: RunProgress
}

/** What these files make necessary. */
export function phasesFor(files: ReadonlySet<FileName>): Phase[] {
  const needed: Record<Phase, boolean> = {
    packages: files.has('packages.csv'),
    offers: files.has('offers.csv'),
    members: files.has('members.csv'),
    sponsors: files.has('members.csv'),
    plans: files.has('plans.csv') || files.has('installments.csv'),
    // What waits in the quarantine may name what any of these brings.
    payments: files.has('payments.csv') || files.has('members.csv') || files.has('plans.csv'),
    projections: files.has('offers.csv'),
  }
  return phases.filter((phase) => needed[phase])
}
