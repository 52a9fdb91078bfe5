/**
 * Some plans in one transaction: what was found before it began is found again, for a payment may have come meanwhile, and
 * only what then may be cancelled is. Killed at any moment, all of it is done or nothing. (DOMAIN section 4.)
 */
import type { Policy } from '../domain/policy.ts'
import type { PlanChange } from '../ledger/plan-change.ts'
import { refreshBalances } from '../ledger/refresh-balances.ts'
import { settlePlans } from '../ledger/settle-plans.ts'
import { reachMemberTask } from '../tasks/reach-member.ts'
import type { CancellationRecords } from './cancellation-store.ts'
import { roomLeft } from './daily-ceiling.ts'
import { type JudgedPlan, judgePlans } from './judge-plans.ts'

export interface Portion {
  policy: Policy
  paymentsCompleteTo: Temporal.Instant | undefined
  planNos: readonly string[]
  /** Of the day. */
  ceiling: number
}

export interface PortionOutcome {
  cancelled: JudgedPlan[]
  /** They could go, but for the day's ceiling. */
  aboveCeiling: JudgedPlan[]
  kept: JudgedPlan[]
}

export async function cancelPortion(
  records: CancellationRecords,
  { policy, paymentsCompleteTo, planNos, ceiling }: Portion,
  at: Temporal.Instant,
): Promise<PortionOutcome> {
  await records.lockPlans(planNos)
  const judged = await judgePlans(records, planNos, { policy, paymentsCompleteTo, at })
  const [ready, kept] = [judged.filter(({ decision }) => decision.ok), judged.filter(({ decision }) => !decision.ok)]
  const room = ready.length > 0 ? await roomLeft(records, ceiling, policy, at) : 0
  const cancelled = ready.slice(0, room)

  const changes = [...cancelled, ...kept.filter(isProjectedOtherwise)].map(changeOf)
  await settlePlans(records, changes, await records.offers(), policy, at)
  const memberNos = new Set(cancelled.map(({ plan }) => plan.terms.memberNo))
  await refreshBalances(records, [...memberNos], policy.contractZone, at)
  await records.openTasks(
    kept.filter(isToldNothing).flatMap(({ state }) => reachMemberTask(state) ?? []),
    at,
  )
  return { cancelled, aboveCeiling: ready.slice(room), kept }
}

/** Is there anything to do about it? */
export function needsWork(judged: JudgedPlan): boolean {
  return judged.decision.ok || isToldNothing(judged) || isProjectedOtherwise(judged)
}

/**
 * Time alone has changed it, a payment whose value date has come for instance: what is kept of it is made anew, and then it
 * is no candidate any more.
 */
function isProjectedOtherwise({ decision }: JudgedPlan): boolean {
  return !decision.ok && (decision.reason === 'not_due' || decision.reason === 'settling')
}

function isToldNothing({ decision }: JudgedPlan): boolean {
  return !decision.ok && decision.reason === 'not_told'
}

function changeOf({ plan, decision }: JudgedPlan): PlanChange {
  return { before: plan, after: plan, ...(decision.ok && { newEvents: [decision.event] }) }
}
