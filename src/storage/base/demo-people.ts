import type { Database } from '../engine/database.ts'

export interface DemoPerson {
  memberNo: string
  name: string
  language: string
  chosenLanguage: string | null
  timeZone: string | null
  isPartner: boolean
  isVerified: boolean
  hasToppedUp: boolean
}

export function loadDemoPeople({ prisma }: Database): Promise<DemoPerson[]> {
  return prisma.$queryRaw<DemoPerson[]>`
    SELECT member_no AS "memberNo", full_name AS "name", coalesce(language, 'en') AS "language",
      chosen_language AS "chosenLanguage", time_zone AS "timeZone",
      partner_agreement_on IS NOT NULL AS "isPartner", verified_on IS NOT NULL AS "isVerified",
      EXISTS (SELECT FROM ledger_entry e WHERE e.member_no = m.member_no AND e.kind = 'topup') AS "hasToppedUp"
    FROM member m ORDER BY member_no`
}
