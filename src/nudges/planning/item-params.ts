/** What is kept beside each thing said: the figures of the moment at which it was planned. */
import { formatAmount, sumMinor } from '../../domain/money.ts'
import { toldMoney } from '../../domain/nudges/told-money.ts'
import type { Topic } from '../../domain/nudges/topic.ts'
import type { PlanRecords } from '../../domain/plan.ts'
import type { PlanState } from '../../domain/plan-state.ts'
import { unpaidMinor } from '../../domain/schedule.ts'
import type { EventDetails } from '../outbox.ts'
import type { PersonRecords, RecordedEvent } from './person-records.ts'

export function paramsOf(
  { planNo, eventId }: Topic,
  states: ReadonlyMap<string, PlanState>,
  { plans, events, balances }: Pick<PersonRecords, 'plans' | 'events' | 'balances'>,
): EventDetails {
  const state = planNo === null ? undefined : states.get(planNo)
  const event = events.find(({ id }) => id === eventId)
  const plan = plans.find(({ terms }) => terms.planNo === planNo)
  return {
    ...(state && installmentParams(state, balances)),
    ...(event && eventParams(event, plan)),
  }
}

/** Of money only what was not taken back since; what it added, while nothing of its plan was. */
function eventParams({ details, payments: entryIds }: RecordedEvent, plan: PlanRecords | undefined): EventDetails {
  if (!entryIds || !plan) return details
  const { payments: _, ...figures } = details
  const { standing, isPlanReduced } = toldMoney(entryIds, plan.payments)
  if (!isPlanReduced) return figures
  const { currency } = plan.terms
  const minor = sumMinor(standing.map(({ amountMinor }) => amountMinor))
  return { amount: formatAmount({ minor, currency }), currency }
}

/** `balance`: what lies on the member's account, where it would pay the installment. */
function installmentParams(
  { next, delinquency, terms: { currency } }: PlanState,
  balances: ReadonlyMap<string, bigint>,
): EventDetails {
  if (!next || !delinquency) return {}
  const balanceMinor = balances.get(currency) ?? 0n
  return {
    seq: next.seq,
    due_on: next.dueOn,
    unpaid: formatAmount({ minor: unpaidMinor(next), currency }),
    currency,
    last_payable_on: delinquency.lastPayableOn,
    ...(balanceMinor >= unpaidMinor(next) && { balance: formatAmount({ minor: balanceMinor, currency }) }),
  }
}
