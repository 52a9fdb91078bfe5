/** A plan that changed: as it was, as it is, and what it comes to now. */
import type { PlanRecords } from '../domain/plan.ts'
import type { PlanState } from '../domain/plan-state.ts'

export interface PlanChange {
  /** None for a plan that is new. */
  before: PlanRecords | undefined
  after: PlanRecords
}

export interface SettledPlan extends PlanChange {
  state: PlanState
  /** Money paid back into it in time, though recorded late, has reopened it just now. */
  isRestored: boolean
}
