/**
 * How a member has paid so far, and whether that earns them a longer timetable: a member for 12 months, and two thirds of
 * the installments that came due were paid in time (policy).
 *
 * Ten months a member: not yet. Thirteen months, of nine installments six paid by their due dates: trusted; of ten, six:
 * not. (DOMAIN section 9.)
 */
import type { PlanState } from '../plan-state.ts'
import type { Policy } from '../policy.ts'
import { isPaid } from '../schedule.ts'

export interface PaymentRecord {
  /** Installments that were complete by their due date. */
  inTime: number
  /** Those that were complete later, or are past due. */
  late: number
}

export function paymentRecord(states: readonly PlanState[]): PaymentRecord {
  const record = { inTime: 0, late: 0 }
  for (const { installments, today, name } of states) {
    for (const installment of installments) {
      const { completedBy, dueOn } = installment
      if (completedBy && completedBy.valueOn <= dueOn) record.inTime++
      else if (isPaid(installment) || (dueOn < today && name !== 'cancelled')) record.late++
    }
  }
  return record
}

export function isTrusted(
  { inTime, late }: PaymentRecord,
  tenureMonths: number,
  { arrangements: { trusted } }: Policy,
): boolean {
  const { numerator, denominator } = trusted.paidInTime
  if (tenureMonths < trusted.afterMonths || inTime + late === 0) return false
  return BigInt(inTime) * denominator >= numerator * BigInt(inTime + late)
}
