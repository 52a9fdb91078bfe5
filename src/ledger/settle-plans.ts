/**
 * After money, terms or events of plans changed: is one restored by itself, what does it come to now, what did its offers
 * secure or lose, what must a person look at, what is the back office told. Everything in the transaction of the change.
 * (DOMAIN sections 3 to 6, HOUSE "Money in".)
 */
import type { Offer } from '../domain/offers/offer.ts'
import type { PlanRecords } from '../domain/plan.ts'
import type { PlanEvent } from '../domain/plan-event.ts'
import { planState } from '../domain/plan-state.ts'
import type { Policy } from '../domain/policy.ts'
import { restoration } from '../domain/restoration.ts'
import type { NewWebhookEvent } from '../webhooks/webhook-event.ts'
import { decideBonuses } from './bonus-decision.ts'
import { isLongPast } from './history.ts'
import type { LedgerStore, NewPlanEvent } from './ledger-store.ts'
import { newsOfPlan } from './member-news.ts'
import type { PlanChange, SettledPlan } from './plan-change.ts'
import { planConcerns, settledConcerns } from './plan-concerns.ts'
import { type ProjectedBefore, toProjection } from './plan-projection.ts'

export async function settlePlans(
  store: LedgerStore,
  changes: readonly PlanChange[],
  offers: readonly Offer[],
  policy: Policy,
  now: Temporal.Instant,
): Promise<SettledPlan[]> {
  if (changes.length === 0) return []
  const planNos = changes.map(({ after }) => after.terms.planNo)
  const projected = await store.projectedBefore(planNos)
  const settled = changes.map((change) => settle(change, projected.get(change.after.terms.planNo), offers, policy, now))
  const decisions = Map.groupBy(await store.lastBonusDecisions(planNos), ({ planNo }) => planNo)

  await store.addPlanEvents(settled.flatMap((plan) => eventsOf(plan, policy.version)))
  await store.saveProjections(
    settled.map(({ state, after }) => toProjection(state, policy, after.isHistory && isLongPast(state))),
  )
  await store.addBonusDecisions(
    settled.flatMap(({ state }) => decideBonuses(state, decisions.get(state.terms.planNo) ?? [], policy.version, now)),
  )
  const noLonger = settled.filter(({ after, state }) => after.isHistory && !isLongPast(state))
  await store.endHistory(noLonger.map(({ after }) => after.terms.planNo))
  await store.openTasks(
    settled.flatMap((plan) => planConcerns(plan, policy.contractZone, now)),
    now,
  )
  await store.closeTasks(
    settled.flatMap((plan) => settledConcerns(plan, policy.contractZone, now)),
    now,
  )
  await store.announce(settled.flatMap(newsOf), now)
  await store.tellMembers(settled.flatMap((plan) => newsOfPlan(plan, policy, now)))
  return settled
}

function settle(
  { before, after, newEvents = [] }: PlanChange,
  projected: ProjectedBefore | undefined,
  offers: readonly Offer[],
  policy: Policy,
  now: Temporal.Instant,
): SettledPlan {
  const changed = withEvents(after, newEvents)
  const restored = restoration(changed, policy.contractZone, now)
  const records = restored ? withEvents(changed, [restored]) : changed
  return {
    before,
    projected,
    after: records,
    newEvents: restored ? [...newEvents, restored] : newEvents,
    state: planState(records, offers, policy, now),
    isRestored: restored !== undefined,
  }
}

function withEvents(plan: PlanRecords, more: readonly PlanEvent[]): PlanRecords {
  return more.length === 0 ? plan : { ...plan, events: [...plan.events, ...more] }
}

function eventsOf({ after: { terms }, newEvents }: SettledPlan, policyVersion: string): NewPlanEvent[] {
  return newEvents.map((event) => ({ planNo: terms.planNo, event, policyVersion }))
}

/** A plan that was never projected is new here, and nothing has changed about it. */
function newsOf({ state, projected }: SettledPlan): NewWebhookEvent[] {
  const { name, terms, today, paidMinor, cancelledOn } = state
  if (projected === undefined || projected.state === name) return []
  if (name === 'completed') return [{ kind: 'plan.completed', terms }]
  if (name === 'cancelled') return [{ kind: 'plan.cancelled', terms, paidMinor, cancelledOn: cancelledOn ?? today }]
  const isRestored = projected.state === 'cancelled'
  return isRestored ? [{ kind: 'plan.restored', terms, restoredOn: terms.restoredOn ?? today }] : []
}
