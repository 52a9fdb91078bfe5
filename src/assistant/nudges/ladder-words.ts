/** The words of the ladder: the same facts at every step, in a tone that grows firmer as the time to pay runs out. */
import { daysBetween, endOfDate } from '../../domain/calendar.ts'
import { daysUntilDue } from '../../domain/forecast.ts'
import type { LadderKind } from '../../domain/nudges/ladder.ts'
import { unpaidMinor } from '../../domain/schedule.ts'
import { heading, note, say, text } from '../answers/blocks.ts'
import { amount, isSameDate, lastMinute } from '../answers/values.ts'
import type { Block, Content } from '../message.ts'
import { payingButtons } from './nudge-buttons.ts'
import { invoice, stakes } from './payment-facts.ts'
import { isLate, isTooLate, type Telling, type Wanted } from './telling.ts'
import { tooLateWords } from './too-late-words.ts'

export function ladderWords(telling: Telling, due: Wanted, kind: LadderKind): Block[] {
  if (kind === 'too_late' || isTooLate(telling.plan.state)) return tooLateWords(telling, due)
  const isDeadline = kind === 'final_notice' || kind === 'last_day'
  return [
    heading(headingOf(telling, due, kind)),
    text(openingOf(telling, due, kind)),
    ...invoice(telling, due, { saysDeadline: !isDeadline }),
    stakes(telling, due),
    ...(isDeadline && telling.mayBePaid ? [note(say('nudges.onItsWay'))] : []),
    payingButtons(telling, due, { tomorrow: !isDeadline }),
  ]
}

/** Somebody asked to be reminded: the same facts, wherever on the ladder they are. */
export function askedReminderWords(telling: Telling, due: Wanted): Block[] {
  if (isTooLate(telling.plan.state)) return tooLateWords(telling, due)
  return [
    heading(say('nudges.heading.askedReminder')),
    ...(isLate(due) ? [] : [text(onTimeUntil(telling, due))]),
    ...invoice(telling, due),
    stakes(telling, due),
    payingButtons(telling, due, { tomorrow: true }),
  ]
}

type Speaking = Exclude<LadderKind, 'too_late'>

function headingOf({ plan: { state }, speaker }: Telling, due: Wanted, kind: Speaking): Content {
  const { next, delinquency } = due
  const toPay = { amount: amount(unpaidMinor(next), state) }
  const date = { date: next.dueOn }
  switch (kind) {
    case 'before':
      return say('nudges.heading.before', { ...toPay, date })
    case 'due_day':
      return daysUntilDue(state) === 0 && isSameDate(state, speaker)
        ? say('nudges.heading.dueToday', toPay)
        : say('nudges.heading.dueDay', { ...toPay, date })
    case 'first_late':
      return say('nudges.heading.firstLate')
    case 'late':
      return say('nudges.heading.late', { count: { number: delinquency.daysOverdue } })
    case 'final_notice':
      return say('nudges.heading.finalNotice')
    case 'last_day':
      return say('nudges.heading.lastDay')
  }
}

function openingOf(telling: Telling, due: Wanted, kind: Speaking): Content {
  const { plan, speaker } = telling
  const { next, delinquency } = due
  const deadline = {
    amount: amount(unpaidMinor(next), plan.state),
    moment: lastMinute(delinquency.tooLateAt, speaker),
  }
  switch (kind) {
    case 'before':
    case 'due_day':
      return onTimeUntil(telling, due)
    case 'first_late':
      return say('nudges.opening.firstLate', { date: { date: next.dueOn } })
    case 'late':
      return say(`nudges.opening.${thirdOf(due)}`)
    case 'final_notice':
      return say('nudges.opening.finalNotice', deadline)
    case 'last_day':
      return say('nudges.opening.lastDay', deadline)
  }
}

/** The due date ends in the contract zone: on the reader's clock that is some minute of this date or the next. */
function onTimeUntil({ policy, speaker }: Telling, { next }: Wanted): Content {
  return say('nudges.opening.onTime', { moment: lastMinute(endOfDate(next.dueOn, policy.contractZone), speaker) })
}

/** In which third of the time from the due date to the last payable date. */
function thirdOf({ next, delinquency }: Wanted): 'late1' | 'late2' | 'late3' {
  const share = delinquency.daysOverdue / daysBetween(next.dueOn, delinquency.lastPayableOn)
  return share < 1 / 3 ? 'late1' : share < 2 / 3 ? 'late2' : 'late3'
}
