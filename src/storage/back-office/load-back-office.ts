/** What the back office keeps: by number for an import, whole tables for an export. Order is the reader's matter. */
import type {
  InstallmentRecord,
  MemberRecord,
  OfferRecord,
  PackageRecord,
  PlanRecord,
} from '../../back-office/back-office-records.ts'
import type { MasterReads } from '../../back-office/merging/master-reads.ts'
import type { Queries } from '../engine/database.ts'
import { Prisma } from '../generated/client.ts'
import { loadPlansByNumber } from '../ledger/load-plans.ts'

const all = Prisma.sql`TRUE`

export function loadMembers(queries: Queries, condition: Prisma.Sql = all): Promise<MemberRecord[]> {
  return queries.$queryRaw`
    SELECT member_no AS "memberNo", full_name AS "fullName", phone, email, language, time_zone AS "timeZone",
      sponsor_no AS "sponsorNo", registered_on::text AS "registeredOn", verified_on::text AS "verifiedOn",
      partner_agreement_on::text AS "partnerAgreementOn", telegram_user_id::text AS "telegramUserId"
    FROM member WHERE ${condition}`
}

export function loadPackages(queries: Queries, condition: Prisma.Sql = all): Promise<PackageRecord[]> {
  return queries.$queryRaw`
    SELECT package_code AS "packageCode", name, stage, currency, price_minor AS "priceMinor",
      nominal_minor AS "nominalMinor", shares, installments, available_from::text AS "availableFrom",
      available_to::text AS "availableTo"
    FROM package WHERE ${condition}`
}

export function loadPlanRecords(queries: Queries, condition: Prisma.Sql = all): Promise<PlanRecord[]> {
  return queries.$queryRaw`
    SELECT plan_no AS "planNo", member_no AS "memberNo", package_code AS "packageCode", currency,
      total_minor AS "totalMinor", shares, terms_accepted_on::text AS "termsAcceptedOn",
      cancelled_on::text AS "cancelledOn", restored_on::text AS "restoredOn", is_history AS "isHistory"
    FROM plan WHERE ${condition}`
}

export function loadInstallments(queries: Queries): Promise<InstallmentRecord[]> {
  return queries.$queryRaw`
    SELECT plan_no AS "planNo", seq, due_on::text AS "dueOn", amount_minor AS "amountMinor" FROM installment`
}

export function loadCurrentOffers(queries: Queries, condition: Prisma.Sql = all): Promise<OfferRecord[]> {
  return queries.$queryRaw`
    SELECT DISTINCT ON (o.offer_code) o.offer_code AS "offerCode", o.kind, v.version, v.rate,
      v.valid_from::text AS "validFrom", v.valid_to::text AS "validTo",
      v.min_installments_ahead AS "minInstallmentsAhead"
    FROM offer o JOIN offer_version v ON v.offer_code = o.offer_code
    WHERE ${condition}
    ORDER BY o.offer_code, v.version DESC`
}

/** Those of the given numbers that there are. */
export function masterReadsOn(queries: Queries): MasterReads {
  return {
    members: (memberNos) => loadMembers(queries, Prisma.sql`member_no = ANY(${memberNos})`),
    packages: (packageCodes) => loadPackages(queries, Prisma.sql`package_code = ANY(${packageCodes})`),
    plans: (planNos) => loadPlanRecords(queries, Prisma.sql`plan_no = ANY(${planNos})`),
    currentOffers: (offerCodes) => loadCurrentOffers(queries, Prisma.sql`o.offer_code = ANY(${offerCodes})`),
    planRecords: async (planNos) => (planNos.length > 0 ? loadPlansByNumber(queries, planNos) : []),
    async memberNosThere(memberNos) {
      const rows = await queries.$queryRaw<{ member_no: string }[]>`
        SELECT member_no FROM member WHERE member_no = ANY(${memberNos})`
      return rows.map(({ member_no }) => member_no)
    },
    async packageCodesThere(packageCodes) {
      const rows = await queries.$queryRaw<{ package_code: string }[]>`
        SELECT package_code FROM package WHERE package_code = ANY(${packageCodes})`
      return rows.map(({ package_code }) => package_code)
    },
  }
}
