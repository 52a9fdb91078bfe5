/** Domain values as message content. */
import { dateAt, daysBetween } from '../../domain/calendar.ts'
import type { PlanRecords } from '../../domain/plan.ts'
import type { PlanState } from '../../domain/plan-state.ts'
import type { ScheduledInstallment } from '../../domain/schedule.ts'
import type { Content } from '../message.ts'
import type { Speaker } from '../speaker.ts'
import { say } from './blocks.ts'

export function amount(minor: bigint, { terms }: PlanState): Content {
  return { money: { minor, currency: terms.currency } }
}

export const shares = (count: bigint): Content => say('value.shares', { count: { number: count } })
export const bonusShares = (count: bigint): Content => say('value.bonusShares', { count: { number: count } })

export function planName({ terms, packageName }: PlanRecords): Content {
  return say('value.plan', { package: { text: packageName }, planNo: { text: terms.planNo } })
}

export function installmentOf(installment: ScheduledInstallment, state: PlanState): Content {
  return say('value.installmentOf', {
    seq: { number: installment.seq },
    total: { number: state.installments.length },
  })
}

/** Is it the same date for the contract and on the person's own calendar? Only then does "today" mean one day. */
export function isSameDate({ asOf, today }: PlanState, { timeZone }: Speaker): boolean {
  return dateAt(asOf, timeZone) === today
}

/** "today", "tomorrow", "in 5 days"; nothing where the two calendars differ just now. */
export function inDays(state: PlanState, installment: ScheduledInstallment, speaker: Speaker): Content | undefined {
  if (!isSameDate(state, speaker)) return undefined
  const days = daysBetween(state.today, installment.dueOn)
  if (days === 0) return say('value.today')
  if (days === 1) return say('value.tomorrow')
  return say('value.inDays', { count: { number: days } })
}

/** An instant on the person's own clock; where theirs is not known, with the name of the zone. */
export function momentOf(at: Temporal.Instant, { timeZone: zone, isTimeZoneKnown }: Speaker): Content {
  const instant = at.toString()
  if (!isTimeZoneKnown) return { instant, zone, namesZone: true }
  return say('value.byYourClock', { moment: { instant, zone } })
}

/** The last minute before an instant on the person's own clock; where theirs is not known, with the name of the zone. */
export function lastMinute(before: Temporal.Instant, { timeZone, isTimeZoneKnown }: Speaker): Content {
  const lastMinuteBefore = before.toString()
  if (!isTimeZoneKnown) return { lastMinuteBefore, zone: timeZone, namesZone: true }
  return say('value.byYourClock', { moment: { lastMinuteBefore, zone: timeZone } })
}
