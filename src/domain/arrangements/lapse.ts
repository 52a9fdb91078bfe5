/**
 * When does an arrangement lapse?
 *
 * A step that is missed by more than 3 days (policy) lets it lapse, on the first day after them. Where a reversal recorded
 * on R took back the money that had kept a step, it can be paid again until R + 7 (policy), as with X; the days until R
 * counted as paid and are held against nobody. Money in time decides, whenever it was imported: a lapse that was recorded
 * before is then withdrawn.
 *
 * 142.50 are due on 15 April and only part of them is there: 16 to 18 April are tolerated, on 19 April, 00:00 it lapses
 * (L = 19 April). The rest valued 18 April and imported on 21 April withdraws the lapse. Had the step been kept on 15 April,
 * and its money been taken back on 1 May: 8 May is the last day, L = 9 May. (DOMAIN sections 4 and 9.)
 */
import { addDays, dateAt, endOfDate, latestDate, type PlainDateIso } from '../calendar.ts'
import type { Agreement } from './agreement.ts'
import { areAllOut, isBefore, isBy, justAfter, type PlanMoney } from './counted-money.ts'
import { isStepKept } from './timetable.ts'

/** 00:00 of L in the contract zone; `undefined` where nothing has lapsed by now. */
export function lapseOf(
  agreement: Agreement,
  money: readonly PlanMoney[],
  contractZone: string,
  now: Temporal.Instant,
): Temporal.Instant | undefined {
  const lapses = agreement.steps.flatMap((_, place) => lapseOfStep(agreement, place, money, contractZone, now) ?? [])
  return lapses.toSorted(Temporal.Instant.compare)[0]
}

/** The last date on which money still keeps this step, as known now. */
export function lastToleratedOn(
  agreement: Agreement,
  place: number,
  money: readonly PlanMoney[],
  contractZone: string,
): PlainDateIso {
  const graces = gracesAfterReversals(agreement, place, money, contractZone)
  return latestDate(toleratedUntil(agreement, place), ...graces.map(({ lastOn }) => lastOn))
}

function lapseOfStep(
  agreement: Agreement,
  place: number,
  money: readonly PlanMoney[],
  contractZone: string,
  now: Temporal.Instant,
): Temporal.Instant | undefined {
  const regularAt = endOfDate(toleratedUntil(agreement, place), contractZone)
  const graces = gracesAfterReversals(agreement, place, money, contractZone)
  const endOfGrace = graces.map(({ lastOn }) => endOfDate(lastOn, contractZone))
  const isInGrace = (at: Temporal.Instant) =>
    graces.some(({ reversedAt }, i) => isBefore(reversedAt, at) && isBefore(at, endOfGrace[i] ?? at))
  // Money is only ever missing from these moments on: it never goes away but by a reversal.
  return [regularAt, ...endOfGrace]
    .filter((at) => isBy(regularAt, at) && isBy(at, now) && !isInGrace(at))
    .toSorted(Temporal.Instant.compare)
    .find((at) => !areAllOut(money, at) && !isStepKept(agreement.steps, place, money, at))
}

function toleratedUntil({ steps, toleranceDays }: Agreement, place: number): PlainDateIso {
  return addDays((steps[place] ?? steps[0]).on, toleranceDays)
}

/** The reversals before which the step was kept, and after which it was not. */
function gracesAfterReversals(
  { steps, daysAfterReversal }: Agreement,
  place: number,
  money: readonly PlanMoney[],
  contractZone: string,
): { reversedAt: Temporal.Instant; lastOn: PlainDateIso }[] {
  return money
    .flatMap(({ payments }) => payments.flatMap(({ reversedAt }) => reversedAt ?? []))
    .filter(
      (reversedAt) =>
        isStepKept(steps, place, money, reversedAt) && !isStepKept(steps, place, money, justAfter(reversedAt)),
    )
    .map((reversedAt) => ({ reversedAt, lastOn: addDays(dateAt(reversedAt, contractZone), daysAfterReversal) }))
}
