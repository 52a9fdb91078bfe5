/** Plans upsert; a plan that holds money keeps its member and its currency. (CONTRACT "Import format".) */
import type { PlanRecords } from '../../domain/plan.ts'
import type { PlanRecord } from '../back-office-records.ts'
import type { Problems } from '../problem.ts'
import { minorOf } from '../rows/amounts.ts'
import type { PlanRow } from '../rows/plan-row.ts'
import { type Merged, merge, orBefore } from './merge.ts'
import type { FileRows } from './staged-rows.ts'

/** What the plans name, as far as there will be such. */
export interface PlanSurroundings {
  memberNos: ReadonlySet<string>
  packageCodes: ReadonlySet<string>
}

export function mergePlans({ rows }: FileRows<PlanRow>, there: ReadonlyMap<string, PlanRecord>): Merged<PlanRecord> {
  return merge(
    there,
    rows,
    ({ row }) => row.plan_no,
    ({ row }, before) => ({
      planNo: row.plan_no,
      memberNo: row.member_no,
      packageCode: row.package_code,
      currency: row.currency,
      totalMinor: minorOf(row.total, row.currency),
      shares: row.shares,
      termsAcceptedOn: row.terms_accepted_on,
      cancelledOn: orBefore(row.cancelled_on, before?.cancelledOn),
      restoredOn: orBefore(row.restored_on, before?.restoredOn),
      isHistory: before?.isHistory ?? false,
    }),
  )
}

/** Whom and what they name must exist; what the ledger says of them must stay true. */
export function checkPlans(
  { file, rows }: FileRows<PlanRow>,
  { memberNos, packageCodes }: PlanSurroundings,
  recordsBefore: ReadonlyMap<string, PlanRecords>,
  problems: Problems,
): void {
  for (const { line, row } of rows) {
    const refuse = (column: keyof PlanRow & string, expected: string) =>
      problems.add({ file, line, column, value: String(row[column]), expected })
    if (!memberNos.has(row.member_no)) {
      refuse('member_no', 'a member_no that members.csv or the database has')
    }
    if (!packageCodes.has(row.package_code)) {
      refuse('package_code', 'a package_code that packages.csv or the database has')
    }
    const before = recordsBefore.get(row.plan_no)
    if (!before || before.payments.length === 0) continue
    const { memberNo, currency } = before.terms
    if (row.member_no !== memberNo) refuse('member_no', `${memberNo} as before: money was paid into this plan`)
    if (row.currency !== currency) refuse('currency', `${currency} as before: money was paid into this plan`)
  }
}
