/** `/next`: how much, by when, what it adds, and what happens if it is not paid. */
import { daysUntilDue, gainOf } from '../../domain/forecast.ts'
import { unpaidMinor } from '../../domain/schedule.ts'
import { button, choices, type FactRow, facts, heading, note, say, text } from '../answers/blocks.ts'
import { aboutMyPlan, type MyPlans, otherPlans } from '../answers/my-plans.ts'
import { settledPlan } from '../answers/settled-plan.ts'
import {
  amount,
  bonusShares,
  inDays,
  installmentOf,
  isSameDate,
  lastMinute,
  planName,
  shares,
} from '../answers/values.ts'
import type { AnsweringCommand, Asking } from '../command.ts'
import type { Block } from '../message.ts'

export const next: AnsweringCommand = {
  name: 'next',
  changes: false,
  isFor: ({ member }) => member?.isInvestor ?? false,
  answer: (asking, args, reads) =>
    aboutMyPlan(asking, args, 'next', reads, (plans) => ({
      blocks: [...nextInstallment(asking, plans), ...otherPlans(plans.others, 'next')],
    })),
}

function nextInstallment(asking: Asking, { plan, offers }: MyPlans): Block[] {
  const { state, records } = plan
  const { next: installment, delinquency } = state
  if (!installment || !delinquency) return settledPlan(plan)
  const { planNo } = state.terms
  const isLate = delinquency.daysOverdue > 0
  const unpaid = unpaidMinor(installment)
  const isPartPaid = installment.paidMinor > 0n
  const common: FactRow[] = [
    ['label.plan', planName(records)],
    ['label.installment', installmentOf(installment, state)],
    ['label.amount', amount(installment.amountMinor, state)],
    ['label.stillOpen', isPartPaid ? amount(unpaid, state) : undefined],
    ['label.dueOn', { weekday: installment.dueOn }],
    ['label.when', isLate ? undefined : inDays(state, installment, asking.speaker)],
    ['label.lateSince', isLate ? say('value.days', { count: { number: delinquency.daysOverdue } }) : undefined],
    ['label.arrears', state.arrearsMinor > unpaid ? amount(state.arrearsMinor, state) : undefined],
  ]
  if (delinquency.isCancellationDue) {
    return [
      heading(say('next.headingCancellationDue')),
      facts(...common),
      text(say('next.cancellationDue', { date: { date: delinquency.lastPayableOn } })),
      choices(button('support'), button('schedule', planNo), button('shares', planNo)),
    ]
  }
  const gain = gainOf(unpaid, state, records, offers, asking.policy)
  const until = lastMinute(delinquency.tooLateAt, asking.speaker)
  const lost = state.shares.locked + state.shares.fromNextPayments
  return [
    heading(
      say(
        isLate
          ? 'next.headingOverdue'
          : daysUntilDue(state) === 0 && isSameDate(state, asking.speaker)
            ? 'next.headingToday'
            : 'next.heading',
      ),
    ),
    facts(
      ...common,
      ['label.payableUntil', isLate ? until : undefined],
      ['label.addsShares', gain.shares > 0n ? shares(gain.shares) : undefined],
      ['label.addsBonus', gain.bonus > 0n ? bonusShares(gain.bonus) : undefined],
    ),
    ...(gain.completesPlan ? [text(say('next.lastPayment'))] : []),
    isLate ? text(say('next.afterDeadline', { lostShares: shares(lost) })) : note(say('next.grace', { moment: until })),
    ...(isLate && state.bonusSecured > 0n
      ? [text(say('next.lostBonus', { bonus: bonusShares(state.bonusSecured) }))]
      : []),
    ...(isLate && state.shares.credited > 0n ? [text(say('next.creditedStays'))] : []),
    ...(state.arrearsMinor > unpaid ? [note(say('next.arrears'))] : []),
    choices(
      button('pay', planNo),
      button('schedule', planNo),
      button('bonus', planNo),
      ...(isLate ? [button('support')] : []),
    ),
  ]
}
