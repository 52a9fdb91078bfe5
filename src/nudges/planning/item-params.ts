/** What is kept beside each thing said: the figures of the moment at which it was planned. */
import { formatAmount } from '../../domain/money.ts'
import type { Topic } from '../../domain/nudges/topic.ts'
import type { PlanState } from '../../domain/plan-state.ts'
import { unpaidMinor } from '../../domain/schedule.ts'
import type { EventDetails } from '../outbox.ts'
import type { PersonRecords } from './person-records.ts'

export function paramsOf(
  { planNo, kind, eventId }: Topic,
  states: ReadonlyMap<string, PlanState>,
  { events, balances }: Pick<PersonRecords, 'events' | 'balances'>,
): EventDetails {
  const state = planNo === null ? undefined : states.get(planNo)
  const event = events.find(({ id }) => id === eventId)
  return {
    ...(state && installmentParams(state)),
    ...(state && kind === 'balance_idle' && balanceParams(state, balances)),
    ...event?.details,
  }
}

/** What lies on the member's account. */
function balanceParams({ terms: { currency } }: PlanState, balances: ReadonlyMap<string, bigint>): EventDetails {
  return { amount: formatAmount({ minor: balances.get(currency) ?? 0n, currency }), currency }
}

function installmentParams({ next, delinquency, terms: { currency } }: PlanState): EventDetails {
  if (!next || !delinquency) return {}
  return {
    seq: next.seq,
    due_on: next.dueOn,
    unpaid: formatAmount({ minor: unpaidMinor(next), currency }),
    currency,
    last_payable_on: delinquency.lastPayableOn,
  }
}
