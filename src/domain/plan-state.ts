/**
 * A plan's state: a pure function of its terms, the money booked to it, the offers, the policy and an instant. The same
 * records give the same state in any order, batching or repetition. Without new records it changes only when the day
 * after D begins and when the day after X begins, in the contract zone. (DOMAIN sections 3 to 6.)
 */
import { type Allocation, allocate, isCancelledOn } from './allocation.ts'
import { dateAt, type PlainDateIso } from './calendar.ts'
import { type Delinquency, delinquency } from './delinquency.ts'
import { eligibility, type OfferEligibility, type PlanInOffers, securedBonus } from './offers/eligibility.ts'
import type { Offer } from './offers/offer.ts'
import type { PlanPayment, PlanTerms } from './plan.ts'
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
  /** Bonus shares secured from all offers. */
  bonusSecured: bigint
}

export function planState(
  terms: PlanTerms,
  payments: readonly PlanPayment[],
  offers: readonly Offer[],
  policy: Policy,
  asOf: Temporal.Instant,
): PlanState {
  const today = dateAt(asOf, policy.contractZone)
  const allocation = allocate(terms, payments, policy.contractZone, asOf)
  const installments = schedule(terms, allocation)
  const isCancelled = isCancelledOn(terms, today)
  const next = isCancelled ? undefined : firstUnpaid(installments)
  const late = next && delinquency(terms, payments, next, policy, asOf)
  const name = stateName(isCancelled, late)
  const planInOffers: PlanInOffers = {
    terms,
    payments,
    allocation,
    standing: name === 'cancelled' || name === 'cancellation_due' ? name : 'open',
    lastPayableOn: late?.lastPayableOn,
    contractZone: policy.contractZone,
    asOf,
  }
  let explained: readonly OfferEligibility[] | undefined
  const shares = countShares(terms, installments, policy.heldBack)
  return {
    terms,
    asOf,
    today,
    name,
    allocation,
    paidMinor: allocation.paidMinor,
    outstandingMinor: isCancelled ? 0n : terms.totalMinor - allocation.paidMinor,
    arrearsMinor: isCancelled ? 0n : arrearsMinor(installments, today),
    installments,
    ...(next && { next }),
    ...(late && { delinquency: late }),
    shares: isCancelled ? { credited: shares.credited, fromNextPayments: 0n, locked: 0n } : shares,
    // Explaining what can still be won is the larger part of the work, and most answers do not show it.
    get offers() {
      explained ??= eligibility(offers, planInOffers)
      return explained
    },
    bonusSecured: securedBonus(offers, planInOffers),
  }
}

function stateName(isCancelled: boolean, late: Delinquency | undefined): PlanStateName {
  if (isCancelled) return 'cancelled'
  if (!late) return 'completed'
  if (late.isCancellationDue) return 'cancellation_due'
  return late.daysOverdue > 0 ? 'overdue' : 'active'
}
