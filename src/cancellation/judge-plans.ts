/** Each plan with its state at an instant, and whether it may be cancelled then. */
import { dateAt } from '../domain/calendar.ts'
import { type CancellationDecision, mayCancel, type ReachTask } from '../domain/cancellation.ts'
import type { PlanRecords } from '../domain/plan.ts'
import { type PlanState, planState } from '../domain/plan-state.ts'
import type { Policy } from '../domain/policy.ts'
import { reachMemberSubject } from '../tasks/reach-member.ts'
import type { CancellationReads } from './cancellation-store.ts'

export interface JudgedPlan {
  plan: PlanRecords
  state: PlanState
  decision: CancellationDecision
}

export interface Judging {
  policy: Policy
  paymentsCompleteTo: Temporal.Instant | undefined
  at: Temporal.Instant
}

/** In the order of the numbers given; what is not there is left out. */
export async function judgePlans(
  reads: CancellationReads,
  planNos: readonly string[],
  { policy, paymentsCompleteTo, at }: Judging,
): Promise<JudgedPlan[]> {
  const records = new Map((await reads.planRecords(planNos)).map((plan) => [plan.terms.planNo, plan]))
  const plans = planNos.flatMap((planNo) => records.get(planNo) ?? [])
  // Offers decide nothing here.
  const states = new Map(plans.map((plan) => [plan, planState(plan, [], policy, at)]))
  const held = await reads.heldMembers(
    plans.map(({ terms }) => terms.memberNo),
    dateAt(at, policy.contractZone),
  )
  const subjects = [...states.values()].flatMap((state) => subjectOf(state) ?? [])
  const tasks = Map.groupBy(await reads.tasksAbout('reach_member', subjects), ({ subject }) => subject)
  return [...states].map(([plan, state]) => {
    const { events, isHistory, terms } = plan
    const reachTasks: ReachTask[] = tasks.get(subjectOf(state) ?? '') ?? []
    const facts = { events, isHistory, paymentsCompleteTo, isHeld: held.has(terms.memberNo), reachTasks }
    return { plan, state, decision: mayCancel(state, facts, policy) }
  })
}

function subjectOf({ terms, delinquency }: PlanState): string | undefined {
  return delinquency && reachMemberSubject(terms.planNo, delinquency.lastPayableOn)
}
