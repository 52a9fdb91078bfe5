/** "Remind me tomorrow": once, at their hour, as long as one can still pay then. */
import { addDays, dateAt, type PlainDateIso, startOfDate } from '../../domain/calendar.ts'
import type { Delinquency } from '../../domain/delinquency.ts'
import { ruleOf } from '../../domain/nudges/catalogue.ts'
import { nextAllowed, slotOn } from '../../domain/nudges/contact-hours.ts'
import { slotMinuteOf } from '../../domain/nudges/slot-minute.ts'
import type { PlanState } from '../../domain/plan-state.ts'
import { button, choices, heading, say, text } from '../answers/blocks.ts'
import { turning } from '../answers/contact-settings.ts'
import type { MyPlans } from '../answers/my-plans.ts'
import { settledPlan } from '../answers/settled-plan.ts'
import { lastMinute, momentOf } from '../answers/values.ts'
import type { Asking } from '../command.ts'
import type { Block, Reply } from '../message.ts'
import type { Changes } from '../ports.ts'
import { actionFor } from '../understand/read-request.ts'
import { isNothingDue, nothingDue } from './nothing-due.ts'
import { help } from './nudge-buttons.ts'
import { timeHasRunOut } from './time-has-run-out.ts'

const { category } = ruleOf('asked_reminder')

export async function remindTomorrow(asking: Asking, { plan, member }: MyPlans, changes: Changes): Promise<Reply> {
  const { state } = plan
  const { next, delinquency, terms } = state
  const { planNo, memberNo } = terms
  if (!next || !delinquency) return { blocks: settledPlan(plan) }
  if (isNothingDue(state, asking.policy)) return { blocks: nothingDue(state) }
  if ((await changes.contact.optedOut(memberNo)).has(category)) return { blocks: optedOut }
  const waiting = await changes.contact.waitingReminder(planNo)
  if (waiting) return { blocks: agreed(asking, planNo, waiting) }
  const on = addDays(dateAt(asking.now, asking.speaker.timeZone), 1)
  const at = momentOn(on, await changes.contact.contactHour(member.memberNo), state, asking)
  if (!at) return { blocks: tooLate(asking, planNo, delinquency) }
  const until = startOfDate(addDays(on, 1), asking.speaker.timeZone)
  await changes.contact.addReminder({ memberNo, planNo, on, dueOn: next.dueOn, seq: next.seq, at, until })
  return { blocks: agreed(asking, planNo, at) }
}

/** Their moment of that date; the first allowed one where theirs is too late to pay; none where every one is. */
function momentOn(on: PlainDateIso, hour: number | undefined, state: PlanState, { policy, speaker }: Asking) {
  const { contactHours } = policy
  const { timeZone } = speaker
  const slotMinute = slotMinuteOf(state.terms.memberNo, contactHours.spreadMinutes)
  const slot = slotOn(on, { timeZone, slotMinute, ...(hour !== undefined && { hour }) }, contactHours)
  const first = nextAllowed(startOfDate(on, timeZone), timeZone, contactHours)
  return [slot, first].find((at) => isPayableAt(at, state))
}

/** An active arrangement suspends cancellation. */
function isPayableAt(at: Temporal.Instant, { name, delinquency }: PlanState): boolean {
  return name === 'arranged' || (delinquency !== undefined && Temporal.Instant.compare(at, delinquency.tooLateAt) < 0)
}

function agreed({ speaker }: Asking, planNo: string, at: Temporal.Instant): Block[] {
  return [
    text(say('nudgeAnswer.tomorrow.agreed', { moment: momentOf(at, speaker) })),
    choices(button('pay', planNo), help(planNo)),
  ]
}

function tooLate({ speaker }: Asking, planNo: string, delinquency: Delinquency): Block[] {
  if (delinquency.isCancellationDue) {
    return [
      heading(say('next.headingCancellationDue')),
      timeHasRunOut(delinquency),
      choices(help(planNo), button('support')),
    ]
  }
  const moment = lastMinute(delinquency.tooLateAt, speaker)
  return [text(say('nudgeAnswer.tomorrow.tooLate', { moment })), choices(button('pay', planNo), help(planNo))]
}

const optedOut: Block[] = [
  text(say('nudgeAnswer.tomorrow.optedOut')),
  choices({ label: turning(category, true), action: actionFor('settings', 'on', category) }, button('settings')),
]
