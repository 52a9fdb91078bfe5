/**
 * How late a plan is, and until when it can be saved.
 *
 * D is the due date of the oldest installment that is not fully paid. X, the last payable date, is the latest of D + 19
 * (policy: grace), R + 7 for a reversal recorded on R that made the installment at D unpaid, restoration + 7, L + the days
 * that were left (at least 3) after an arrangement lapsed on L, and the deposit's date while an arrangement waits for it.
 * The plan can be paid until X 24:00 in the contract zone; from then on its cancellation is due.
 * Weekends, holidays and changes of the clock never move X. (DOMAIN section 4.)
 */
import { allocate } from './allocation.ts'
import { arrangementDeadlines } from './arrangement-events.ts'
import { addDays, compareInstants, dateAt, daysBetween, endOfDate, latestDate, type PlainDateIso } from './calendar.ts'
import { restorationDates } from './closed-period.ts'
import type { PlanFacts, PlanPayment } from './plan.ts'
import type { Policy } from './policy.ts'
import type { ScheduledInstallment } from './schedule.ts'

export interface Delinquency {
  /** 0 on the due date and before it. */
  daysOverdue: number
  /** X: payable until 24:00 of this date in the contract zone. */
  lastPayableOn: PlainDateIso
  /** The first instant that is too late: X + 1, 00:00 in the contract zone. */
  tooLateAt: Temporal.Instant
  isCancellationDue: boolean
}

export function delinquency(
  plan: PlanFacts,
  oldestUnpaid: ScheduledInstallment,
  policy: Policy,
  asOf: Temporal.Instant,
): Delinquency {
  const today = dateAt(asOf, policy.contractZone)
  const lastPayableOn = latestDate(
    addDays(oldestUnpaid.dueOn, policy.grace.days),
    ...reversalDatesThatUnpaid(plan, oldestUnpaid, policy.contractZone, asOf).map((reversedOn) =>
      addDays(reversedOn, policy.grace.daysAfterReversal),
    ),
    ...restorationDates(plan, asOf, policy.contractZone).map((restoredOn) =>
      addDays(restoredOn, policy.grace.daysAfterRestoration),
    ),
    ...arrangementDeadlines(plan.events, asOf, today, policy.grace.minDaysAfterLapse),
  )
  return {
    daysOverdue: Math.max(0, daysBetween(oldestUnpaid.dueOn, today)),
    lastPayableOn,
    tooLateAt: endOfDate(lastPayableOn, policy.contractZone),
    isCancellationDue: today > lastPayableOn,
  }
}

/** The dates of those reversals before which the installment was paid, and after which it was not. */
function reversalDatesThatUnpaid(
  plan: PlanFacts,
  installment: ScheduledInstallment,
  contractZone: string,
  asOf: Temporal.Instant,
): PlainDateIso[] {
  const reversalTimes = new Set<bigint>()
  for (const { reversedAt } of plan.payments) {
    if (reversedAt && compareInstants(reversedAt, asOf) <= 0) reversalTimes.add(reversedAt.epochNanoseconds)
  }
  const isPaidAt = (instant: Temporal.Instant, payments: readonly PlanPayment[]) =>
    allocate({ ...plan, payments }, contractZone, instant).paidMinor >= installment.cumulativeMinor
  return [...reversalTimes]
    .map((nanoseconds) => new Temporal.Instant(nanoseconds))
    .filter((reversedAt) => {
      const withoutThisReversal = plan.payments.map((payment) =>
        payment.reversedAt?.equals(reversedAt) ? withoutReversal(payment) : payment,
      )
      return isPaidAt(reversedAt, withoutThisReversal) && !isPaidAt(reversedAt, plan.payments)
    })
    .map((reversedAt) => dateAt(reversedAt, contractZone))
}

function withoutReversal({ reversedAt: _, ...payment }: PlanPayment): PlanPayment {
  return payment
}
