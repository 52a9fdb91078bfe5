/**
 * What a schedule must be: 1 to N, due dates that never go back, amounts that add up to the plan's total exactly; and
 * where money sits already, it stays as it is. (DOMAIN section 2, CONTRACT "Import format".)
 */
import { allocate } from '../../domain/allocation.ts'
import { formatAmount, sumMinor } from '../../domain/money.ts'
import type { PlanRecords, PlanTerms } from '../../domain/plan.ts'
import { type ScheduledInstallment, schedule } from '../../domain/schedule.ts'
import type { InstallmentRecord, PlanRecord } from '../back-office-records.ts'
import type { FieldProblem } from '../problem.ts'

/** One installment with the line it was read from. */
export interface LocatedInstallment extends InstallmentRecord {
  line: number
}

type Refusal = FieldProblem & { line: number }

/** `installments` in order of `seq`. */
export function refuseSchedule(
  installments: readonly LocatedInstallment[],
  plan: PlanRecord,
  before: PlanRecords | undefined,
  contractZone: string,
  now: Temporal.Instant,
): Refusal[] {
  const shape = refuseShape(installments, plan)
  if (shape.length > 0 || !before || before.payments.length === 0) return shape
  return refuseMovedMoney(installments, plan, before, contractZone, now)
}

function refuseShape(installments: readonly LocatedInstallment[], plan: PlanRecord): Refusal[] {
  const refusals: Refusal[] = []
  const gap = installments.findIndex(({ seq }, index) => seq !== index + 1)
  const outOfStep = installments[gap]
  if (outOfStep) {
    const { line, seq } = outOfStep
    refusals.push({ line, column: 'seq', value: String(seq), expected: `${gap + 1}: a schedule counts 1, 2, 3 ...` })
  }
  installments.forEach(({ line, dueOn }, index) => {
    const previous = installments[index - 1]
    if (!previous || dueOn >= previous.dueOn) return
    const expected = `a date not before ${previous.dueOn}, when seq ${previous.seq} is due`
    refusals.push({ line, column: 'due_on', value: dueOn, expected })
  })
  const sum = sumMinor(installments.map(({ amountMinor }) => amountMinor))
  const last = installments.at(-1)
  if (last && sum !== plan.totalMinor && refusals.length === 0) {
    const [total, value] = [plan.totalMinor, sum].map((minor) => formatAmount({ minor, currency: plan.currency }))
    const expected = `amounts that add up to ${total}, the total of plan ${plan.planNo}`
    refusals.push({ line: last.line, column: 'amount', value: value ?? null, expected })
  }
  return refusals
}

function refuseMovedMoney(
  installments: readonly LocatedInstallment[],
  plan: PlanRecord,
  before: PlanRecords,
  contractZone: string,
  now: Temporal.Instant,
): Refusal[] {
  const [first] = installments
  if (!first) return []
  const after: PlanTerms = { ...before.terms, totalMinor: plan.totalMinor, installments }
  const held = whatSits(before.terms, before, contractZone, now)
  const moved = held
    .filter(({ paidMinor }) => paidMinor > 0n)
    .flatMap((installment) => refuseMoved(installment, plan, installments))
  if (moved.length > 0) return moved
  const paid = (scheduled: readonly ScheduledInstallment[]) => sumMinor(scheduled.map(({ paidMinor }) => paidMinor))
  const paidMinor = paid(held)
  if (paid(whatSits(after, before, contractZone, now)) === paidMinor) return []
  const amount = formatAmount({ minor: paidMinor, currency: plan.currency })
  const expected = `a schedule that leaves ${amount} paid into plan ${plan.planNo}, as before`
  return [{ line: first.line, column: 'amount', value: null, expected }]
}

/** The schedule with all money that is known, whenever valued. */
function whatSits(terms: PlanTerms, { payments, events }: PlanRecords, contractZone: string, now: Temporal.Instant) {
  const asOf = payments.reduce(
    (latest, { valueAt }) => (Temporal.Instant.compare(valueAt, latest) > 0 ? valueAt : latest),
    now,
  )
  return schedule(terms, allocate({ terms, payments, events }, contractZone, asOf))
}

function refuseMoved(
  { seq, dueOn, amountMinor }: ScheduledInstallment,
  { currency }: PlanRecord,
  installments: readonly LocatedInstallment[],
): Refusal[] {
  const why = `as before: money sits on seq ${seq}`
  const replacement = installments[seq - 1]
  if (!replacement) {
    const last = installments.at(-1)
    return [{ line: last?.line ?? 0, column: 'seq', value: null, expected: `seq ${seq} ${why}` }]
  }
  const { line } = replacement
  const [amount, value] = [amountMinor, replacement.amountMinor].map((minor) => formatAmount({ minor, currency }))
  const refusals: Refusal[] = []
  if (replacement.dueOn !== dueOn)
    refusals.push({ line, column: 'due_on', value: replacement.dueOn, expected: `${dueOn} ${why}` })
  if (replacement.amountMinor !== amountMinor) {
    refusals.push({ line, column: 'amount', value: value ?? null, expected: `${amount} ${why}` })
  }
  return refusals
}
