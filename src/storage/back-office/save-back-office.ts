/** Members, packages, plans with their schedules, and offers, in statements that take whole sets. */
import type { MasterWrites } from '../../back-office/merging/master-reads.ts'
import type { Queries } from '../engine/database.ts'
import { inChunks, rowSet } from '../engine/row-set.ts'
import { giveTasksToThoseAbove } from '../tasks/follow-structure.ts'

export function masterWritesOn(queries: Queries): MasterWrites {
  return {
    async saveMembers(members) {
      if (members.length === 0) return
      // Whom they name may come in a later portion, and a Telegram user may be another's until then.
      await queries.$executeRaw`
        INSERT INTO member (member_no, full_name, phone, email, language, time_zone, registered_on, verified_on,
          partner_agreement_on)
        SELECT * FROM json_to_recordset(${rowSet(members.map((member) => ({ ...member })))}::json) AS r(
          "memberNo" text, "fullName" text, phone text, email text, language text, "timeZone" text,
          "registeredOn" date, "verifiedOn" date, "partnerAgreementOn" date)
        ON CONFLICT (member_no) DO UPDATE SET full_name = excluded.full_name, phone = excluded.phone,
          email = excluded.email, language = excluded.language, time_zone = excluded.time_zone,
          registered_on = excluded.registered_on, verified_on = excluded.verified_on,
          partner_agreement_on = excluded.partner_agreement_on`
      await queries.$executeRaw`
        UPDATE member SET telegram_user_id = NULL
        FROM json_to_recordset(${rowSet(members.map((member) => ({ ...member })))}::json)
          AS r("memberNo" text, "telegramUserId" bigint)
        WHERE member_no = r."memberNo" AND telegram_user_id IS DISTINCT FROM r."telegramUserId"`
    },

    async connectMembers(members, now) {
      if (members.length === 0) return
      await queries.$executeRaw`
        UPDATE member SET sponsor_no = r."sponsorNo", telegram_user_id = r."telegramUserId"
        FROM json_to_recordset(${rowSet(members.map((member) => ({ ...member })))}::json)
          AS r("memberNo" text, "sponsorNo" text, "telegramUserId" bigint)
        WHERE member_no = r."memberNo"`
      await giveTasksToThoseAbove(queries, now)
    },

    async savePackages(packages) {
      if (packages.length === 0) return
      const rows = rowSet(packages.map((record) => ({ ...record })))
      await queries.$executeRaw`
        INSERT INTO package (package_code, name, stage, currency, price_minor, nominal_minor, shares, installments,
          available_from, available_to)
        SELECT * FROM json_to_recordset(${rows}::json) AS r("packageCode" text, name text, stage text, currency text,
          "priceMinor" bigint, "nominalMinor" bigint, shares bigint, installments int, "availableFrom" date,
          "availableTo" date)
        ON CONFLICT (package_code) DO UPDATE SET name = excluded.name, stage = excluded.stage,
          currency = excluded.currency, price_minor = excluded.price_minor, nominal_minor = excluded.nominal_minor,
          shares = excluded.shares, installments = excluded.installments, available_from = excluded.available_from,
          available_to = excluded.available_to`
    },

    async savePlans(plans) {
      if (plans.length === 0) return
      const rows = rowSet(plans.map((plan) => ({ ...plan })))
      await queries.$executeRaw`
        INSERT INTO plan (plan_no, member_no, package_code, currency, total_minor, shares, terms_accepted_on,
          cancelled_on, restored_on, is_history)
        SELECT * FROM json_to_recordset(${rows}::json) AS r("planNo" text, "memberNo" text, "packageCode" text,
          currency text, "totalMinor" bigint, shares bigint, "termsAcceptedOn" date, "cancelledOn" date,
          "restoredOn" date, "isHistory" boolean)
        ON CONFLICT (plan_no) DO UPDATE SET member_no = excluded.member_no, package_code = excluded.package_code,
          currency = excluded.currency, total_minor = excluded.total_minor, shares = excluded.shares,
          terms_accepted_on = excluded.terms_accepted_on, cancelled_on = excluded.cancelled_on,
          restored_on = excluded.restored_on, is_history = excluded.is_history`
    },

    async replaceSchedules(installments) {
      const planNos = [...new Set(installments.map(({ planNo }) => planNo))]
      if (planNos.length === 0) return
      await queries.$executeRaw`DELETE FROM installment WHERE plan_no = ANY(${planNos})`
      for (const chunk of inChunks(installments)) {
        await queries.$executeRaw`
          INSERT INTO installment (plan_no, seq, due_on, amount_minor)
          SELECT * FROM json_to_recordset(${rowSet(chunk.map((row) => ({ ...row })))}::json)
            AS r("planNo" text, seq int, "dueOn" date, "amountMinor" bigint)`
      }
    },

    async addOfferVersions(versions, recordedAt) {
      if (versions.length === 0) return
      const rows = rowSet(versions.map((version) => ({ ...version })))
      await queries.$executeRaw`
        INSERT INTO offer (offer_code, kind)
        SELECT * FROM json_to_recordset(${rows}::json) AS r("offerCode" text, kind text)
        ON CONFLICT (offer_code) DO NOTHING`
      await queries.$executeRaw`
        INSERT INTO offer_version (offer_code, version, rate, valid_from, valid_to, min_installments_ahead, recorded_at)
        SELECT r.*, ${recordedAt.toString()}::timestamptz FROM json_to_recordset(${rows}::json) AS r("offerCode" text,
          version int, rate text, "validFrom" date, "validTo" date, "minInstallmentsAhead" int)`
    },

    async markHistory(planNos) {
      if (planNos.length === 0) return
      await queries.$executeRaw`UPDATE plan SET is_history = true WHERE plan_no = ANY(${planNos})`
      // Nobody is written to about what is long past.
      await queries.$executeRaw`UPDATE plan_projection SET nudge_look_at = NULL WHERE plan_no = ANY(${planNos})`
    },
  }
}
