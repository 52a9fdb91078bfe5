/** Every kind of offer there is. A new kind is a file beside this one and a line here. */
import { doublePayment } from './double-payment.ts'
import { earlyRepayment } from './early-repayment.ts'
import type { OfferKind } from './offer.ts'
import { onTime } from './on-time.ts'
import type { OfferRule } from './rule.ts'

/** Where rates are equal, the later kind in this list takes a contested installment. */
export const offerRules: readonly OfferRule[] = [onTime, doublePayment, earlyRepayment]

export function ruleOf(kind: OfferKind): OfferRule {
  const rule = offerRules.find((candidate) => candidate.kind === kind)
  if (!rule) throw new Error(`no rule for offers of kind ${kind}`)
  return rule
}
