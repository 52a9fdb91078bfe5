/** What changing the ledger needs of a database, within one transaction. `src/storage/` has it. */

import type { RecordedBalanceEntry } from '../domain/booking-run.ts'
import type { Offer } from '../domain/offers/offer.ts'
import type { PlanRecords } from '../domain/plan.ts'
import type { PlanEvent } from '../domain/plan-event.ts'
import type { NewNudgeEvent } from '../nudges/nudge-event.ts'
import type { NewTask } from '../tasks/task.ts'
import type { NewWebhookEvent } from '../webhooks/webhook-event.ts'
import type { MemberBalance } from './balances-of-members.ts'
import type { BonusDecision } from './bonus-decision.ts'
import type { SettledTask } from './ledger-effects.ts'
import type { PlanProjection, ProjectedBefore } from './plan-projection.ts'

export interface MemberBalanceEntry extends RecordedBalanceEntry {
  memberNo: string
}

export interface NewPlanEvent {
  planNo: string
  event: PlanEvent
  policyVersion: string
}

export interface LedgerStore {
  planRecords(planNos: readonly string[]): Promise<PlanRecords[]>
  /** With all their versions. */
  offers(): Promise<Offer[]>
  saveProjections(projections: readonly PlanProjection[]): Promise<void>
  plansOfMembers(memberNos: readonly string[]): Promise<PlanRecords[]>
  /** Entries that touch a balance directly, with whose they are. */
  balanceEntries(memberNos: readonly string[]): Promise<MemberBalanceEntry[]>
  /** As they were last projected. */
  projectedBefore(planNos: readonly string[]): Promise<ReadonlyMap<string, ProjectedBefore>>
  /** The last decision on each offer of these plans. */
  lastBonusDecisions(planNos: readonly string[]): Promise<BonusDecision[]>
  addBonusDecisions(decisions: readonly BonusDecision[]): Promise<void>
  addPlanEvents(events: readonly NewPlanEvent[]): Promise<void>
  /** All balances of these members; those that are not named were never used. Gives what they were before. */
  saveBalances(
    memberNos: readonly string[],
    balances: readonly MemberBalance[],
    asOf: Temporal.Instant,
  ): Promise<MemberBalance[]>
  /** What may be said about the plans of these members is looked at again now. */
  lookAtPlans(memberNos: readonly string[], now: Temporal.Instant): Promise<void>
  /** No longer long past: reported and messaged like any other. */
  endHistory(planNos: readonly string[]): Promise<void>
  openTasks(concerns: readonly NewTask[], now: Temporal.Instant): Promise<void>
  closeTasks(settled: readonly SettledTask[], now: Temporal.Instant): Promise<void>
  /** To the back office. */
  announce(events: readonly NewWebhookEvent[], now: Temporal.Instant): Promise<void>
  /** To members; what was told of before is passed over. */
  tellMembers(events: readonly NewNudgeEvent[]): Promise<void>
}
