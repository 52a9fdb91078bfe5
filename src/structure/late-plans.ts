/** The late plans in a partner's structure, everyone below them at any depth. (DOMAIN sections 1 and 10.) */
import { dateAt, type PlainDateIso } from '../domain/calendar.ts'
import { byNeed, type LatePlan, latePlan } from '../domain/late-plan.ts'
import type { PlanRecords } from '../domain/plan.ts'
import { planState } from '../domain/plan-state.ts'
import type { Policy } from '../domain/policy.ts'

/** What a partner may see of the person behind a late plan. */
export interface PersonInView {
  fullName: string
  sponsorName: string | null
  /** Only for the sponsor and the case owner. */
  contact: { phone: string | null; email: string | null } | null
}

export interface PlanInView {
  records: PlanRecords
  person: PersonInView
}

export interface LatePlanSource {
  /** Plans below this partner whose oldest unpaid installment may have fallen due before this date. */
  plansBelow(partnerNo: string, dueBefore: PlainDateIso): Promise<PlanInView[]>
}

export type LatePlanInView = LatePlan & { person: PersonInView }

/** In the default order: by currency, the highest arrears per day left first. */
export async function latePlansBelow(
  source: LatePlanSource,
  partnerNo: string,
  policy: Policy,
  asOf: Temporal.Instant,
): Promise<LatePlanInView[]> {
  const plans = await source.plansBelow(partnerNo, dateAt(asOf, policy.contractZone))
  return plans
    .flatMap(({ records, person }): LatePlanInView[] => {
      const late = latePlan(planState(records, [], policy, asOf))
      return late ? [{ ...late, person }] : []
    })
    .toSorted(byNeed)
}
