/**
 * May a plan whose last payable date has passed be cancelled now?
 *
 * It is due for cancellation from X + 1, 00:00 in the contract zone, and payable until the cancellation is recorded. It is
 * cancelled only when the back office has stated that its payments are complete up to X + 1, 00:00 plus the settlement lag
 * (policy: 2 days), and its member was told: the final notice for this very X was delivered, or a task to reach them was
 * handled by a person, or stands open for 3 days (policy). Whom the support team lets alone, and what was long past at its
 * first import, is cancelled by nobody but a person or the back office.
 *
 * #3 is due on 10 March and unpaid: X = 29 March. The final notice was delivered on 28 March. On 30 March payments are
 * complete up to 30 March, 09:00: the plan waits. On 1 April, 08:00 the back office states 1 April, 00:00: the plan is
 * cancelled, dated 30 March, for want of #3. Had the notice failed and a task been opened on 30 March at 18:00, it would
 * wait until somebody handles that task, or until 2 April, 18:00, whichever comes first. (DOMAIN section 4.)
 */
import { addDays, compareInstants, dateAt, type PlainDateIso } from './calendar.ts'
import type { PlanEvent } from './plan-event.ts'
import type { PlanState } from './plan-state.ts'
import type { Policy } from './policy.ts'

/** A task to reach the member, about this plan and this X. */
export interface ReachTask {
  openedAt: Temporal.Instant
  /** What the product closed by itself was handled by nobody. */
  closedBy: 'person' | 'kisht' | null
}

export interface CancellationFacts {
  /** All that is recorded about the plan. */
  events: readonly PlanEvent[]
  isHistory: boolean
  /** The latest statement of the back office; none: it has stated nothing yet. */
  paymentsCompleteTo: Temporal.Instant | undefined
  /** The support team lets this member alone. */
  isHeld: boolean
  reachTasks: readonly ReachTask[]
}

export type KeptReason =
  /** Payable yet, settled or arranged. */
  | 'not_due'
  | 'history'
  /** A payment of the last day may be on its way. */
  | 'settling'
  | 'held'
  /** Nobody has told the member, and nobody is asked to. */
  | 'not_told'
  /** Somebody was asked to reach the member, and has time for it. */
  | 'being_reached'

export type CancellationDecision =
  | { ok: true; event: PlanEvent & { kind: 'cancelled' } }
  | { ok: false; reason: KeptReason }

/** As of the state's own instant. */
export function mayCancel(state: PlanState, facts: CancellationFacts, policy: Policy): CancellationDecision {
  const { name, next, delinquency: late, asOf } = state
  if (name !== 'cancellation_due' || !next || !late) return kept('not_due')
  if (facts.isHistory) return kept('history')
  if (!isSettled(late.lastPayableOn, facts.paymentsCompleteTo, policy, asOf)) return kept('settling')
  if (facts.isHeld) return kept('held')
  if (!isNoticed(facts.events, late.lastPayableOn, asOf)) {
    const { reachTasks } = facts
    if (!reachTasks.some((task) => isOver(task, policy, asOf))) {
      return kept(reachTasks.some(({ closedBy }) => closedBy === null) ? 'being_reached' : 'not_told')
    }
  }
  const actsOn = addDays(late.lastPayableOn, 1)
  return { ok: true, event: { kind: 'cancelled', actsOn, seq: next.seq, recordedAt: asOf } }
}

/** The latest X up to which cancellations may be recorded now; none where nothing was stated. */
export function lastSettledOn(
  paymentsCompleteTo: Temporal.Instant | undefined,
  { contractZone, cancellation }: Policy,
  now: Temporal.Instant,
): PlainDateIso | undefined {
  if (!paymentsCompleteTo) return undefined
  // A statement about the future is a slip of somebody's clock.
  const completeTo = compareInstants(paymentsCompleteTo, now) > 0 ? now : paymentsCompleteTo
  return addDays(dateAt(completeTo, contractZone), -1 - cancellation.settlementLagDays)
}

/**
 * At most this many plans are cancelled in one day without a person's word: the share of those that were open when it
 * began, rounded down, or the number that is always allowed, whichever is more.
 */
export function dailyCeiling(openPlans: number, { cancellation: { ceilingShare, ceilingPlans } }: Policy): number {
  const share = (BigInt(openPlans) * ceilingShare.numerator) / ceilingShare.denominator
  return Math.max(Number(share), ceilingPlans)
}

function isSettled(
  lastPayableOn: PlainDateIso,
  paymentsCompleteTo: Temporal.Instant | undefined,
  policy: Policy,
  now: Temporal.Instant,
): boolean {
  const settledOn = lastSettledOn(paymentsCompleteTo, policy, now)
  return settledOn !== undefined && lastPayableOn <= settledOn
}

function isNoticed(events: readonly PlanEvent[], lastPayableOn: PlainDateIso, now: Temporal.Instant): boolean {
  return events.some(
    (event) =>
      event.kind === 'notice_delivered' &&
      event.lastPayableOn === lastPayableOn &&
      compareInstants(event.recordedAt, now) <= 0,
  )
}

/** Handled, or somebody has had their days of 24 hours. */
function isOver({ openedAt, closedBy }: ReachTask, { cancellation }: Policy, now: Temporal.Instant): boolean {
  if (closedBy !== null) return closedBy === 'person'
  return compareInstants(openedAt.add({ hours: 24 * cancellation.unreachableTaskDays }), now) <= 0
}

function kept(reason: KeptReason): CancellationDecision {
  return { ok: false, reason }
}
