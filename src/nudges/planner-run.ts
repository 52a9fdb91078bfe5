/** The planner's last look at who is to be told what: `health` is red when it is too long ago. */
export interface PlannerRun {
  at: Temporal.Instant
  /** Members that were looked at. */
  considered: number
  /** Messages that were put into the outbox. */
  planned: number
}
