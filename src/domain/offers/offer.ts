/**
 * Promo offers are data: a kind, a rate, dates and conditions, in versions. Changing an offer never changes what was
 * earned: the money that earns is judged by the version that stood when that money was recorded; what came before the
 * first version is judged by the first. (DOMAIN section 6.)
 */
import { compareInstants, type PlainDateIso } from '../calendar.ts'
import type { Ratio } from '../money.ts'

export type OfferKind = 'on_time' | 'double_payment' | 'early_repayment'

export interface OfferVersion {
  rate: Ratio
  /** Both inclusive, compared with the value date of the money that earns. */
  validFrom: PlainDateIso
  validTo: PlainDateIso
  minInstallmentsAhead: number
  recordedAt: Temporal.Instant
}

export interface Offer {
  code: string
  kind: OfferKind
  /** Oldest first; never empty. */
  versions: readonly [OfferVersion, ...OfferVersion[]]
}

export function versionAt(offer: Offer, recordedAt: Temporal.Instant): OfferVersion {
  const [first, ...later] = offer.versions
  return later.findLast((version) => compareInstants(version.recordedAt, recordedAt) <= 0) ?? first
}

export function isValidOn(version: OfferVersion, date: PlainDateIso): boolean {
  return version.validFrom <= date && date <= version.validTo
}
