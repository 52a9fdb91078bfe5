/**
 * What a partner may see of the plans below them. This is the one place that decides it: everyone under them in the
 * sponsor tree at any depth and nobody else; contact details only where they are the sponsor, who is the case owner.
 * (DOMAIN section 1.)
 */
import type { PlainDateIso } from '../../domain/calendar.ts'
import type { PlanInView } from '../../structure/late-plans.ts'
import { toDateColumn } from '../engine/columns.ts'
import type { Queries } from '../engine/database.ts'
import { loadPlansByNumber } from './load-plans.ts'

interface PlanBelowRow {
  plan_no: string
  full_name: string
  sponsor_name: string | null
  is_sponsor: boolean
  phone: string | null
  email: string | null
}

export async function loadPlansBelow(
  queries: Queries,
  partnerNo: string,
  dueBefore: PlainDateIso,
): Promise<PlanInView[]> {
  const rows = await queries.$queryRaw<PlanBelowRow[]>`
    WITH RECURSIVE structure AS (
      SELECT member_no FROM member WHERE sponsor_no = ${partnerNo}
      UNION ALL
      SELECT m.member_no FROM member m JOIN structure s ON m.sponsor_no = s.member_no
    )
    SELECT p.plan_no, m.full_name, sponsor.full_name AS sponsor_name, m.sponsor_no = ${partnerNo} AS is_sponsor,
      CASE WHEN m.sponsor_no = ${partnerNo} THEN m.phone END AS phone,
      CASE WHEN m.sponsor_no = ${partnerNo} THEN m.email END AS email
    FROM structure
    JOIN member m ON m.member_no = structure.member_no
    LEFT JOIN member sponsor ON sponsor.member_no = m.sponsor_no
    JOIN plan p ON p.member_no = m.member_no
    WHERE EXISTS (SELECT FROM installment i WHERE i.plan_no = p.plan_no AND i.due_on < ${toDateColumn(dueBefore)})`
  const people = new Map(rows.map((row) => [row.plan_no, row]))
  const plans = await loadPlansByNumber(queries, [...people.keys()])
  return plans.flatMap((records): PlanInView[] => {
    const row = people.get(records.terms.planNo)
    if (!row) return []
    const { full_name: fullName, sponsor_name: sponsorName, phone, email } = row
    return [{ records, person: { fullName, sponsorName, contact: row.is_sponsor ? { phone, email } : null } }]
  })
}
