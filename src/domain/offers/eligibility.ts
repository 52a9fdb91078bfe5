/**
 * What a plan has secured from each offer, what it can still win and how, and what it lost and why.
 *
 * Bonus of an offer on a plan = floor(rate x S x sum of earning amounts / T). Of offers that compete, an installment
 * earns from the one with the higher rate, once. Still to win = the bonus if the offer's act were done, less what is
 * secured, each offer by itself. (DOMAIN section 6.)
 */
import type { Allocation } from '../allocation.ts'
import { dateAt, type PlainDateIso } from '../calendar.ts'
import { addRatios, compareRatios, type Ratio } from '../money.ts'
import type { PlanPayment, PlanTerms } from '../plan.ts'
import { offerRules, ruleOf } from './catalogue.ts'
import { isValidOn, type Offer, versionAt } from './offer.ts'
import type { Chance, Earned, Loss } from './rule.ts'
import { type Timeline, timeline, timelineIfPaid } from './timeline.ts'

export type OfferStatus = 'not_offered' | 'winning' | 'done' | 'lost'

export interface OfferEligibility {
  offer: Offer
  status: OfferStatus
  /** Bonus shares; credited with the last payment. */
  secured: bigint
  stillToWin: bigint
  /** The rate that money recorded now would earn. */
  rate: Ratio
  /** The exact act that wins what is still to win. */
  chance?: Chance
  losses: readonly Loss[]
}

export type PlanStanding = 'open' | 'cancellation_due' | 'cancelled'

export function eligibility(
  offers: readonly Offer[],
  terms: PlanTerms,
  payments: readonly PlanPayment[],
  allocation: Allocation,
  standing: PlanStanding,
  contractZone: string,
  asOf: Temporal.Instant,
): OfferEligibility[] {
  const today = dateAt(asOf, contractZone)
  const now = timeline(terms, allocation)
  const securedOf = standing === 'cancelled' ? new Map<Offer, Earned[]>() : earnedByOffer(offers, now)
  const imagine = (chance: Chance) =>
    timelineIfPaid(terms, payments, contractZone, asOf, { on: chance.payOn, amountMinor: chance.payMinor })

  return offers.map((offer): OfferEligibility => {
    const version = versionAt(offer, asOf)
    const earned = securedOf.get(offer) ?? []
    const secured = bonusShares(terms, earned)
    const isOffered = isValidOn(version, today)
    const best = isOffered && standing === 'open' ? bestChance(offer, terms, now, earned, imagine, today) : undefined
    const stillToWin = best ? best.bonus - secured : 0n
    const status: OfferStatus = stillToWin > 0n ? 'winning' : secured > 0n ? 'done' : isOffered ? 'lost' : 'not_offered'
    return {
      offer,
      status,
      secured,
      stillToWin,
      rate: version.rate,
      ...(best && stillToWin > 0n && { chance: best.chance }),
      losses: ruleOf(offer.kind).losses(offer, now, today),
    }
  })
}

/** The first of the offer's chances that would add a bonus, judged by this offer alone. */
function bestChance(
  offer: Offer,
  terms: PlanTerms,
  now: Timeline,
  secured: readonly Earned[],
  imagine: (chance: Chance) => Timeline,
  today: PlainDateIso,
): { chance: Chance; bonus: bigint } | undefined {
  const rule = ruleOf(offer.kind)
  const earnedNow = new Set(rule.earned(offer, now).map(({ seq }) => seq))
  const latest = offer.versions.at(-1) ?? offer.versions[0]
  for (const chance of rule.chances(latest, now, today)) {
    const added = rule.earned(offer, imagine(chance)).filter(({ seq }) => !earnedNow.has(seq))
    if (added.length > 0) return { chance, bonus: bonusShares(terms, [...secured, ...added]) }
  }
  return undefined
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
    for (const { seq, rate } of earned.get(offer) ?? []) {
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
    (sum, { amountMinor, rate }) =>
      addRatios(sum, { numerator: rate.numerator * amountMinor, denominator: rate.denominator }),
    { numerator: 0n, denominator: 1n },
  )
  return (weighted.numerator * shares) / (weighted.denominator * totalMinor)
}
