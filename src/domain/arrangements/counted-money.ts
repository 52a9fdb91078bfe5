/**
 * Which money counts in an arrangement, and how much there is at a moment.
 *
 * Towards the steps counts what was paid into its plans since acceptance: of a value time after it, or of its own date
 * when the ledger learned of it only afterwards (a bank states dates, not hours). Whether a plan is settled is asked of
 * all its money, so that money valued before acceptance and imported later shortens the timetable at its end.
 * Money counts by its value time, a reversal from its recorded time: a day that counted as paid stays paid.
 *
 * Accepted on 28 March, 14:00. 15.00 valued 28 March, 00:00, imported on the 29th: counts. 20.00 valued 28 March, 09:00,
 * imported at 10:00: was in the arrears already. 30.00 valued 27 March, imported on the 30th: no step, but 30.00 less to
 * pay at the end. (DOMAIN sections 3 and 9.)
 */
import { compareInstants, dateAt, startOfDate } from '../calendar.ts'
import { type ClosedPeriod, closedPeriods, isClosedOn, isKeptOut } from '../closed-period.ts'
import type { PlanFacts, PlanPayment } from '../plan.ts'
import type { Agreement, CoveredPlan } from './agreement.ts'

interface CountedPayment {
  amountMinor: bigint
  valueAt: Temporal.Instant
  reversedAt?: Temporal.Instant
  isSinceAcceptance: boolean
}

export interface PlanMoney extends CoveredPlan {
  /** All that the plan can take. */
  totalMinor: bigint
  payments: readonly CountedPayment[]
  /** From when on it is cancelled, as known now. */
  outAt?: Temporal.Instant
}

/** The plans of the agreement with their money, by what was recorded and valued until now. */
export function countedMoney(
  agreement: Agreement,
  plans: readonly PlanFacts[],
  contractZone: string,
  now: Temporal.Instant,
): PlanMoney[] {
  return agreement.plans.map((covered) => {
    const plan = plans.find(({ terms }) => terms.planNo === covered.planNo)
    if (!plan) throw new Error(`plan ${covered.planNo} of arrangement ${agreement.arrangementNo} is missing`)
    const today = dateAt(now, contractZone)
    const periods = closedPeriods(plan, now, today)
    const payments = plan.payments.flatMap((payment) => {
      const valueOn = dateAt(payment.valueAt, contractZone)
      const isKnown =
        isBy(payment.valueAt, now) && isBy(payment.recordedAt, now) && !isKeptOut(payment, valueOn, periods)
      const counted = isKnown && asCounted(payment, isSinceAcceptance(payment, agreement, contractZone), now)
      return counted ? [counted] : []
    })
    const closed = periods.find((period) => isClosedOn([period], today))
    const outAt = closed && outFrom(closed, contractZone)
    return { ...covered, totalMinor: plan.terms.totalMinor, payments, ...(outAt && { outAt }) }
  })
}

/** Money since acceptance, in the plans that are not cancelled, just before the moment. */
export function paidSinceMinor(money: readonly PlanMoney[], before: Temporal.Instant): bigint {
  let sum = 0n
  for (const plan of money) {
    if (isOut(plan, before)) continue
    const sinceMinor = heldMinor(plan, before, true)
    const excessMinor = heldMinor(plan, before) - plan.totalMinor
    // What exceeds the plan goes to the balance, and is the latest money.
    const coveringMinor = excessMinor > 0n ? sinceMinor - excessMinor : sinceMinor
    if (coveringMinor > 0n) sum += coveringMinor
  }
  return sum
}

/** Is all paid that the timetable carries, in each plan that is not cancelled? */
export function isSettled(money: readonly PlanMoney[], before: Temporal.Instant): boolean {
  const open = money.filter((plan) => !isOut(plan, before))
  return open.length > 0 && open.every((plan) => heldMinor(plan, before) >= plan.settledAtMinor)
}

/** What is still to pay until everything that the timetable carries is paid. */
export function unsettledMinor(money: readonly PlanMoney[], before: Temporal.Instant): bigint {
  let sum = 0n
  for (const plan of money) {
    const missingMinor = plan.settledAtMinor - heldMinor(plan, before)
    if (!isOut(plan, before) && missingMinor > 0n) sum += missingMinor
  }
  return sum
}

/** Of the timetable's sums, the part that nobody has to pay any more: its plan was cancelled by then. */
export function droppedMinor(money: readonly PlanMoney[], before: Temporal.Instant): bigint {
  return money.reduce((sum, plan) => (isOut(plan, before) ? sum + plan.owedMinor : sum), 0n)
}

export function areAllOut(money: readonly PlanMoney[], before: Temporal.Instant): boolean {
  return money.every((plan) => isOut(plan, before))
}

export function isBy(instant: Temporal.Instant, other: Temporal.Instant): boolean {
  return compareInstants(instant, other) <= 0
}

/** So that what happened at the moment itself counts. */
export function justAfter(instant: Temporal.Instant): Temporal.Instant {
  return instant.add({ nanoseconds: 1 })
}

export function isBefore(instant: Temporal.Instant, other: Temporal.Instant): boolean {
  return compareInstants(instant, other) < 0
}

function isOut({ outAt }: PlanMoney, before: Temporal.Instant): boolean {
  return outAt !== undefined && isBefore(outAt, before)
}

function heldMinor({ payments }: PlanMoney, before: Temporal.Instant, onlySince = false): bigint {
  let sum = 0n
  for (const { amountMinor, valueAt, reversedAt, isSinceAcceptance: isSince } of payments) {
    if (onlySince && !isSince) continue
    if (isBefore(valueAt, before) && !(reversedAt && isBefore(reversedAt, before))) sum += amountMinor
  }
  return sum
}

/** Money that was taken back when the ledger learned of it never counted. */
function asCounted(payment: PlanPayment, isSince: boolean, now: Temporal.Instant): CountedPayment | undefined {
  const { amountMinor, valueAt, recordedAt, reversedAt } = payment
  const counted = { amountMinor, valueAt, isSinceAcceptance: isSince }
  if (!reversedAt || !isBy(reversedAt, now)) return counted
  return isBy(reversedAt, recordedAt) ? undefined : { ...counted, reversedAt }
}

function isSinceAcceptance(
  { valueAt, recordedAt }: PlanPayment,
  { acceptedAt }: Agreement,
  contractZone: string,
): boolean {
  if (isBefore(acceptedAt, valueAt)) return true
  return isBefore(acceptedAt, recordedAt) && dateAt(valueAt, contractZone) === dateAt(acceptedAt, contractZone)
}

function outFrom({ fromOn, recordedAt }: ClosedPeriod, contractZone: string): Temporal.Instant {
  return recordedAt ?? startOfDate(fromOn, contractZone)
}
