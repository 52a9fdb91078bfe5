/**
 * Credited and locked shares. Two thirds of a package (policy: `heldBack`) come only with the last payment; the rest,
 * I, is credited as installments are paid in full:
 *
 *   I = floor(S x (1 - heldBack)),  credited = floor(I x p / (T - last)),  p = what the fully paid installments come to
 *
 * 2,000 shares in 6 x 100.00: I = 666; after two installments 266 are credited, after five 666, the sixth adds 1,334.
 * (DOMAIN section 5.)
 */
import type { Ratio } from './money.ts'
import type { PlanTerms } from './plan.ts'
import { isPaid, type ScheduledInstallment } from './schedule.ts'

export interface ShareCount {
  /** The member's own now. */
  credited: bigint
  /** What the coming payments before the last one add. */
  fromNextPayments: bigint
  /** What only the last payment credits. */
  locked: bigint
}

export function countShares(
  terms: PlanTerms,
  installments: readonly ScheduledInstallment[],
  heldBack: Ratio,
): ShareCount {
  const paid = installments.filter(isPaid)
  if (paid.length === installments.length) return { credited: terms.shares, fromNextPayments: 0n, locked: 0n }
  const beforeLast = creditedBeforeLast(terms, heldBack)
  const lastMinor = installments.at(-1)?.amountMinor ?? 0n
  const paidMinor = paid.at(-1)?.cumulativeMinor ?? 0n
  const credited = beforeLast === 0n ? 0n : (beforeLast * paidMinor) / (terms.totalMinor - lastMinor)
  return { credited, fromNextPayments: beforeLast - credited, locked: terms.shares - beforeLast }
}

/** I: the shares that are credited before the last payment, all together. */
function creditedBeforeLast({ shares, installments }: PlanTerms, heldBack: Ratio): bigint {
  if (installments.length === 1) return 0n
  return (shares * (heldBack.denominator - heldBack.numerator)) / heldBack.denominator
}
