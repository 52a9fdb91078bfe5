/**
 * A plan that was cancelled here is restored by itself when money valued up to X, recorded only after the cancellation,
 * pays the installment at D in full once it is counted in its place. (DOMAIN section 4.)
 */
import { allocate, type CoveringPayment } from './allocation.ts'
import { compareInstants, dateAt } from './calendar.ts'
import { cancelledSince, closedPeriods } from './closed-period.ts'
import type { PlanFacts } from './plan.ts'
import { type PlanEvent, recordedBy } from './plan-event.ts'

/** The event to record now, or `undefined` when the plan is not cancelled or stays so. */
export function restoration(
  plan: PlanFacts,
  contractZone: string,
  now: Temporal.Instant,
): (PlanEvent & { kind: 'restored' }) | undefined {
  const today = dateAt(now, contractZone)
  const period = closedPeriods(plan, now, today).at(-1)
  // What the back office cancelled, only the back office reopens.
  if (!period?.recordedAt || !cancelledSince([period], today)) return undefined
  const cancellation = recordedBy(plan.events, now).findLast(({ kind }) => kind === 'cancelled')
  if (cancellation?.kind !== 'cancelled') return undefined
  const restored = { kind: 'restored', actsOn: today, recordedAt: now } as const
  const ifRestored = allocate({ ...plan, events: [...plan.events, restored] }, contractZone, now)
  let neededMinor = 0n
  for (const { seq, amountMinor } of plan.terms.installments) if (seq <= cancellation.seq) neededMinor += amountMinor
  // Money that came too late may count as well, but by itself it restores nothing.
  const isInTime = ({ valueOn, recordedAt, fromMinor }: CoveringPayment) =>
    valueOn < cancellation.actsOn &&
    compareInstants(recordedAt, cancellation.recordedAt) >= 0 &&
    fromMinor < neededMinor
  return ifRestored.paidMinor >= neededMinor && ifRestored.covering.some(isInTime) ? restored : undefined
}
