/** `/schedule`: every installment with its state, and how far the plan is. */

import type { PlanState } from '../../domain/plan-state.ts'
import { isPaid, type ScheduledInstallment, unpaidMinor } from '../../domain/schedule.ts'
import { button, choices, facts, heading, say } from '../answers/blocks.ts'
import { aboutMyPlan, type MyPlan, otherPlans } from '../answers/my-plans.ts'
import { planProgress } from '../answers/plan-progress.ts'
import { amount, isSameDate, planName } from '../answers/values.ts'
import type { AnsweringCommand } from '../command.ts'
import type { Block, Content } from '../message.ts'
import type { Speaker } from '../speaker.ts'

export const schedule: AnsweringCommand = {
  name: 'schedule',
  changes: false,
  isFor: ({ member }) => member?.isInvestor ?? false,
  answer: (asking, args, reads) =>
    aboutMyPlan(asking, args, 'schedule', reads, ({ plan, others }) => ({
      blocks: [...scheduleOf(plan, asking.speaker), ...otherPlans(others, 'schedule')],
    })),
}

function scheduleOf({ records, state }: MyPlan, speaker: Speaker): Block[] {
  const { planNo } = state.terms
  return [
    heading(say('schedule.heading')),
    facts(
      ['label.plan', planName(records)],
      ['label.outstanding', state.outstandingMinor > 0n ? amount(state.outstandingMinor, state) : undefined],
    ),
    planProgress(state),
    {
      block: 'table',
      columns: [
        { title: say('schedule.seq'), align: 'end' },
        { title: say('schedule.dueOn'), align: 'start' },
        { title: say('schedule.amount'), align: 'end' },
        { title: say('schedule.state'), align: 'start' },
      ],
      rows: state.installments.map((installment) => [
        { number: installment.seq },
        { shortDate: installment.dueOn },
        amount(installment.amountMinor, state),
        installmentState(installment, state, speaker),
      ]),
    },
    state.next && state.name !== 'cancellation_due'
      ? choices(button('pay', planNo), button('next', planNo), button('shares', planNo))
      : choices(button('shares', planNo), button('support')),
  ]
}

function installmentState(installment: ScheduledInstallment, state: PlanState, speaker: Speaker): Content {
  const open = { amount: amount(unpaidMinor(installment), state) }
  if (isPaid(installment)) return say('schedule.paid')
  if (state.name === 'cancelled') return say('schedule.cancelled')
  const isLate = installment.dueOn < state.today
  if (installment.paidMinor > 0n) return say(isLate ? 'schedule.partPaidLate' : 'schedule.partPaid', open)
  if (isLate) return say('schedule.late')
  return say(installment.dueOn === state.today && isSameDate(state, speaker) ? 'schedule.today' : 'schedule.open')
}
