/**
 * A task in words: what happened, about whom, which plan and payment as far as they are known, since when, by when,
 * whose. Contact details are no part of it: where those may be seen is decided elsewhere. (DOMAIN section 1.)
 */
import type { QuarantineReason } from '../../domain/booking.ts'
import { dateAt, endOfDate, parsePlainDate } from '../../domain/calendar.ts'
import { isCurrency } from '../../domain/currency.ts'
import { parseAmount } from '../../domain/money.ts'
import type { Task, TaskDetails } from '../../tasks/task.ts'
import type { Asking } from '../command.ts'
import type { Block, Content } from '../message.ts'
import type { MessageKey } from '../message-key.ts'
import { facts, heading, say, text } from './blocks.ts'
import { lastMinute } from './values.ts'

export function describeTask(task: Task, { policy, speaker }: Asking): Block[] {
  const { kind, details, memberNo, planNo, dueOn, ownerNo, takenAt } = task
  const dateOf = (instant: Temporal.Instant): Content => ({ date: dateAt(instant, speaker.timeZone) })
  const lastPayableOn = parsePlainDate(String(details.last_payable_on))
  return [
    heading(say('tasks.title', { id: taskNumber(task.id), kind: say(`tasks.kind.${kind}`) })),
    text(say(`tasks.what.${kind}`)),
    facts(
      ['label.about', memberNo === null ? undefined : person(task.memberName, memberNo)],
      ['label.plan', shown(planNo)],
      ['label.installment', shown(details.seq)],
      ['label.payment', shown(details.payment_id)],
      ['label.amount', amount(details)],
      ['label.reason', reason(details)],
      ['label.event', shown(details.event)],
      ['label.canPayUntil', lastPayableOn && lastMinute(endOfDate(lastPayableOn, policy.contractZone), speaker)],
      ['label.openSince', dateOf(task.openedAt)],
      ['label.doBy', dueOn === null ? undefined : { date: dueOn }],
      ['label.owner', ownerNo === null ? say('label.supportTeam') : person(task.ownerName, ownerNo)],
      ['label.inHandSince', takenAt === null ? undefined : dateOf(takenAt)],
    ),
  ]
}

/** As it is typed: nothing between its figures. */
export function taskNumber(id: number): Content {
  return { text: String(id) }
}

function person(name: string | null, memberNo: string): Content {
  return say('overdue.person', { name: { text: name ?? '' }, memberNo: { text: memberNo } })
}

function shown(value: string | number | null | undefined): Content | undefined {
  return value === null || value === undefined || value === '' ? undefined : { text: String(value) }
}

function amount({ amount: decimal, currency }: TaskDetails): Content | undefined {
  if (typeof decimal !== 'string' || typeof currency !== 'string' || !isCurrency(currency)) return undefined
  const minor = parseAmount(decimal, currency)
  return minor === undefined ? undefined : { money: { minor, currency } }
}

function reason({ reason: code }: TaskDetails): Content | undefined {
  return typeof code === 'string' && Object.hasOwn(reasons, code) ? say(reasons[code as QuarantineReason]) : undefined
}

const reasons = {
  unknown_member: 'tasks.reason.unknown_member',
  unknown_plan: 'tasks.reason.unknown_plan',
  unknown_entry: 'tasks.reason.unknown_entry',
  currency_mismatch: 'tasks.reason.currency_mismatch',
  plan_of_another_member: 'tasks.reason.plan_of_another_member',
  conflict: 'tasks.reason.conflict',
  topup_names_plan: 'tasks.reason.topup_names_plan',
  plan_missing: 'tasks.reason.plan_missing',
  balance_negative: 'tasks.reason.balance_negative',
  reverses_missing: 'tasks.reason.reverses_missing',
  reverses_without_reversal: 'tasks.reason.reverses_without_reversal',
  reversal_of_reversal: 'tasks.reason.reversal_of_reversal',
  already_reversed: 'tasks.reason.already_reversed',
  reversal_differs: 'tasks.reason.reversal_differs',
} as const satisfies Record<QuarantineReason, MessageKey>
