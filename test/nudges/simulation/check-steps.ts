/** A step of the ladder is about money that is owed, on its day, while nobody says that it was paid. (DOMAIN section 7.) */
import { addDays, dateAt, endOfDate, type PlainDateIso, startOfDate } from '../../../src/domain/calendar.ts'
import { isHeldOn } from './check-limits.ts'
import { allowedMinutesLeft, latestWithMinutesLeft } from './hours-left.ts'
import type { SimulatedPerson, SimulatedPlan } from './people.ts'
import { offsetOf, type Told, type ToldItem } from './told.ts'
import type { LivedYear } from './year.ts'

const GRACE_DAYS = 19
const LEAST_MINUTES = 4 * 60
/** Between the moment at which it may go and the one at which a worker that looks every minute has sent it. */
const REACTION_MINUTES = 15
const FRESH_HOURS = 48
const ladder = [-7, -3, -1, 0, 1, 5, 10, 15, 18, 19, 20]

export interface OpenClaim {
  planNo: string
  from: Temporal.Instant
  to: Temporal.Instant
}

export function checkStep(
  told: Told,
  item: ToldItem,
  person: SimulatedPerson,
  claims: readonly OpenClaim[],
  year: LivedYear,
): string[] {
  const offset = offsetOf(item.step)
  const plan = person.plans.find(({ planNo }) => planNo === item.planNo)
  if (offset === undefined || !plan) return []
  return [
    ...checkOwed(told, item, offset, plan, year),
    ...checkDay(told, item, offset, plan, year),
    ...checkSilence(told, item, offset, claims, year),
    ...(offset === 18 || offset === 19 ? checkHoursLeft(told, item, person, year) : []),
  ]
}

/** By the simulation's own book, the oldest installment that is not paid is the one spoken of. */
function checkOwed({ at }: Told, { step, about }: ToldItem, offset: number, plan: SimulatedPlan, year: LivedYear) {
  const paid = year.payers.paidMinor(plan.planNo, at.epochMilliseconds)
  let sum = 0n
  const owed = plan.installments.find(({ amountMinor }) => {
    sum += amountMinor
    return sum > paid
  })
  if (!owed) return [`${step} of ${plan.planNo}: all is paid`]
  const isOwed = offset <= 15 ? about === owed.dueOn : owed.dueOn <= about
  return isOwed ? [] : [`${step} of ${plan.planNo} about ${about}: what is due on ${owed.dueOn} is owed`]
}

function checkDay({ at }: Told, { step, about }: ToldItem, offset: number, plan: SimulatedPlan, year: LivedYear) {
  const { contractZone } = year.policy
  const today = dateAt(at, contractZone)
  const on = addDays(about, offset > 15 ? offset - GRACE_DAYS : offset)
  const mayBeEarly = offset === 0 || offset === 18 || offset === 19
  const wrong = (why: string) => [`${step} of ${plan.planNo} about ${about} on ${today}: ${why}`]
  if (today < (mayBeEarly ? addDays(on, -1) : on)) return wrong('too early')
  if (offset <= 1 && today > addDays(on, 2)) return wrong('more than two days late')
  const next = ladder[ladder.indexOf(offset) + 1]
  // The steps of this book follow one another only where the last payable date has not moved.
  const isNextKnown = next !== undefined && (offset < 15 || offset > 15)
  if (isNextKnown && today >= addDays(about, offset > 15 ? next - GRACE_DAYS : next)) return wrong('overtaken')
  return []
}

function checkSilence(
  { at }: Told,
  { step, planNo }: ToldItem,
  offset: number,
  claims: readonly OpenClaim[],
  year: LivedYear,
) {
  const wrong: string[] = []
  const isNotice = offset === 18 || offset === 19
  const isClaimed = claims.some(
    ({ planNo: claimed, from, to }) =>
      claimed === planNo && Temporal.Instant.compare(from, at) < 0 && Temporal.Instant.compare(at, to) < 0,
  )
  if (isClaimed && !isNotice) wrong.push(`${step} of ${planNo}: they say that it is paid`)
  const known = year.importedAt.findLast((each) => Temporal.Instant.compare(each, at) <= 0)
  const isStale = !known || at.since(known).total('hours') > FRESH_HOURS
  if (offset > 0 && !isNotice && isStale) wrong.push(`${step} of ${planNo}: nobody has said lately what was paid`)
  return wrong
}

/** Only an outage at the moment at which it had to go, or a time of being let alone, is an excuse. */
function checkHoursLeft(
  { at }: Told,
  { step, planNo, about }: ToldItem,
  person: SimulatedPerson,
  year: LivedYear,
): string[] {
  const { contractZone } = year.policy
  const deadline: PlainDateIso = about
  if (Temporal.Instant.compare(at, endOfDate(deadline, contractZone)) >= 0)
    return [`${step} of ${planNo}: too late to pay`]
  if (allowedMinutesLeft(at, deadline, person.zone, contractZone) >= LEAST_MINUTES) return []
  const latest = latestWithMinutesLeft(LEAST_MINUTES, deadline, person.zone, contractZone)
  const lookedBy = latest.subtract({ minutes: REACTION_MINUTES })
  const wasAway = year.outages.some(
    ({ from, to }) => Temporal.Instant.compare(from, latest) <= 0 && Temporal.Instant.compare(to, lookedBy) >= 0,
  )
  if (wasAway || isHeldOn(person, lookedBy, year)) return []
  const left = allowedMinutesLeft(at, deadline, person.zone, contractZone)
  return [
    `${step} of ${planNo}: ${left} minutes left until the end of ${deadline}, ${startOfDate(deadline, contractZone)}`,
  ]
}
