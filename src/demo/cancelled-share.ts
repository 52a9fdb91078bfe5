/** Keeps count of how much of the money paid into plans sits in cancelled ones, in every currency by itself. */
import { type PlanDraft, paidMinor } from './plan-drafts.ts'

interface CancelledShare {
  add(draft: PlanDraft): void
  /** Is the share below what is wanted? */
  isLow(currency: string): boolean
  /** Would this cancelled plan raise the share too far? */
  isTooMuch(cancelled: PlanDraft): boolean
}

/** In thousandths. */
const wantedShare = 340n
const highestShare = 348n

export function createCancelledShare(): CancelledShare {
  const paid = new Map<string, bigint>()
  const cancelled = new Map<string, bigint>()
  const sums = (currency: string) => [paid.get(currency) ?? 0n, cancelled.get(currency) ?? 0n] as const
  return {
    add: (draft) => {
      const { currency } = draft.package.family
      const minor = paidMinor(draft)
      const [paidSum, cancelledSum] = sums(currency)
      paid.set(currency, paidSum + minor)
      if (draft.situation.kind === 'cancelled') cancelled.set(currency, cancelledSum + minor)
    },
    isLow: (currency) => {
      const [paidSum, cancelledSum] = sums(currency)
      return cancelledSum * 1000n < paidSum * wantedShare
    },
    isTooMuch: (draft) => {
      const [paidSum, cancelledSum] = sums(draft.package.family.currency)
      const minor = paidMinor(draft)
      return (cancelledSum + minor) * 1000n > (paidSum + minor) * highestShare
    },
  }
}
