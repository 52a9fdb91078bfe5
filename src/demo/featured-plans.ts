import { type FeaturedName, featuredMemberNos } from './featured-members.ts'
import { familyOf } from './packages.ts'
import type { Person } from './people.ts'
import { type DraftContext, draftPlan, type PlanDraft } from './plan-drafts.ts'
import type { Situation } from './situations.ts'

type FeaturedPlan = readonly [FeaturedName, familyKey: string, Situation, paidCount?: number]

const featuredPlans: readonly FeaturedPlan[] = [
  ['jaipurInvestor', 'CLASSIC', { kind: 'late', days: 18 }, 2],
  ['berlinInvestor', 'PLUS', { kind: 'upcoming', dueInDays: 0 }, 4],
  ['bucharestInvestor', 'CLASSIC', { kind: 'prepaid', isDouble: true }],
  ['moscowInvestor', 'CEDAR', { kind: 'late', days: 19 }],
  ['londonInvestor', 'CLASSIC', { kind: 'repaid-early', daysAgo: 9 }],
  ['viennaInvestor', 'STEADY', { kind: 'cancelled', days: 34 }],
  ['severalPlansInvestor', 'LOTUS', { kind: 'upcoming', dueInDays: 3 }],
  ['severalPlansInvestor', 'CLASSIC', { kind: 'upcoming', dueInDays: 16 }],
  ['severalPlansInvestor', 'BASIC', { kind: 'completed', lastDueDaysAgo: 48 }],
  ['severalPlansInvestor', 'BANYAN', { kind: 'late', days: 6 }],
  ['investingPartner', 'PREMIUM', { kind: 'upcoming', dueInDays: 7 }],
  ['investingPartner', 'BIRCH', { kind: 'completed', lastDueDaysAgo: 25 }],
  ['aucklandInvestor', 'COMPASS', { kind: 'upcoming', dueInDays: 1 }],
  ['cancellationDueInvestor', 'LOTUS', { kind: 'late', days: 20 }],
]

/** The plans of the featured people, always the first plan numbers. */
export function draftFeaturedPlans(
  people: readonly Person[],
  nextPlanNo: () => string,
  context: DraftContext,
): PlanDraft[] {
  return featuredPlans.map(([name, familyKey, situation, paidCount]) => {
    const person = people.find(({ memberNo }) => memberNo === featuredMemberNos[name])
    if (!person) throw new Error(`${name} is not a member`)
    const terms = { planNo: nextPlanNo(), person, situation, family: familyOf(familyKey) }
    return draftPlan({ ...terms, ...(paidCount !== undefined && { paidCount }) }, context)
  })
}
