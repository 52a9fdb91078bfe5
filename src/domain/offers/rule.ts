/** What each kind of offer answers; one file per kind implements it, the catalogue lists them. */
import type { PlainDateIso } from '../calendar.ts'
import type { Offer, OfferKind, OfferVersion } from './offer.ts'
import type { Timeline } from './timeline.ts'

/** An installment that earns bonus shares, and the version of the offer that says so. */
export interface Earned {
  seq: number
  amountMinor: bigint
  version: OfferVersion
}

/** Something that can be done to earn more: pay this amount, on a date up to the last one. */
export interface Chance {
  /** What is imagined as paid, on top of what counts already. */
  payMinor: bigint
  /** The day the money would have to be valued on to be judged; today where today is possible. */
  payOn: PlainDateIso
  /** The last value date that still earns all of it. */
  lastOn: PlainDateIso
  /** The installment up to which it pays. */
  untilSeq: number
  /** What is past due has to be paid first, by the last payable date; `lastOn` is that of the installment itself. */
  afterArrears?: boolean
}

/** Why an installment, or the whole offer, earns nothing any more. */
export type LossReason =
  | 'better_offer'
  | 'paid_late'
  | 'overdue'
  | 'outside_validity'
  | 'none_ahead'
  | 'too_few_ahead'
  | 'paid_apart'

export interface Loss {
  /** The installment it concerns; not given when it is the whole offer. */
  seq?: number
  reason: LossReason
}

export interface OfferRule {
  kind: OfferKind
  /** Kinds of one group compete: an installment earns from one of them only, the one with the highest rate. */
  competesAs?: string
  earned(offer: Offer, timeline: Timeline): Earned[]
  /** The ways to earn more from today on, best first to try; `today` lies within the version's validity. */
  chances(version: OfferVersion, timeline: Timeline, today: PlainDateIso): Chance[]
  /** `version`: the one that judges money recorded now. */
  losses(offer: Offer, version: OfferVersion, timeline: Timeline, today: PlainDateIso): Loss[]
}
