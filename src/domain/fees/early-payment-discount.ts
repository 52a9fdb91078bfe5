/**
 * The early-payment discount, which is off by default: a share of every installment that was complete before its due date,
 * by value date, and of one plan never more than a share of its total (policy: `rate`, `cap`). It is an entry of its own:
 * what an installment is, and when it is paid, does not change. On the due date it is in time, and not early. A reversal
 * takes the discount back with the money that earned it; a cancelled plan earns none.
 *
 * 1 % with a cap of 1 % on 6 x 100.00, due on the 10th: 250.00 on 8 January complete #1 and #2 early: 2.00. The rest of #3
 * on 9 March: 1.00 more; on 10 March: nothing more. At most 6.00 in all. (DOMAIN section 9.)
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
