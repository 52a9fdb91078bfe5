/**
 * A plan's state: a pure function of its terms, the money booked to it, its events, the offers, the policy and an instant. The same
 * records give the same state in any order, batching or repetition. Without new records it changes only when the day
 * after D begins and when the day after X begins, in the contract zone. (DOMAIN sections 3 to 6.)
 */
import { type Allocation, allocate } from './allocation.ts'
import { hasActiveArrangement } from './arrangement-events.ts'
import { dateAt, type PlainDateIso } from './calendar.ts'
import { cancelledSince, closedPeriods } from './closed-period.ts'
import { type Delinquency, delinquency } from './delinquency.ts'
import { sumMinor } from './money.ts'
import {
  eligibility,
  type OfferEligibility,
  type PlanInOffers,
  type SecuredBonus,
  securedBonuses,
} from './offers/eligibility.ts'
import type { Offer } from './offers/offer.ts'
import type { PlanFacts, PlanTerms } from './plan.ts'
import type { Policy } from './policy.ts'
import { arrearsMinor, firstUnpaid, type ScheduledInstallment, schedule } from './schedule.ts'
import { countShares, type ShareCount } from './shares.ts'

export type PlanStateName = 'active' | 'overdue' | 'arranged' | 'cancellation_due' | 'cancelled' | 'completed'

export interface PlanState {
  terms: PlanTerms
  asOf: Temporal.Instant
  /** The date of `asOf` in the contract zone. */
  today: PlainDateIso
  name: PlanStateName
  allocation: Allocation
  paidMinor: bigint
  /** The date that its cancellation acts from; only when it is cancelled. */
  cancelledOn?: PlainDateIso
  /** What is left to pay; zero for a cancelled plan. */
  outstandingMinor: bigint
  /** All that is past due. */
  arrearsMinor: bigint
  installments: readonly ScheduledInstallment[]
  /** The oldest installment that is not fully paid; none when completed or cancelled. */
  next?: ScheduledInstallment
  /** Given with `next`. */
  delinquency?: Delinquency
  shares: ShareCount
  offers: readonly OfferEligibility[]
  bonuses: readonly SecuredBonus[]
  /** Bonus shares secured from all offers. */
  bonusSecured: bigint
}

export function planState(
  { terms, payments, events }: PlanFacts,
  offers: readonly Offer[],
  policy: Policy,
  asOf: Temporal.Instant,
): PlanState {
  const today = dateAt(asOf, policy.contractZone)
  const plan: PlanFacts = { terms, payments, events }
  const allocation = allocate(plan, policy.contractZone, asOf)
  const installments = schedule(terms, allocation)
  const cancelledOn = cancelledSince(closedPeriods(plan, asOf, today), today)
  const isOver = cancelledOn !== undefined
  const next = isOver ? undefined : firstUnpaid(installments)
  const late = next && delinquency(plan, next, policy, asOf)
  const name = stateName(isOver, late, hasActiveArrangement(events, asOf))
  const planInOffers: PlanInOffers = {
    plan,
    allocation,
    installments,
    standing: name === 'cancelled' || name === 'cancellation_due' ? name : 'open',
    // An active arrangement suspends cancellation: X, which may have passed, limits nothing then.
    lastPayableOn: name === 'arranged' ? undefined : late?.lastPayableOn,
    contractZone: policy.contractZone,
    asOf,
  }
  const bonuses = securedBonuses(offers, planInOffers)
  let explained: readonly OfferEligibility[] | undefined
  const shares = countShares(terms, installments, policy.heldBack)
  return {
    terms,
    asOf,
    today,
    name,
    ...(cancelledOn && { cancelledOn }),
    allocation,
    paidMinor: allocation.paidMinor,
    outstandingMinor: isOver ? 0n : terms.totalMinor - allocation.paidMinor,
    arrearsMinor: isOver ? 0n : arrearsMinor(installments, today),
    installments,
    ...(next && { next }),
    ...(late && { delinquency: late }),
    shares: isOver ? { credited: shares.credited, fromNextPayments: 0n, locked: 0n } : shares,
    // Explaining what can still be won is the larger part of the work, and most answers do not show it.
    get offers() {
      explained ??= eligibility(offers, planInOffers)
      return explained
    },
    bonuses,
    bonusSecured: sumMinor(bonuses.map(({ shares: secured }) => secured)),
  }
}

function stateName(isOver: boolean, late: Delinquency | undefined, isArranged: boolean): PlanStateName {
  if (isOver) return 'cancelled'
  if (!late) return 'completed'
  if (isArranged) return 'arranged'
  if (late.isCancellationDue) return 'cancellation_due'
  return late.daysOverdue > 0 ? 'overdue' : 'active'
}
