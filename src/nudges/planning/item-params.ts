/** What is kept beside each thing said: the figures of the moment at which it was planned. */
import { formatAmount } from '../../domain/money.ts'
import type { Topic } from '../../domain/nudges/topic.ts'
import type { PlanState } from '../../domain/plan-state.ts'
import { unpaidMinor } from '../../domain/schedule.ts'
import type { EventDetails } from '../outbox.ts'
import type { PersonRecords } from './person-records.ts'

export function paramsOf(
  { planNo, eventId }: Topic,
  states: ReadonlyMap<string, PlanState>,
  { events, balances }: Pick<PersonRecords, 'events' | 'balances'>,
): EventDetails {
  const state = planNo === null ? undefined : states.get(planNo)
  const event = events.find(({ id }) => id === eventId)
  return {
    ...(state && installmentParams(state, balances)),
    ...event?.details,
  }
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
