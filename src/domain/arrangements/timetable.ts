/**
 * Which steps of an arrangement are kept, when its deposit was there, and when everything was.
 *
 * A step is kept when the money since acceptance reaches the sum of the timetable up to it; the last one when everything
 * that the timetable carries is paid. Paying all of that earlier keeps every step.
 *
 * 15.00 until 31 March, 142.50 on 15 April, 142.50 on 15 May: the sums are 15.00, 157.50, 300.00. 15.00 valued 29 March
 * activate it from 29 March. With 100.00 of 10 April 115.00 are there: 42.50 are missing for the step of 15 April.
 * 285.00 on 10 April would complete it that day. (DOMAIN section 9.)
 */
import { endOfDate, type PlainDateIso } from '../calendar.ts'
import type { Steps } from './agreement.ts'
import {
  droppedMinor,
  isBefore,
  isBy,
  isSettled,
  justAfter,
  type PlanMoney,
  paidSinceMinor,
  unsettledMinor,
} from './counted-money.ts'

/** What must have been paid up to and with each step, in minor units. */
export function cumulativeSums(steps: Steps): bigint[] {
  let sum = 0n
  return steps.map(({ amountMinor }) => {
    sum += amountMinor
    return sum
  })
}

/** By money valued before the moment. `place` 0 is the deposit. */
export function isStepKept(
  steps: Steps,
  place: number,
  money: readonly PlanMoney[],
  before: Temporal.Instant,
): boolean {
  if (isSettled(money, before)) return true
  if (place === steps.length - 1) return false
  const neededMinor = (cumulativeSums(steps)[place] ?? 0n) - droppedMinor(money, before)
  return paidSinceMinor(money, before) >= neededMinor
}

export interface ComingStep {
  /** 0 is the deposit. */
  place: number
  on: PlainDateIso
  /** What is missing up to and with this step, in minor units. */
  missingMinor: bigint
}

/** The first step that is not kept: what to pay next. None when all are kept. */
export function comingStep(steps: Steps, money: readonly PlanMoney[], now: Temporal.Instant): ComingStep | undefined {
  const after = justAfter(now)
  const place = steps.findIndex((_, each) => !isStepKept(steps, each, money, after))
  const step = steps[place]
  if (!step) return undefined
  const unsettled = unsettledMinor(money, after)
  const missing = (cumulativeSums(steps)[place] ?? 0n) - droppedMinor(money, after) - paidSinceMinor(money, after)
  const isLast = place === steps.length - 1
  return { place, on: step.on, missingMinor: isLast || unsettled < missing ? unsettled : missing }
}

/** The value time of the money that made the deposit complete in time. */
export function activationOf(
  [deposit]: Steps,
  money: readonly PlanMoney[],
  contractZone: string,
): Temporal.Instant | undefined {
  const tooLateAt = endOfDate(deposit.on, contractZone)
  return valueTimes(money).find(
    (valueAt) => isBefore(valueAt, tooLateAt) && paidSinceMinor(money, justAfter(valueAt)) >= deposit.amountMinor,
  )
}

/** From when on everything that the timetable carries was paid, at the earliest at its activation. */
export function completionOf(
  money: readonly PlanMoney[],
  activatedAt: Temporal.Instant,
  now: Temporal.Instant,
): Temporal.Instant | undefined {
  const ends = money.flatMap(({ outAt }) => outAt ?? [])
  const changes = [...valueTimes(money), ...ends].toSorted(Temporal.Instant.compare)
  return [activatedAt, ...changes.filter((at) => isBefore(activatedAt, at) && isBy(at, now))].find((at) =>
    isSettled(money, justAfter(at)),
  )
}

function valueTimes(money: readonly PlanMoney[]): Temporal.Instant[] {
  return money.flatMap(({ payments }) => payments.flatMap(({ valueAt }) => valueAt)).toSorted(Temporal.Instant.compare)
}
