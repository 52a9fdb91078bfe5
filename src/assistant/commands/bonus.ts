/** `/bonus`: per offer what is secured, what can still be won by which act until when, and what was lost and why. */
import { endOfDate } from '../../domain/calendar.ts'
import type { OfferEligibility } from '../../domain/offers/eligibility.ts'
import type { OfferKind } from '../../domain/offers/offer.ts'
import type { Chance, Loss } from '../../domain/offers/rule.ts'
import type { PlanState } from '../../domain/plan-state.ts'
import { unpaidMinor } from '../../domain/schedule.ts'
import { button, choices, facts, heading, note, say, text } from '../answers/blocks.ts'
import { aboutMyPlan, type MyPlan, otherPlans } from '../answers/my-plans.ts'
import { amount, bonusShares, lastMinute, planName } from '../answers/values.ts'
import type { AnsweringCommand, Asking } from '../command.ts'
import type { Block, Content } from '../message.ts'
import type { Speaker } from '../speaker.ts'

export const bonus: AnsweringCommand = {
  name: 'bonus',
  changes: false,
  isFor: ({ member }) => member?.isInvestor ?? false,
  answer: (asking, args, reads) =>
    aboutMyPlan(asking, args, 'bonus', reads, ({ plan, others }) => ({
      blocks: [...bonusOf(asking, plan), ...otherPlans(others, 'bonus')],
    })),
}

function bonusOf(asking: Asking, { records, state }: MyPlan): Block[] {
  const { planNo } = state.terms
  const shown = state.offers.filter(({ status }) => status !== 'not_offered')
  return [
    heading(say('bonus.heading')),
    facts(['label.plan', planName(records)]),
    ...(state.name === 'cancelled' ? [text(say('bonus.voided'))] : []),
    ...(state.name !== 'cancelled' && shown.length > 0
      ? [
          text(
            say(state.name === 'completed' ? 'bonus.totalCredited' : 'bonus.total', {
              secured: bonusShares(state.bonusSecured),
            }),
          ),
        ]
      : []),
    ...(shown.length === 0 ? [text(say('bonus.none'))] : []),
    ...(state.name === 'cancellation_due' && shown.length > 0 ? [note(say('bonus.notWhileCancellationDue'))] : []),
    ...(state.name === 'cancelled' ? [] : shown.flatMap((offer) => explainOffer(asking, offer, state))),
    state.next && state.name !== 'cancellation_due'
      ? choices(button('pay', planNo), button('next', planNo), button('shares', planNo))
      : choices(button('shares', planNo), button('schedule', planNo)),
  ]
}

function explainOffer({ policy, speaker }: Asking, eligible: OfferEligibility, state: PlanState): Block[] {
  const { offer, status, secured, stillToWin, version, chance, losses } = eligible
  const { kind } = offer
  const lastMoment = chance && lastMinute(endOfDate(chance.lastOn, policy.contractZone), speaker)
  return [
    heading(say(`bonus.offer.${kind}`)),
    text(say(`bonus.explain.${kind}`, { count: { number: version.minInstallmentsAhead } })),
    facts(
      ['label.rate', { percent: version.rate }],
      ['label.status', status === 'winning' || !state.next ? undefined : say(`bonus.status.${status}`)],
      ['label.secured', bonusShares(secured)],
      ['label.stillToWin', stillToWin > 0n ? bonusShares(stillToWin) : undefined],
      ['label.whatToDo', chance && actOf(kind, chance, state, speaker)],
      ['label.lastDay', lastMoment],
    ),
    ...(kind === 'on_time' && stillToWin > 0n ? [note(say('bonus.losesOnTime'))] : []),
    ...explainLosses(losses, status),
  ]
}

function actOf(kind: OfferKind, chance: Chance, state: PlanState, speaker: Speaker): Content {
  const until = state.installments.find(({ seq }) => seq === chance.untilSeq)
  if (chance.afterArrears && until && state.delinquency) {
    return say('bonus.act.on_time_after_arrears', {
      arrears: amount(state.arrearsMinor, state),
      moment: lastMinute(state.delinquency.tooLateAt, speaker),
      amount: amount(unpaidMinor(until), state),
    })
  }
  // All that has to be paid to do it, up to the installment that counts.
  const toPay = { amount: amount((until?.cumulativeMinor ?? state.terms.totalMinor) - state.paidMinor, state) }
  // Money of today has earned already; more of it today would earn nothing.
  if (kind === 'double_payment' && chance.payOn > state.today) return say('bonus.act.double_payment_later', toPay)
  return say(`bonus.act.${kind}`, toPay)
}

function explainLosses(losses: readonly Loss[], status: OfferEligibility['status']): Block[] {
  // While something can still be won, only what is lost for good of single installments is news.
  const told = status === 'winning' ? losses.filter(({ seq }) => seq !== undefined) : losses
  if (told.length === 0 || status === 'done') return []
  const items = [...Map.groupBy(told, ({ reason }) => reason)].map(([reason, ofReason]) => {
    const seqs = ofReason.flatMap(({ seq }) => seq ?? [])
    return say(`bonus.loss.${reason}`, { count: { number: seqs.length }, seqs: { numbers: seqs } })
  })
  return [{ block: 'list', items }]
}
