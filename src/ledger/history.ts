import { addDays } from '../domain/calendar.ts'
import type { PlanState } from '../domain/plan-state.ts'

/**
 * A plan whose D+20 (the day after X) has passed and that nobody cancelled: at its first import it is history, which is
 * reported, never messaged, and cancelled by nobody but the back office or a person. (CONTRACT "Import format".)
 */
export function isLongPast({ name, today, delinquency }: PlanState): boolean {
  return name === 'cancellation_due' && delinquency !== undefined && today > addDays(delinquency.lastPayableOn, 1)
}
