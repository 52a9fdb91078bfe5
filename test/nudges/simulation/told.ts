/** A message as the checks see it, and what of it belongs to which category: the simulation's own table. */
import type { PlainDateIso } from '../../../src/domain/calendar.ts'
import type { Category } from '../../../src/domain/nudges/catalogue.ts'

export interface ToldItem {
  step: string
  planNo: string | null
  obligation: string
  /** D, X, or an event's date. */
  about: PlainDateIso
}

export interface Told {
  id: number
  memberNo: string
  state: string
  at: Temporal.Instant
  /** On their own clock. */
  localDate: PlainDateIso
  items: readonly ToldItem[]
}

/** Of these a person hears three in seven days at most. */
const countedSteps = ['-7', '-3', '-1', '0', '+5', '+10', '+15']

/** A message that mentions one of them counts, whatever leads it. */
export function isReminder({ items }: Pick<Told, 'items'>): boolean {
  return items.some(({ step }) => countedSteps.includes(step))
}

/** An offset of the ladder; none for an event. */
export function offsetOf(step: string): number | undefined {
  return /^[+-]?\d+$/.test(step) ? Number(step) : undefined
}

export function categoryOf(step: string): Category {
  const offset = offsetOf(step)
  if (offset !== undefined) return offset <= 15 ? 'reminders' : 'deadlines'
  if (['reversed', 'cancelled', 'restored'].includes(step)) return 'deadlines'
  if (['balance_idle', 'onboarding_stuck'].includes(step)) return 'tips'
  return step === 'asked_reminder' ? 'reminders' : 'confirmations'
}
