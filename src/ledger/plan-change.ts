/** A plan that changed: as it was, as it is, and what it comes to now. */
import type { PlanRecords } from '../domain/plan.ts'
import type { PlanEvent } from '../domain/plan-event.ts'
import type { PlanState } from '../domain/plan-state.ts'
import type { ProjectedBefore } from './plan-projection.ts'

export interface PlanChange {
  /** None for a plan that is new. */
  before: PlanRecords | undefined
  after: PlanRecords
  /** What is recorded about it now; it acts on `after` as well. */
  newEvents?: readonly PlanEvent[]
}

export interface SettledPlan extends PlanChange {
  /** As it was last projected; none for a plan that is new here. */
  projected: ProjectedBefore | undefined
  /** With the new events, and a restoration that followed. */
  after: PlanRecords
  newEvents: readonly PlanEvent[]
  state: PlanState
  /** Money paid back into it in time, though recorded late, has reopened it just now. */
  isRestored: boolean
}
