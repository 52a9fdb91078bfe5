/** A plan that is named in installments.csv has its whole schedule replaced. (CONTRACT "Import format".) */

import { formatAmount } from '../../domain/money.ts'
import type { Installment, PlanRecords } from '../../domain/plan.ts'
import type { InstallmentRecord, PlanRecord } from '../back-office-records.ts'
import type { Problems } from '../problem.ts'
import type { Located } from '../record-schema.ts'
import { minorOf, refuseDigits } from '../rows/amounts.ts'
import type { InstallmentRow } from '../rows/installment-row.ts'
import type { PlanRow } from '../rows/plan-row.ts'
import { type LocatedInstallment, refuseSchedule } from './schedule-rules.ts'
import type { FileRows } from './staged-rows.ts'

export interface MergedSchedules {
  /** Of all plans whose schedule is not as it was. */
  saved: readonly InstallmentRecord[]
  changedPlans: ReadonlySet<string>
  counts: { added: number; changed: number; unchanged: number }
}

export function mergeSchedules(
  { file, rows, malformedKeys }: FileRows<InstallmentRow>,
  planFile: FileRows<PlanRow>,
  plans: ReadonlyMap<string, PlanRecord>,
  recordsBefore: ReadonlyMap<string, PlanRecords>,
  contractZone: string,
  now: Temporal.Instant,
  problems: Problems,
): MergedSchedules {
  const saved: InstallmentRecord[] = []
  const changedPlans = new Set<string>()
  const counts = { added: 0, changed: 0, unchanged: 0 }
  for (const [planNo, planRows] of Map.groupBy(rows, ({ row }) => row.plan_no)) {
    const plan = plans.get(planNo)
    if (!plan) {
      if (planFile.malformedKeys.has(planNo)) continue
      const expected = 'a plan_no that plans.csv or the database has'
      for (const { line } of planRows) problems.add({ file, line, column: 'plan_no', value: planNo, expected })
      continue
    }
    const schedule = toInstallments(file, planRows, plan.currency, problems)
    if (!schedule || malformedKeys.has(planNo) || planFile.malformedKeys.has(planNo)) continue
    const before = recordsBefore.get(planNo)
    const refusals = refuseSchedule(schedule, plan, before, contractZone, now)
    for (const refusal of refusals) problems.add({ file, ...refusal })
    const change = compare(before?.terms.installments ?? [], schedule)
    for (const kind of ['added', 'changed', 'unchanged'] as const) counts[kind] += change[kind]
    if (change.isSame) continue
    changedPlans.add(planNo)
    saved.push(...schedule.map(({ line: _, ...installment }) => installment))
  }
  return { saved, changedPlans, counts }
}

/** Every plan has a schedule, and a total that changes takes its schedule along. */
export function checkPlansHaveSchedules(
  { file, rows }: FileRows<PlanRow>,
  installmentFile: FileRows<InstallmentRow>,
  namedPlans: ReadonlySet<string>,
  recordsBefore: ReadonlyMap<string, PlanRecords>,
  problems: Problems,
): void {
  for (const { line, row } of rows) {
    if (namedPlans.has(row.plan_no) || installmentFile.malformedKeys.has(row.plan_no)) continue
    const before = recordsBefore.get(row.plan_no)
    const refuse = (column: keyof PlanRow & string, expected: string) =>
      problems.add({ file, line, column, value: String(row[column]), expected })
    if (!before) {
      refuse('plan_no', 'a plan whose schedule comes along in installments.csv')
    } else if (row.currency !== before.terms.currency) {
      if (before.payments.length > 0) continue
      refuse('currency', `${before.terms.currency} as before, or a new schedule along in installments.csv`)
    } else if (minorOf(row.total, row.currency) !== before.terms.totalMinor) {
      const total = formatAmount({ minor: before.terms.totalMinor, currency: row.currency })
      refuse('total', `${total}, what its installments add up to, or a new schedule along in installments.csv`)
    }
  }
}

function toInstallments(
  file: string,
  rows: readonly Located<InstallmentRow>[],
  currency: string,
  problems: Problems,
): LocatedInstallment[] | undefined {
  const wrong = rows.flatMap(({ line, row }) => {
    const expected = refuseDigits(row.amount, currency)
    return expected ? [{ file, line, column: 'amount', value: row.amount, expected }] : []
  })
  for (const problem of wrong) problems.add(problem)
  if (wrong.length > 0) return undefined
  return rows
    .map(({ line, row }) => ({
      planNo: row.plan_no,
      seq: row.seq,
      dueOn: row.due_on,
      amountMinor: minorOf(row.amount, currency),
      line,
    }))
    .toSorted((a, b) => a.seq - b.seq)
}

function compare(before: readonly Installment[], after: readonly LocatedInstallment[]) {
  const unchanged = after.filter(({ dueOn, amountMinor }, index) => {
    const same = before[index]
    return same?.dueOn === dueOn && same.amountMinor === amountMinor
  }).length
  const added = Math.max(0, after.length - before.length)
  const isSame = unchanged === after.length && after.length === before.length
  return { added, unchanged, changed: after.length - added - unchanged, isSame }
}
