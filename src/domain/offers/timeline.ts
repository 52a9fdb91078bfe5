/** A plan's money as the offers look at it: installments with what completed them, and the money of each value date. */
import { type Allocation, allocate, isInForce } from '../allocation.ts'
import { compareInstants, type PlainDateIso, startOfDate } from '../calendar.ts'
import type { PlanFacts, PlanPayment, PlanTerms } from '../plan.ts'
import { recordedBy } from '../plan-event.ts'
import { type ScheduledInstallment, schedule } from '../schedule.ts'

export interface Timeline {
  totalMinor: bigint
  installments: readonly ScheduledInstallment[]
  /** Earliest first. */
  days: readonly MoneyOfDay[]
}

/** All money of one value date: the interval of the plan's total that it covers. */
export interface MoneyOfDay {
  valueOn: PlainDateIso
  fromMinor: bigint
  toMinor: bigint
}

/** `installments`: the plan's schedule with this allocation, where it is known already. */
export function timeline(
  terms: PlanTerms,
  allocation: Allocation,
  installments: readonly ScheduledInstallment[] = schedule(terms, allocation),
): Timeline {
  const days: MoneyOfDay[] = []
  for (const { valueOn, fromMinor, toMinor } of allocation.covering) {
    const day = days.at(-1)
    if (day?.valueOn === valueOn) day.toMinor = toMinor
    else days.push({ valueOn, fromMinor, toMinor })
  }
  return { totalMinor: terms.totalMinor, installments, days }
}

/** The same plan if this amount were paid on this date as well, on top of the payments that count as of now. */
export function timelineIfPaid(
  { terms, payments, events }: PlanFacts,
  contractZone: string,
  asOf: Temporal.Instant,
  paid: { on: PlainDateIso; amountMinor: bigint },
): Timeline {
  const start = startOfDate(paid.on, contractZone)
  const valueAt = compareInstants(start, asOf) < 0 ? asOf : start
  // It comes after all that is recorded, a restoration of this moment included.
  const recordedAt = asOf.add({ nanoseconds: 1 })
  const imagined: PlanPayment = { entryId: IMAGINED, amountMinor: paid.amountMinor, valueAt, recordedAt }
  // Nothing recorded after `asOf` is known, also when the money is imagined on a later day.
  const known = payments.filter((payment) => isInForce(payment, asOf)).map(({ reversedAt: _, ...payment }) => payment)
  const plan: PlanFacts = { terms, payments: [...known, imagined], events: recordedBy(events, asOf) }
  return timeline(terms, allocate(plan, contractZone, valueAt))
}

/** Sorts behind every real entry of the same moment. */
const IMAGINED = '\u{10ffff}'
