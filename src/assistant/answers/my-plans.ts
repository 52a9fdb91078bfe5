/** The asking member's plans with their states, the most urgent first, and the one the question is about. */

import type { Offer } from '../../domain/offers/offer.ts'
import type { PlanRecords } from '../../domain/plan.ts'
import { type PlanState, planState } from '../../domain/plan-state.ts'
import { byUrgency } from '../../domain/urgency.ts'
import type { Asking, CommandName } from '../command.ts'
import type { Block, Content, Reply } from '../message.ts'
import type { MemberProfile, Reads } from '../ports.ts'
import { actionFor } from '../understand/read-request.ts'
import { button, choices, facts, heading, note, say, text } from './blocks.ts'
import { linkNeeded } from './link-needed.ts'
import { planName } from './values.ts'

export interface MyPlan {
  records: PlanRecords
  state: PlanState
}

export interface MyPlans {
  member: MemberProfile
  /** The plan asked for, or the most urgent one. */
  plan: MyPlan
  others: readonly MyPlan[]
  offers: readonly Offer[]
}

/** Finds the plan a command is about and hands it on; answers by itself where there is none. */
export async function aboutMyPlan(
  { speaker, policy, now }: Asking,
  planNo: string,
  command: CommandName,
  reads: Reads,
  answer: (plans: MyPlans) => Reply | Promise<Reply>,
): Promise<Reply> {
  const { member } = speaker
  if (!member) return linkNeeded()
  const [records, offers] = await Promise.all([reads.plansOf(member.memberNo), reads.offers()])
  const plans = records
    .map((plan): MyPlan => ({ records: plan, state: planState(plan, offers, policy, now) }))
    .toSorted((a, b) => byUrgency(a.state, b.state))
  const plan = planNo === '' ? plans[0] : findPlan(plans, planNo)
  if (plan) return answer({ member, plan, others: plans.filter((other) => other !== plan), offers })
  if (plans.length > 0) return { blocks: [text(say('planNotFound')), planPicker(plans, command)] }
  return noPlan(member, now, reads)
}

/** As written, or else in whatever case it was typed. */
function findPlan(plans: readonly MyPlan[], planNo: string): MyPlan | undefined {
  const typed = planNo.toLowerCase()
  return (
    plans.find(({ state }) => state.terms.planNo === planNo) ??
    plans.find(({ state }) => state.terms.planNo.toLowerCase() === typed)
  )
}

/** The other plans with their states, and a button for each. */
export function otherPlans(others: readonly MyPlan[], command: CommandName): Block[] {
  if (others.length === 0) return []
  const items = others.map(({ records, state }) =>
    say('otherPlan', {
      package: { text: records.packageName },
      planNo: { text: records.terms.planNo },
      state: stateInWords(state),
    }),
  )
  return [text(say('otherPlans')), { block: 'list', items }, planPicker(others, command)]
}

function planPicker(plans: readonly MyPlan[], command: CommandName): Block {
  return choices(
    ...plans.slice(0, MOST_BUTTONS).map(({ records }) => ({
      label: planName(records),
      action: actionFor(command, records.terms.planNo),
    })),
  )
}

const MOST_BUTTONS = 12

function stateInWords(state: PlanState): Content {
  switch (state.name) {
    case 'overdue':
    case 'arranged':
      return say('planState.overdue', { count: { number: state.delinquency?.daysOverdue ?? 0 } })
    case 'cancellation_due':
      return say('planState.cancellationDue')
    case 'cancelled':
      return say('planState.cancelled')
    case 'completed':
      return say('planState.completed')
    case 'active':
      return say('planState.active', { date: { date: state.next?.dueOn ?? state.today } })
  }
}

async function noPlan(member: MemberProfile, now: Temporal.Instant, reads: Reads): Promise<Reply> {
  const balances = await reads.balancesOf(member.memberNo, now)
  return {
    blocks: [
      heading(say('noPlan.heading')),
      text(say('noPlan.text')),
      ...(balances.length > 0
        ? [facts(...balances.map((money): ['label.balance', Content] => ['label.balance', { money }]))]
        : []),
      ...(balances.some(({ minor }) => minor > 0n) ? [note(say('noPlan.balance'))] : []),
      ...(balances.some(({ minor }) => minor < 0n) ? [note(say('noPlan.negativeBalance'))] : []),
      choices(button('support'), button('help')),
    ],
  }
}
