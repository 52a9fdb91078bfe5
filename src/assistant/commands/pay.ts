/** `/pay`: the clear invoice: how much, to whom, by when, how, with which reference. */

import type { Money } from '../../domain/money.ts'
import { localized } from '../../domain/policy.ts'
import { isPaid } from '../../domain/schedule.ts'
import { button, choices, facts, heading, note, say, text } from '../answers/blocks.ts'
import { payNow, wantedMinor, whereToPay } from '../answers/how-to-pay.ts'
import { aboutMyPlan, type MyPlan, otherPlans } from '../answers/my-plans.ts'
import { settledPlan } from '../answers/settled-plan.ts'
import { amount, installmentOf, lastMinute, planName } from '../answers/values.ts'
import type { AnsweringCommand, Asking } from '../command.ts'
import type { Block, Content } from '../message.ts'
import { languageOf } from '../speaker.ts'

export const pay: AnsweringCommand = {
  name: 'pay',
  changes: false,
  isFor: ({ member }) => member?.isInvestor ?? false,
  answer: (asking, args, reads) =>
    aboutMyPlan(asking, args, 'pay', reads, async ({ plan, others, member }) => {
      const balances = await reads.balancesOf(member.memberNo, asking.now)
      return { blocks: [...invoice(asking, plan, balances), ...otherPlans(others, 'pay')] }
    }),
}

function invoice(asking: Asking, plan: MyPlan, balances: readonly Money[]): Block[] {
  const { state, records } = plan
  const { next, delinquency, terms } = state
  if (!next || !delinquency) return settledPlan(plan)
  if (delinquency.isCancellationDue) {
    return [
      heading(say('next.headingCancellationDue')),
      facts(['label.plan', planName(records)], ['label.arrears', amount(state.arrearsMinor, state)]),
      text(say('pay.cancellationDue')),
      choices(button('support'), button('schedule', terms.planNo)),
    ]
  }
  const isLate = delinquency.daysOverdue > 0
  const toPayMinor = wantedMinor(state, next)
  const late = state.installments.filter((installment) => !isPaid(installment) && installment.dueOn < state.today)
  const until = lastMinute(delinquency.tooLateAt, asking.speaker)
  const balance = balances.find(({ currency, minor }) => currency === terms.currency && minor > 0n)
  return [
    heading(say('pay.heading')),
    facts(
      ['label.amount', amount(toPayMinor, state)],
      ['label.plan', planName(records)],
      ['label.installment', late.length > 1 ? undefined : installmentOf(next, state)],
      ['label.installments', late.length > 1 ? { numbers: late.map(({ seq }) => seq) } : undefined],
      ['label.dueOn', late.length > 1 ? undefined : { weekday: next.dueOn }],
      ['label.payableUntil', isLate ? until : undefined],
      ...whereToPay(asking.policy, state),
    ),
    ...(late.length > 1 ? [note(say('next.arrears'))] : []),
    ...waysToPay(asking),
    note(say(asking.policy.payee ? 'pay.quoteReference' : 'pay.noPayee')),
    ...(balance ? [note(say('pay.balance', { amount: { money: balance } }))] : []),
    ...negativeBalances(balances),
    ...(isLate ? [] : [note(say('pay.notByItself'))]),
    choices(...payNow(asking, toPayMinor, state), button('schedule', terms.planNo), button('support')),
  ]
}

function negativeBalances(balances: readonly Money[]): Block[] {
  const negative = balances.filter(({ minor }) => minor < 0n)
  if (negative.length === 0) return []
  return [
    facts(...negative.map((money): ['label.balance', Content] => ['label.balance', { money }])),
    note(say('noPlan.negativeBalance')),
  ]
}

function waysToPay({ policy, speaker }: Asking): Block[] {
  if (!policy.waysToPay) return []
  const ways = localized(policy.waysToPay, languageOf(speaker.locale))
  return [text(say('pay.ways')), { block: 'list', items: ways.map((way) => ({ text: way })) }]
}
