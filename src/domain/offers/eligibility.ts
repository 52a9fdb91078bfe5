/**
 * What a plan has secured from each offer, what it can still win and how, and what it lost and why.
 *
 * Bonus of an offer on a plan = floor(rate x S x sum of earning amounts / T). Of offers that compete, an installment
 * earns from the one with the higher rate, once. Still to win = the bonus if the offer's act were done, less what is
 * secured, each offer by itself. (DOMAIN section 6.)
 */
import type { Allocation } from '../allocation.ts'
import { dateAt, earliestDate, type PlainDateIso } from '../calendar.ts'
import { addRatios, compareRatios, type Ratio } from '../money.ts'
import type { PlanFacts, PlanTerms } from '../plan.ts'
import type { ScheduledInstallment } from '../schedule.ts'
import { offerRules, ruleOf } from './catalogue.ts'
import { isValidOn, type Offer, type OfferVersion, versionAt } from './offer.ts'
import type { Chance, Earned, Loss } from './rule.ts'
import { type Timeline, timeline, timelineIfPaid } from './timeline.ts'

export type OfferStatus = 'not_offered' | 'winning' | 'done' | 'lost'

export interface OfferEligibility {
  offer: Offer
  status: OfferStatus
  /** Bonus shares; credited with the last payment. */
  secured: bigint
  stillToWin: bigint
  /** The version that judges money recorded now. */
  version: OfferVersion
  /** The exact act that wins what is still to win. */
  chance?: Chance
  losses: readonly Loss[]
}

/** The plan as the offers look at it. */
export interface PlanInOffers {
  plan: PlanFacts
  allocation: Allocation
  installments: readonly ScheduledInstallment[]
  standing: 'open' | 'cancellation_due' | 'cancelled'
  /** X: nobody is told to count on a payment after it. Not given for a plan that is paid, cancelled or arranged. */
  lastPayableOn: PlainDateIso | undefined
  contractZone: string
  asOf: Temporal.Instant
}

/** What a plan has secured from one offer. In order of the offers' codes. */
export interface SecuredBonus {
  offerCode: string
  /** Bonus shares, above zero. */
  shares: bigint
  /** The versions, counted from 1, that judged the money that earns. */
  versions: readonly number[]
}

export function securedBonuses(
  offers: readonly Offer[],
  { plan, allocation, installments, standing }: PlanInOffers,
): SecuredBonus[] {
  if (standing === 'cancelled' || offers.length === 0) return []
  const { terms } = plan
  const earned = earnedByOffer(offers, timeline(terms, allocation, installments))
  return [...earned]
    .toSorted(([a], [b]) => (a.code < b.code ? -1 : 1))
    .flatMap(([offer, ofOffer]) => {
      const shares = bonusShares(terms, ofOffer)
      const versions = new Set(ofOffer.map(({ version }) => offer.versions.indexOf(version) + 1))
      return shares > 0n ? [{ offerCode: offer.code, shares, versions: [...versions].toSorted((a, b) => a - b) }] : []
    })
}

export function eligibility(offers: readonly Offer[], inOffers: PlanInOffers): OfferEligibility[] {
  const { plan, asOf, standing } = inOffers
  const { terms } = plan
  const today = dateAt(asOf, inOffers.contractZone)
  const now = timeline(terms, inOffers.allocation, inOffers.installments)
  const securedOf = standing === 'cancelled' ? new Map<Offer, Earned[]>() : earnedByOffer(offers, now)

  return offers.map((offer): OfferEligibility => {
    const version = versionAt(offer, asOf)
    const earned = securedOf.get(offer) ?? []
    const secured = bonusShares(terms, earned)
    const isOffered = isValidOn(version, today)
    const best = isOffered && standing === 'open' ? bestChance(offer, version, inOffers, now, earned, today) : undefined
    const stillToWin = best ? best.bonus - secured : 0n
    const status: OfferStatus = stillToWin > 0n ? 'winning' : secured > 0n ? 'done' : isOffered ? 'lost' : 'not_offered'
    return {
      offer,
      status,
      secured,
      stillToWin,
      version,
      ...(best && stillToWin > 0n && { chance: best.chance }),
      losses: status === 'done' ? [] : losses(offer, version, earned, now, today),
    }
  })
}

/** The first of the offer's chances that would add a bonus, judged by this offer alone. */
function bestChance(
  offer: Offer,
  version: OfferVersion,
  { plan, lastPayableOn, contractZone, asOf }: PlanInOffers,
  now: Timeline,
  secured: readonly Earned[],
  today: PlainDateIso,
): { chance: Chance; bonus: bigint } | undefined {
  const rule = ruleOf(offer.kind)
  const earnedNow = new Set(rule.earned(offer, now).map(({ seq }) => seq))
  for (const chance of rule.chances(version, now, today)) {
    const paid = { on: chance.payOn, amountMinor: chance.payMinor }
    const then = timelineIfPaid(plan, contractZone, asOf, paid)
    const added = rule.earned(offer, then).filter(({ seq }) => !earnedNow.has(seq))
    if (added.length === 0) continue
    const lastOn = chance.afterArrears ? chance.lastOn : earliestDate(chance.lastOn, lastPayableOn ?? chance.lastOn)
    return { chance: { ...chance, lastOn }, bonus: bonusShares(plan.terms, [...secured, ...added]) }
  }
  return undefined
}

/** What another offer took with a higher rate is no loss to the member, and is said instead of the rest. */
function losses(
  offer: Offer,
  version: OfferVersion,
  secured: readonly Earned[],
  now: Timeline,
  today: PlainDateIso,
): readonly Loss[] {
  const rule = ruleOf(offer.kind)
  const taken = rule.earned(offer, now).filter(({ seq }) => !secured.some((earned) => earned.seq === seq))
  if (taken.length > 0) return taken.map(({ seq }) => ({ seq, reason: 'better_offer' }))
  return rule.losses(offer, version, now, today)
}

function earnedByOffer(offers: readonly Offer[], now: Timeline): Map<Offer, Earned[]> {
  const earned = new Map(offers.map((offer) => [offer, ruleOf(offer.kind).earned(offer, now)]))
  for (const group of new Set(offerRules.flatMap(({ competesAs }) => competesAs ?? []))) {
    keepHighestRates(
      offers.filter((offer) => ruleOf(offer.kind).competesAs === group),
      earned,
    )
  }
  return earned
}

function keepHighestRates(competing: readonly Offer[], earned: Map<Offer, Earned[]>): void {
  const ranked = competing.toSorted((a, b) => rankOf(a) - rankOf(b) || (a.code < b.code ? 1 : -1))
  const winners = new Map<number, { offer: Offer; rate: Ratio }>()
  for (const offer of ranked) {
    for (const { seq, version } of earned.get(offer) ?? []) {
      const { rate } = version
      const winner = winners.get(seq)
      if (!winner || compareRatios(rate, winner.rate) >= 0) winners.set(seq, { offer, rate })
    }
  }
  for (const offer of competing) {
    earned.set(
      offer,
      (earned.get(offer) ?? []).filter(({ seq }) => winners.get(seq)?.offer === offer),
    )
  }
}

function rankOf(offer: Offer): number {
  return offerRules.indexOf(ruleOf(offer.kind))
}

function bonusShares({ shares, totalMinor }: PlanTerms, earned: readonly Earned[]): bigint {
  const weighted = earned.reduce<Ratio>(
    (sum, { amountMinor, version: { rate } }) =>
      addRatios(sum, { numerator: rate.numerator * amountMinor, denominator: rate.denominator }),
    { numerator: 0n, denominator: 1n },
  )
  return (weighted.numerator * shares) / (weighted.denominator * totalMinor)
}
