/** What the back office keeps, whole tables at a time. Order is the reader's matter: collations differ. */
import type {
  InstallmentRecord,
  MemberRecord,
  OfferRecord,
  PackageRecord,
  PlanRecord,
  WaitingPayment,
} from '../back-office/back-office-records.ts'
import type { Queries } from './database.ts'

export function loadBackOffice(queries: Queries) {
  return {
    members: (): Promise<MemberRecord[]> => queries.$queryRaw`
      SELECT member_no AS "memberNo", full_name AS "fullName", phone, email, language, time_zone AS "timeZone",
        sponsor_no AS "sponsorNo", registered_on::text AS "registeredOn", verified_on::text AS "verifiedOn",
        partner_agreement_on::text AS "partnerAgreementOn", telegram_user_id::text AS "telegramUserId"
      FROM member`,

    packages: (): Promise<PackageRecord[]> => queries.$queryRaw`
      SELECT package_code AS "packageCode", name, stage, currency, price_minor AS "priceMinor",
        nominal_minor AS "nominalMinor", shares, installments, available_from::text AS "availableFrom",
        available_to::text AS "availableTo"
      FROM package`,

    plans: (): Promise<PlanRecord[]> => queries.$queryRaw`
      SELECT plan_no AS "planNo", member_no AS "memberNo", package_code AS "packageCode", currency,
        total_minor AS "totalMinor", shares, terms_accepted_on::text AS "termsAcceptedOn",
        cancelled_on::text AS "cancelledOn", restored_on::text AS "restoredOn", is_history AS "isHistory"
      FROM plan`,

    installments: (): Promise<InstallmentRecord[]> => queries.$queryRaw`
      SELECT plan_no AS "planNo", seq, due_on::text AS "dueOn", amount_minor AS "amountMinor" FROM installment`,

    currentOffers: (): Promise<OfferRecord[]> => queries.$queryRaw`
      SELECT DISTINCT ON (o.offer_code) o.offer_code AS "offerCode", o.kind, v.version, v.rate,
        v.valid_from::text AS "validFrom", v.valid_to::text AS "validTo",
        v.min_installments_ahead AS "minInstallmentsAhead"
      FROM offer o JOIN offer_version v ON v.offer_code = o.offer_code
      ORDER BY o.offer_code, v.version DESC`,

    waitingPayments: (): Promise<WaitingPayment[]> => queries.$queryRaw`
      SELECT payment_id AS "paymentId", content_hash AS "contentHash", row AS content, reason
      FROM quarantined_payment`,
  }
}
