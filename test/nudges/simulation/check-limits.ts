/** Hours, limits, and who wants nothing: what holds of a message whatever it says. (DOMAIN section 7.) */
import { addDays, dateAt, type PlainDateIso, startOfDate } from '../../../src/domain/calendar.ts'
import type { ChangedMinds } from './doings.ts'
import { isAllowedHour } from './hours-left.ts'
import type { SimulatedPerson } from './people.ts'
import { categoryOf, isReminder, type Told } from './told.ts'
import type { LivedYear } from './year.ts'

/** Steps and events that no limit holds back, nor does one that was asked for. */
const beyondLimits = ['+18', '+19', 'reversed']
const MOST_REMINDERS = 3

/** `before`: what they were told until then. What counts is the simulation's own table, whatever the product's rows say. */
export function checkLimits(
  told: Told,
  before: readonly Told[],
  person: SimulatedPerson,
  year: Pick<LivedYear, 'minds' | 'policy'>,
): string[] {
  const wrong: string[] = []
  const [first] = told.items
  const lead = first?.step ?? ''
  if (!isAllowedHour(told.at, person.zone)) wrong.push('quiet hours')
  if (isAskedFor(told, year.minds)) return [...wrong, ...unwanted(told, person, year)]
  if (first?.step === 'asked_reminder' && !wasAskedFor(first, year.minds)) wrong.push('nobody asked for it')
  const counted = before.filter((each) => !isAskedFor(each, year.minds))
  const [sameDay] = counted.filter(({ localDate }) => localDate === told.localDate)
  if (!beyondLimits.includes(lead) && sameDay) wrong.push(`${lead} after ${sameDay.items[0]?.step} that day`)
  const weekAgo = addDays(told.localDate, -6)
  const reminders = counted.filter(
    (each) => isReminder(each) && each.localDate >= weekAgo && each.localDate <= told.localDate,
  )
  if (isReminder(told) && reminders.length >= MOST_REMINDERS) wrong.push('a fourth reminder in seven days')
  return [...wrong, ...unwanted(told, person, year)]
}

/** As the simulation knows it. What else stands in such a message was not asked for. */
function isAskedFor({ items }: Told, minds: Pick<ChangedMinds, 'askedFor'>): boolean {
  return items.every((item) => wasAskedFor(item, minds))
}

function wasAskedFor({ step, planNo, about }: Told['items'][number], { askedFor }: Pick<ChangedMinds, 'askedFor'>) {
  return step === 'asked_reminder' && askedFor.has(`${planNo} ${about}`)
}

function unwanted(
  { at, items }: Told,
  { memberNo, optsOut, held }: SimulatedPerson,
  year: Pick<LivedYear, 'minds' | 'policy'>,
): string[] {
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
