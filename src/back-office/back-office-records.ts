/** What the back office keeps, as the database holds it. Every field is there; `null` says that there is none. */
import type { PlainDateIso } from '../domain/calendar.ts'
import type { OfferKind } from '../domain/offers/offer.ts'

export interface MemberRecord {
  memberNo: string
  fullName: string
  phone: string | null
  email: string | null
  language: string | null
  timeZone: string | null
  sponsorNo: string | null
  registeredOn: PlainDateIso | null
  verifiedOn: PlainDateIso | null
  partnerAgreementOn: PlainDateIso | null
  telegramUserId: string | null
}

export interface PackageRecord {
  packageCode: string
  name: string
  stage: string
  currency: string
  priceMinor: bigint
  nominalMinor: bigint
  shares: bigint
  installments: number
  availableFrom: PlainDateIso
  availableTo: PlainDateIso | null
}

export interface PlanRecord {
  planNo: string
  memberNo: string
  packageCode: string
  currency: string
  totalMinor: bigint
  shares: bigint
  termsAcceptedOn: PlainDateIso
  cancelledOn: PlainDateIso | null
  restoredOn: PlainDateIso | null
  isHistory: boolean
}

export interface InstallmentRecord {
  planNo: string
  seq: number
  dueOn: PlainDateIso
  amountMinor: bigint
}

/** The version of an offer that stands now. */
export interface OfferRecord {
  offerCode: string
  kind: OfferKind
  version: number
  rate: string
  validFrom: PlainDateIso
  validTo: PlainDateIso
  minInstallmentsAhead: number
}

/** A payment that waits until it can be booked. */
export interface WaitingPayment {
  paymentId: string
  contentHash: string
  /** Its fields as text; written and read by `payment-content.ts`. */
  content: Readonly<Record<string, string | null>>
  reason: string
}
