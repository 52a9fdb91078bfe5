/**
 * A member's balances, one per currency: what was topped up, parked, or came back from plans (beyond the plan, or
 * valued while it was cancelled), less what was moved into plans. A topped-up balance is not shares. Taking back a
 * top-up that was moved already leaves a negative balance. (DOMAIN section 3.)
 */
import { allocate, isInForce } from './allocation.ts'
import type { PaymentKind } from './ledger-entry.ts'
import type { PlanFacts } from './plan.ts'

export interface BalanceEntry {
  kind: PaymentKind
  isParked: boolean
  currency: string
  amountMinor: bigint
  valueAt: Temporal.Instant
  /** When the ledger learned that it was taken back. */
  reversedAt?: Temporal.Instant
}

/** All plans of the member with their money, and all their other entries that touch the balance. */
export interface BalanceRecords {
  entries: readonly BalanceEntry[]
  plans: readonly PlanFacts[]
}

/** In minor units per currency, as of the instant; a currency that was never used is missing. */
export function balances(
  { entries, plans }: BalanceRecords,
  contractZone: string,
  asOf: Temporal.Instant,
): Map<string, bigint> {
  const sums = new Map<string, bigint>()
  const add = (currency: string, minor: bigint) => sums.set(currency, (sums.get(currency) ?? 0n) + minor)
  for (const entry of entries) {
    const effectMinor = effectOnBalance(entry)
    if (effectMinor !== 0n && isInForce(entry, asOf)) add(entry.currency, effectMinor)
  }
  for (const plan of plans) {
    for (const { amountMinor } of allocate(plan, contractZone, asOf).toBalance) add(plan.terms.currency, amountMinor)
  }
  return sums
}

/** Before what plans give back; a reversal works through the time at which its entry was taken back. */
function effectOnBalance({ kind, isParked, amountMinor }: BalanceEntry): bigint {
  if (kind === 'topup' || (kind === 'installment' && isParked)) return amountMinor
  return kind === 'from_balance' ? -amountMinor : 0n
}
