/**
 * Who has which plan: situations by order first, the late ones for the featured structure before others, then plans as
 * drawn. Of these as many are cancelled as it takes for about a third of all money paid into plans to sit in cancelled
 * ones, in every currency by itself.
 */
import { createCancelledShare } from './cancelled-share.ts'
import { featuredMemberNos } from './featured-members.ts'
import { familyOf, type PackageFamily } from './packages.ts'
import type { Person } from './people.ts'
import { type DraftContext, draftPlan, type PlanDraft } from './plan-drafts.ts'
import { drawCancelled, drawFamily, drawUncancelled, openSlots, type Slot } from './plan-slots.ts'
import { itemAt } from './random.ts'
import { lateOrders, type Order, otherOrders, type Situation, threeDigitOrder } from './situations.ts'
import { structureBelow } from './structure.ts'

interface Deal {
  readonly investors: readonly Person[]
  readonly everyone: readonly Person[]
  /** Plans made by hand, which count for the share of cancelled money. */
  readonly featured: readonly PlanDraft[]
  readonly nextPlanNo: () => string
}

/** A plan whose situation depends on how much money sits in cancelled plans when its turn comes. */
interface Candidate {
  readonly planNo: string
  readonly person: Person
  readonly family: PackageFamily
  readonly cancelled: Situation
  readonly uncancelled: Situation
}

const lateInFeaturedStructure = 16
const currenciesInTurn = ['EUR', 'USD', 'INR', 'EUR', 'RUB']
const percentDoublePackages = 4

/** All plans in the order of their numbers, the ones made by hand first. */
export function dealPlans({ investors, everyone, featured, nextPlanNo }: Deal, context: DraftContext): PlanDraft[] {
  const random = context.randomOf('plans')
  const slots = openSlots(investors, random)
  const share = createCancelledShare()
  const dealt: PlanDraft[] = []
  const deal = (draft: PlanDraft) => {
    dealt.push(draft)
    share.add(draft)
  }
  const fill = (slot: Slot, { situation, minInstallments, familyKey }: Order) => {
    slots.splice(slots.indexOf(slot), 1)
    const family = familyKey ? familyOf(familyKey) : drawFamily(slot.currency, minInstallments, random)
    const packageCount = !familyKey && random.chance(percentDoublePackages) ? 2 : 1
    deal(draftPlan({ planNo: nextPlanNo(), person: slot.person, situation, family, packageCount }, context))
  }
  featured.forEach(deal)

  const below = structureBelow(featuredMemberNos.madridPartner, everyone)
  const late = random.shuffle(lateOrders)
  const lateBelow = [threeDigitOrder, ...late.slice(0, lateInFeaturedStructure - 1)]
  lateBelow.forEach((order, index) => {
    const currency = itemAt(currenciesInTurn, index % currenciesInTurn.length)
    const near = slots.filter(({ person }) => below.has(person.memberNo))
    fill(near.find((slot) => slot.currency === currency) ?? itemAt(near, 0), order)
  })
  for (const order of [...late.slice(lateInFeaturedStructure - 1), ...otherOrders]) fill(itemAt(slots, 0), order)

  const candidates = slots.map(({ person, currency }): Candidate => {
    const family = drawFamily(currency, 1, random)
    const [cancelled, uncancelled] = [drawCancelled(random), drawUncancelled(family, random)]
    return { planNo: nextPlanNo(), person, family, cancelled, uncancelled }
  })
  for (const { cancelled, uncancelled, ...terms } of smallestLast(candidates)) {
    const mayBeCancelled = terms.family.installmentCount > 1 && share.isLow(terms.family.currency)
    const draft = mayBeCancelled ? draftPlan({ ...terms, situation: cancelled }, context) : undefined
    deal(draft && !share.isTooMuch(draft) ? draft : draftPlan({ ...terms, situation: uncancelled }, context))
  }
  return dealt.toSorted((a, b) => (a.planNo < b.planNo ? -1 : 1))
}

/** The last third by falling price, so that the share of cancelled money ends close to what is wanted. */
function smallestLast(candidates: readonly Candidate[]): Candidate[] {
  const mixed = Math.floor((candidates.length * 2) / 3)
  const falling = candidates.slice(mixed).sort((a, b) => Number(b.family.priceMinor - a.family.priceMinor))
  return [...candidates.slice(0, mixed), ...falling]
}
