/**
 * What somebody can pay, and how often: as they said it themselves. On which dates could they?
 *
 * 142.50 each month from 28 March, best on the 15th: 15 April, 15 May, 15 June ... Each two weeks from 3 April: 3 April,
 * 17 April ... Best on the 31st: 30 April, 31 May, 30 June. The deposit comes first, so the first date lies after its.
 * (DOMAIN section 9.)
 */
import { addDays, addMonths, dayOfMonth, type PlainDateIso } from '../calendar.ts'

export interface Ability {
  /** At most so much each time, in minor units of the plans' currency. */
  amountMinor: bigint
  every: 'week' | 'two_weeks' | 'month'
  fromOn: PlainDateIso
  /** 1 to 31, for every month; otherwise the day of `fromOn`. */
  preferredDay?: number
  /** What they can pay at once, for the deposit; otherwise as much as each time. */
  atOnceMinor?: bigint
}

/** All after one date and up to another, in order. */
export function payingDates(ability: Ability, after: PlainDateIso, until: PlainDateIso): PlainDateIso[] {
  const dates: PlainDateIso[] = []
  for (let place = 0; ; place++) {
    const date = payingDate(ability, place)
    if (date > until || date === LAST_DATE) return dates
    if (date > after && date >= ability.fromOn) dates.push(date)
  }
}

/** Where the calendar ends. */
const LAST_DATE: PlainDateIso = '9999-12-31'

function payingDate({ every, fromOn, preferredDay }: Ability, place: number): PlainDateIso {
  if (every !== 'month') return addDays(fromOn, place * (every === 'week' ? 7 : 14))
  if (preferredDay === undefined) return addMonths(fromOn, place)
  return dayOfMonth(addMonths(dayOfMonth(fromOn, 1), place), preferredDay)
}
