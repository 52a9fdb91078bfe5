/** Which plan needs its owner first: what can still be lost soonest, then what is due soonest, then the settled ones. */
import type { PlanState, PlanStateName } from './plan-state.ts'

const rank: Record<PlanStateName, number> = {
  overdue: 0,
  arranged: 1,
  cancellation_due: 2,
  active: 3,
  completed: 4,
  cancelled: 5,
}

export function byUrgency(a: PlanState, b: PlanState): number {
  return (
    rank[a.name] - rank[b.name] ||
    compareTexts(deadlineOf(a), deadlineOf(b)) ||
    compareTexts(a.terms.planNo, b.terms.planNo)
  )
}

function deadlineOf(state: PlanState): string {
  const late = state.delinquency
  return (late && late.daysOverdue > 0 ? late.lastPayableOn : state.next?.dueOn) ?? ''
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
