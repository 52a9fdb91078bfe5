/** Where a demo person stands, in a word: what the playground's list shows and filters by. */
import { daysBetween } from '../domain/calendar.ts'
import { daysUntilDue } from '../domain/forecast.ts'
import type { PlanState } from '../domain/plan-state.ts'
import { byUrgency } from '../domain/urgency.ts'

export type SituationKey =
  | 'newcomer'
  | 'noPlan'
  | 'balanceOnly'
  | 'onTime'
  | 'dueSoon'
  | 'dueToday'
  | 'overdue'
  | 'lastDays'
  | 'cancellationDue'
  | 'cancelled'
  | 'completed'

export interface Situation {
  key: SituationKey
  tone: 'calm' | 'soon' | 'late' | 'over' | 'done'
}

const SOON_DAYS = 7
/** Days left until the last payable one, from which on it is urgent. */
const LAST_DAYS_LEFT = 1

export function situationOf(
  person: { isVerified: boolean; hasToppedUp: boolean },
  plans: readonly PlanState[],
): Situation {
  const [state] = plans.toSorted(byUrgency)
  if (!state) {
    if (person.hasToppedUp) return { key: 'balanceOnly', tone: 'soon' }
    return person.isVerified ? { key: 'noPlan', tone: 'calm' } : { key: 'newcomer', tone: 'calm' }
  }
  switch (state.name) {
    case 'cancelled':
      return { key: 'cancelled', tone: 'over' }
    case 'completed':
      return { key: 'completed', tone: 'done' }
    case 'cancellation_due':
      return { key: 'cancellationDue', tone: 'over' }
    case 'overdue':
    case 'arranged':
      return daysLeft(state) <= LAST_DAYS_LEFT ? { key: 'lastDays', tone: 'late' } : { key: 'overdue', tone: 'late' }
    case 'active': {
      const days = daysUntilDue(state) ?? 0
      if (days === 0) return { key: 'dueToday', tone: 'soon' }
      return days <= SOON_DAYS ? { key: 'dueSoon', tone: 'soon' } : { key: 'onTime', tone: 'calm' }
    }
  }
}

function daysLeft({ today, delinquency }: PlanState): number {
  return delinquency ? daysBetween(today, delinquency.lastPayableOn) : 0
}
