/**
 * "I have paid": reminders about the plan are silent for some days. It moves no date, and says so. It is believed once for
 * an installment: where the money did not come, a person looks for it. (DOMAIN section 8.)
 */
import { dateAt } from '../../domain/calendar.ts'
import type { PlanState } from '../../domain/plan-state.ts'
import { claimHoldUntil } from '../../domain/promises/claim.ts'
import type { PaymentClaim } from '../../nudges/contact-desk.ts'
import { installmentTask } from '../../tasks/plan-task.ts'
import { button, choices, facts, heading, say, text } from '../answers/blocks.ts'
import type { MyPlans } from '../answers/my-plans.ts'
import { settledPlan } from '../answers/settled-plan.ts'
import { supportContactOf } from '../answers/support-contact.ts'
import { lastMinute } from '../answers/values.ts'
import type { Asking } from '../command.ts'
import type { Block, Reply } from '../message.ts'
import type { Changes } from '../ports.ts'
import { isNothingDue, nothingDue } from './nothing-due.ts'
import { timeHasRunOut } from './time-has-run-out.ts'

export async function sayPaid(asking: Asking, { plan }: MyPlans, changes: Changes): Promise<Reply> {
  const { state } = plan
  const { next } = state
  if (!next) return { blocks: settledPlan(plan) }
  if (isNothingDue(state, asking.policy)) return { blocks: nothingDue(state) }
  const claim = await claimOf(asking, state, next.dueOn, changes)
  if (isSilent(claim, asking.now)) {
    // Silence is promised now, so what they had asked for before does not come; they may ask again.
    await changes.contact.takeBackReminders(state.terms.planNo)
    return { blocks: thanks(asking, state, claim) }
  }
  await changes.openTask(installmentTask('payment_not_seen', state), asking.now)
  return {
    blocks: [
      heading(say('nudgeAnswer.paid.notSeenHeading')),
      text(say('nudgeAnswer.paid.notSeen')),
      ...deadline(asking, state),
      facts(...supportContactOf(asking)),
      choices(button('support'), button('pay', state.terms.planNo)),
    ],
  }
}

/** The one that is open, the one that was believed before, or a new one. */
async function claimOf({ policy, now }: Asking, { terms }: PlanState, dueOn: PaymentClaim['dueOn'], changes: Changes) {
  const { planNo, memberNo } = terms
  const before = await changes.contact.lastClaim(planNo, dueOn)
  const isOfPaidOne = before?.outcome === null && before.dueOn < dueOn
  if (isOfPaidOne) await changes.contact.closeClaimAsSeen(before.id, now)
  // What was seen and is unpaid again was taken back: that is another payment.
  if (before && !isOfPaidOne && before.outcome !== 'seen') return before
  const claim = { memberNo, planNo, dueOn, claimedAt: now, holdUntil: claimHoldUntil(now, policy) }
  const mine = (await changes.contact.addClaim(claim)) ?? (await changes.contact.lastClaim(planNo, dueOn))
  if (!mine) throw new Error(`no claim about ${planNo}`)
  return mine
}

function isSilent({ outcome, holdUntil }: PaymentClaim, now: Temporal.Instant): boolean {
  return outcome === null && Temporal.Instant.compare(now, holdUntil) < 0
}

function thanks(asking: Asking, state: PlanState, { holdUntil }: PaymentClaim): Block[] {
  const until = { date: dateAt(holdUntil, asking.speaker.timeZone) }
  return [
    heading(say('nudgeAnswer.paid.heading')),
    text(say('nudgeAnswer.paid.quiet', { date: until })),
    ...deadline(asking, state),
    choices(button('next', state.terms.planNo), button('support')),
  ]
}

/** A word moves no date; the last one is named when it is near. */
function deadline({ speaker }: Asking, { delinquency }: PlanState): Block[] {
  if (!delinquency) return []
  if (delinquency.isCancellationDue) return [timeHasRunOut(delinquency)]
  if (delinquency.daysOverdue === 0) return [text(say('nudgeAnswer.paid.sameDates'))]
  return [text(say('nudgeAnswer.paid.lastDay', { moment: lastMinute(delinquency.tooLateAt, speaker) }))]
}
