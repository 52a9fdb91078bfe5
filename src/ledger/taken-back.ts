/** What was taken back of a plan's money at one moment: the reversals that one import recorded. (DOMAIN section 4.) */
import { allocate } from '../domain/allocation.ts'
import type { PlanFacts, PlanPayment } from '../domain/plan.ts'

/** In the order of their ids; at another moment nothing of it. */
export function takenBackAt({ payments }: Pick<PlanFacts, 'payments'>, at: Temporal.Instant): PlanPayment[] {
  return payments
    .filter(({ reversedAt }) => reversedAt?.equals(at))
    .toSorted((a, b) => (a.entryId < b.entryId ? -1 : 1))
}

/** Does the plan hold less because of what was taken back at this moment? */
export function isUnpaidByReversal(plan: PlanFacts, contractZone: string, now: Temporal.Instant): boolean {
  if (takenBackAt(plan, now).length === 0) return false
  const standing = plan.payments.map((payment) => {
    const { reversedAt, ...rest } = payment
    return reversedAt?.equals(now) ? rest : payment
  })
  const held = allocate({ ...plan, payments: standing }, contractZone, now).paidMinor
  return allocate(plan, contractZone, now).paidMinor < held
}
