/** Hours, limits, and who wants nothing: what holds of a message whatever it says. (DOMAIN section 7.) */
import { addDays, dateAt, type PlainDateIso, startOfDate } from '../../../src/domain/calendar.ts'
import { isAllowedHour } from './hours-left.ts'
import type { SimulatedPerson } from './people.ts'
import { categoryOf, type Told } from './told.ts'
import type { LivedYear } from './year.ts'

/** Steps and events that no limit holds back. */
const beyondLimits = ['+18', '+19', 'reversed', 'asked_reminder']

/** `before`: what they were told until then. */
export function checkLimits(told: Told, before: readonly Told[], person: SimulatedPerson, year: LivedYear): string[] {
  const wrong: string[] = []
  const lead = told.items[0]?.step ?? ''
  if (!isAllowedHour(told.at, person.zone)) wrong.push('quiet hours')
  const counted = before.filter(({ isAskedFor }) => !isAskedFor)
  const [sameDay] = counted.filter(({ localDate }) => localDate === told.localDate)
  if (!beyondLimits.includes(lead) && sameDay) wrong.push(`${lead} after ${sameDay.items[0]?.step} that day`)
  const weekAgo = addDays(told.localDate, -6)
  const reminders = counted.filter(
    ({ isReminder, localDate }) => isReminder && localDate >= weekAgo && localDate <= told.localDate,
  )
  if (told.isReminder && !told.isAskedFor && reminders.length >= 3) wrong.push('a fourth reminder in seven days')
  return [...wrong, ...unwanted(told, person, year)]
}

function unwanted({ at, items }: Told, { memberNo, optsOut, held }: SimulatedPerson, year: LivedYear): string[] {
  const { minds, policy } = year
  const optedOutAt = minds.optedOutAt.get(memberNo)
  const isAfter = (since: Temporal.Instant | undefined) => since && Temporal.Instant.compare(at, since) > 0
  const unwantedSteps = isAfter(optedOutAt)
    ? items.filter(({ step }) => optsOut?.categories.includes(categoryOf(step))).map(({ step }) => step)
    : []
  const isHeld = held && isAfter(minds.heldFrom.get(memberNo)) && dateAt(at, policy.contractZone) <= held.untilOn
  return [...unwantedSteps.map((step) => `${step}: opted out of ${categoryOf(step)}`), ...(isHeld ? ['let alone'] : [])]
}

/** Is it a day on which this person is let alone? */
export function isHeldOn({ memberNo, held }: SimulatedPerson, at: Temporal.Instant, year: LivedYear): boolean {
  const from = year.minds.heldFrom.get(memberNo)
  if (!held || !from) return false
  const over: PlainDateIso = addDays(held.untilOn, 1)
  const overAt = startOfDate(over, year.policy.contractZone)
  return Temporal.Instant.compare(from, at) <= 0 && Temporal.Instant.compare(at, overAt) < 0
}
