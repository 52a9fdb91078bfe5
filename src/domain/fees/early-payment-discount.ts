/**
 * The early-payment discount, which is off by default: a share of the money that pays installments before their due dates,
 * and of one plan never more than a share of its total (policy: `rate`, `cap`). It is an entry of its own: what an
 * installment is, and when it is paid, does not change.
 *
 * Money is early for the part of an installment that it covers before the installment's due date, by value date. It is earned once
 * the installment is complete, and only when that was before the due date; a reversal takes it back.
 *
 * 1 % with a cap of 2 % on 6 x 100.00, due on the 10th: 250.00 on 8 January complete #1 (10 January) and #2 early: 2.00; the
 * 50.00 in #3 earn when the rest comes before 10 March. At most 12.00 in all. (DOMAIN section 9.)
 */
import type { PlanState } from '../plan-state.ts'
import type { Policy } from '../policy.ts'

export interface EarlyDiscount {
  seq: number
  amountMinor: bigint
}

/** Earned as of the state's instant, per installment, oldest first. Empty where it is switched off. */
export function earlyDiscounts(state: PlanState, { fees: { earlyPaymentDiscount } }: Policy): EarlyDiscount[] {
  if (!earlyPaymentDiscount || state.name === 'cancelled') return []
  const { rate, cap } = earlyPaymentDiscount
  let leftMinor = (state.terms.totalMinor * cap.numerator) / cap.denominator
  return state.installments.flatMap(({ seq, amountMinor, dueOn, completedBy }) => {
    if (!completedBy || completedBy.valueOn >= dueOn) return []
    const shareMinor = (amountMinor * rate.numerator) / rate.denominator
    const discountMinor = shareMinor < leftMinor ? shareMinor : leftMinor
    leftMinor -= discountMinor
    return discountMinor > 0n ? [{ seq, amountMinor: discountMinor }] : []
  })
}
