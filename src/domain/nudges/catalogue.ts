/**
 * Everything that is said unasked, and the rules of each: what one opts out of, which limits count, whether it waits for
 * fresh data, and who speaks first. To add an event, add its line here, and its words in every language. (DOMAIN section 7.)
 */
import type { LadderKind } from './ladder.ts'

export const categories = ['reminders', 'deadlines', 'confirmations', 'tips'] as const
/** What a person can opt out of, one by one. */
export type Category = (typeof categories)[number]

export const eventNames = [
  'plan_bought',
  'payment_received',
  'part_paid',
  'completed',
  'reversed',
  'cancelled',
  'restored',
  'asked_reminder',
  'balance_idle',
  'onboarding_stuck',
] as const
export type EventName = (typeof eventNames)[number]

export interface NudgeRule {
  category: Category
  /**
   * Which limits hold it back. `all`: a message a day and three reminders in seven days; `daily`: a message a day; `none`.
   */
  cap: 'all' | 'daily' | 'none'
  /** Overdue steps wait while nobody knows what was paid lately. */
  needsFreshData: boolean
  /** Silent while somebody has promised to pay, or says that they have paid. */
  isSilencedByPromise: boolean
  /** Asked for by the person: it counts for no limit. */
  isAskedFor: boolean
  /** An event that is told at the next allowed hour, whatever hour of the day is the person's own. */
  isAtOnce: boolean
  /** How long after it happened an event may be told. */
  lasts: 'event' | 'notice'
  /** Of `MENTION_ROOM`, where it is mentioned in a message about another plan. */
  room: number
}

/**
 * One message of a platform carries so much besides what leads it, in every language: one stands for about a hundred
 * characters, as many as it takes to say what is due and when.
 */
export const MENTION_ROOM = 28

const usual: NudgeRule = {
  category: 'confirmations',
  cap: 'daily',
  needsFreshData: false,
  isSilencedByPromise: false,
  isAskedFor: false,
  isAtOnce: false,
  lasts: 'event',
  room: 3,
}
const reminder: NudgeRule = { ...usual, category: 'reminders', cap: 'all', isSilencedByPromise: true, room: 1 }
const lateReminder: NudgeRule = { ...reminder, needsFreshData: true, room: 2 }
const deadline: NudgeRule = { ...usual, category: 'deadlines', cap: 'none', room: 2 }
const notice: NudgeRule = { ...deadline, cap: 'daily', lasts: 'notice', room: 4 }

const rules: Readonly<Record<LadderKind | EventName, NudgeRule>> = {
  before: reminder,
  due_day: reminder,
  first_late: { ...lateReminder, cap: 'daily' },
  late: lateReminder,
  final_notice: deadline,
  last_day: deadline,
  too_late: { ...deadline, cap: 'daily', needsFreshData: true, isSilencedByPromise: true },
  plan_bought: usual,
  payment_received: usual,
  part_paid: usual,
  completed: usual,
  reversed: { ...notice, cap: 'none', isAtOnce: true },
  cancelled: notice,
  restored: notice,
  asked_reminder: { ...reminder, cap: 'none', isAskedFor: true, isAtOnce: true, isSilencedByPromise: false, room: 2 },
  balance_idle: { ...usual, category: 'tips' },
  onboarding_stuck: { ...usual, category: 'tips' },
}

export function ruleOf(kind: LadderKind | EventName): NudgeRule {
  return rules[kind]
}

/** The more urgent speaks; of the same urgency the one whose date comes first. */
const byUrgency: readonly (LadderKind | EventName)[] = [
  'last_day',
  'final_notice',
  'cancelled',
  'reversed',
  'restored',
  'too_late',
  'asked_reminder',
  'late',
  'first_late',
  'due_day',
  'part_paid',
  'payment_received',
  'completed',
  'plan_bought',
  'balance_idle',
  'before',
  'onboarding_stuck',
]

/** Lower speaks first. */
export function urgencyOf(kind: LadderKind | EventName): number {
  return byUrgency.indexOf(kind)
}

export function isEventName(text: string): text is EventName {
  return eventNames.some((name) => name === text)
}
