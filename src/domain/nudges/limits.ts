/**
 * How much one person is told, over all channels, plans and partners: so many messages on one date of their own clock, and
 * so many reminders within seven of them, today included. (DOMAIN section 7.)
 */
import { addDays, dateAt, startOfDate } from '../calendar.ts'
import type { NudgeRule } from './catalogue.ts'
import { nextSlot } from './contact-hours.ts'
import type { Moment, Person } from './topic.ts'

export interface Limits {
  letsLead(rule: NudgeRule): boolean
  /** In a message that goes anyway. What was asked for stays outside every limit only as long as nothing else is said. */
  letsMention(rule: NudgeRule, lead: NudgeRule): boolean
  /** When what was held back may go. */
  againAt(rule: NudgeRule): Temporal.Instant
}

export function limitsOf({ clock, messages }: Person, { policy, now }: Moment): Limits {
  const { caps, contactHours } = policy
  const today = dateAt(now, clock.timeZone)
  const firstOn = addDays(today, -6)
  const sentToday = messages.filter(({ on }) => on === today).length
  const reminders = messages.filter(({ on, isReminder }) => isReminder && on >= firstOn && on <= today).length
  const hasMessageLeft = sentToday < caps.messagesPerDay
  const hasReminderLeft = reminders < caps.remindersPer7Days
  const tomorrow = startOfDate(addDays(today, 1), clock.timeZone)
  const letsLead = ({ cap }: NudgeRule) => cap === 'none' || (hasMessageLeft && (cap === 'daily' || hasReminderLeft))
  return {
    letsLead,
    letsMention: (rule, lead) => (lead.isAskedFor ? letsLead(rule) : rule.cap !== 'all' || hasReminderLeft),
    againAt: ({ cap }) => (cap === 'none' ? now.add({ minutes: 1 }) : nextSlot(tomorrow, clock, contactHours)),
  }
}
