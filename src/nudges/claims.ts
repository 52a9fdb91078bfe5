/**
 * What becomes of claims to have paid. Once the installment is paid the claim closes as seen. Once its hold has run out
 * and the money is still not there, it closes as not seen, and a person is asked to look for it. (DOMAIN section 8.)
 */
import type { PlanRecords } from '../domain/plan.ts'
import { planState } from '../domain/plan-state.ts'
import type { Policy } from '../domain/policy.ts'
import { hasRunOut, judgeClaim } from '../domain/promises/claim.ts'
import { installmentTask } from '../tasks/plan-task.ts'
import type { NewTask } from '../tasks/task.ts'
import type { ClaimOutcome, PaymentClaim } from './contact-desk.ts'

export interface ClaimStore {
  /**
   * In one transaction: the open claims that may have to be closed, at most so many, each in one pair of hands at a time.
   * All of those whose hold has run out are among them.
   */
  withClaims<T>(now: Temporal.Instant, most: number, work: (claims: ClaimsInHand) => Promise<T>): Promise<T>
}

export interface ClaimsInHand {
  claims: readonly PaymentClaim[]
  plans(planNos: readonly string[]): Promise<PlanRecords[]>
  close(ids: readonly number[], outcome: ClaimOutcome, now: Temporal.Instant): Promise<void>
  openTasks(tasks: readonly NewTask[], now: Temporal.Instant): Promise<void>
}

export interface ClaimParts {
  store: ClaimStore
  policy: Policy
  now: Temporal.Instant
}

const MOST_AT_ONCE = 200

/** Gives how many were closed. To be called until that is none; what is closed stays so. */
export function settleClaims({ store, policy, now }: ClaimParts): Promise<number> {
  return store.withClaims(now, MOST_AT_ONCE, async ({ claims, plans, close, openTasks }) => {
    if (claims.length === 0) return 0
    const records = await plans([...new Set(claims.map(({ planNo }) => planNo))])
    const plansByNo = new Map(
      records.map((plan) => [plan.terms.planNo, { plan, state: planState(plan, [], policy, now) }]),
    )
    const judged = claims.map((claim) => {
      const found = plansByNo.get(claim.planNo)
      if (!found) return { claim, state: undefined, standing: hasRunOut(claim, now) ? 'not_seen' : 'open' }
      const { plan, state } = found
      return { claim, state, standing: judgeClaim(claim, state, plan.payments, policy.contractZone) }
    })
    const seen = judged.filter(({ standing }) => standing === 'seen')
    const notSeen = judged.filter(({ standing }) => standing === 'not_seen')
    await close(idsOf(seen), 'seen', now)
    await close(idsOf(notSeen), 'not_seen', now)
    await openTasks(
      notSeen.flatMap(({ state }) => (state ? installmentTask('payment_not_seen', state) : [])),
      now,
    )
    return seen.length + notSeen.length
  })
}

function idsOf(judged: readonly { claim: PaymentClaim }[]): number[] {
  return judged.map(({ claim }) => claim.id)
}
