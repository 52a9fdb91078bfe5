/**
 * A plan's installments with what each of them holds. An installment is paid when money covers all of it; a part-paid
 * one stays unpaid and keeps its clock. (DOMAIN sections 2 and 3.)
 */
import type { Allocation, CoveringPayment } from './allocation.ts'
import type { PlainDateIso } from './calendar.ts'
import type { Installment, PlanTerms } from './plan.ts'

export interface ScheduledInstallment extends Installment {
  /** The plan's total up to and including this installment, in minor units. */
  cumulativeMinor: bigint
  paidMinor: bigint
  /** The payment that completed it. */
  completedBy?: CoveringPayment
}

export function schedule(terms: PlanTerms, { covering, paidMinor }: Allocation): ScheduledInstallment[] {
  let cumulativeMinor = 0n
  let payment = 0
  return terms.installments.map((installment) => {
    const fromMinor = cumulativeMinor
    cumulativeMinor += installment.amountMinor
    while (payment < covering.length && at(covering, payment).toMinor < cumulativeMinor) payment++
    const completedBy = covering[payment]
    const heldMinor = paidMinor < cumulativeMinor ? paidMinor - fromMinor : installment.amountMinor
    return {
      ...installment,
      cumulativeMinor,
      paidMinor: heldMinor > 0n ? heldMinor : 0n,
      ...(completedBy && { completedBy }),
    }
  })
}

export function isPaid(installment: ScheduledInstallment): boolean {
  return installment.completedBy !== undefined
}

export function unpaidMinor(installment: ScheduledInstallment): bigint {
  return installment.amountMinor - installment.paidMinor
}

/** The oldest installment that is not fully paid: where the next money goes. */
export function firstUnpaid(installments: readonly ScheduledInstallment[]): ScheduledInstallment | undefined {
  return installments.find((installment) => !isPaid(installment))
}

/** All that is past due on this date, in minor units. */
export function arrearsMinor(installments: readonly ScheduledInstallment[], today: PlainDateIso): bigint {
  let arrears = 0n
  for (const installment of installments) if (installment.dueOn < today) arrears += unpaidMinor(installment)
  return arrears
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index]
  if (item === undefined) throw new RangeError(`no item at ${index}`)
  return item
}
