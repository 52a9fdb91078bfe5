/** What `examine` reads: everything at one moment. */
import type { LedgerEntry } from '../domain/ledger-entry.ts'
import type { Offer } from '../domain/offers/offer.ts'
import type { PlanRecords } from '../domain/plan.ts'
import type { PlanProjection } from './plan-projection.ts'

export interface LedgerView {
  plans: readonly PlanRecords[]
  /** All entries, with what took them back. */
  entries: readonly LedgerEntry[]
  offers: readonly Offer[]
  projections: readonly PlanProjection[]
  quarantined: readonly { paymentId: string; reason: string; quarantinedAt: Temporal.Instant }[]
}

export interface ExamineStore {
  view(): Promise<LedgerView>
}
