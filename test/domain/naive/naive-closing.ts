/**
 * DOMAIN.md sections 3 and 4: when is a plan cancelled, and which money does it take? Dates of the back office act from
 * their day and win; what was recorded acts from its recorded time, and money recorded with it came before it.
 */
import { type DayNumber, dayIn, dayNumber } from './naive-calendar.ts'
import type { NaiveClosing, NaivePayment } from './naive-history.ts'

/** A recorded cancellation, and what ended it by now: a recorded restoration, or the date of the back office. */
export interface NaiveCancellation {
  recordedAtMs: number
  /** X + 1. */
  on: DayNumber
  seq: number
  restoredAtMs?: number
  restoredOn?: DayNumber
}

export function isCancelledAt(plan: NaiveClosing, atMs: number): boolean {
  return isCancelledByBackOffice(plan, dayIn(plan.zone, atMs)) || openCancellation(plan, atMs) !== undefined
}

/** From `cancelledOn` on, until `restoredOn` reopens it; an older restoration reopens nothing. */
export function isCancelledByBackOffice(plan: NaiveClosing, day: DayNumber): boolean {
  if (plan.cancelledOn === undefined) return false
  const closed = dayNumber(plan.cancelledOn)
  if (day < closed) return false
  if (plan.restoredOn === undefined) return true
  const reopened = dayNumber(plan.restoredOn)
  return reopened < closed || day < reopened
}

/** The recorded cancellation that nothing has ended yet. */
export function openCancellation(plan: NaiveClosing, atMs: number): NaiveCancellation | undefined {
  return cancellations(plan, atMs, dayIn(plan.zone, atMs)).findLast(isOpen)
}

function isOpen({ restoredAtMs, restoredOn }: NaiveCancellation): boolean {
  return restoredAtMs === undefined && restoredOn === undefined
}

function cancellations(plan: NaiveClosing, atMs: number, today: DayNumber): NaiveCancellation[] {
  const known = plan.events
    .filter((event) => event.recordedAtMs <= atMs)
    .toSorted((a, b) => a.recordedAtMs - b.recordedAtMs)
  const stated = plan.restoredOn === undefined ? undefined : dayNumber(plan.restoredOn)
  const hasCome = stated !== undefined && stated <= today
  return known.flatMap((event) => {
    if (event.kind !== 'cancelled') return []
    const on = dayNumber(event.on)
    const restored = known.find((later) => later.kind === 'restored' && later.recordedAtMs > event.recordedAtMs)
    return [
      {
        recordedAtMs: event.recordedAtMs,
        on,
        seq: event.seq,
        ...(restored && { restoredAtMs: restored.recordedAtMs }),
        ...(hasCome && stated >= on && { restoredOn: stated }),
      },
    ]
  })
}

/** Does money of this value and recorded time count in the plan? Otherwise it lies on the balance. */
export function countsInPlan(
  plan: NaiveClosing,
  payment: Pick<NaivePayment, 'valueAtMs' | 'recordedAtMs'>,
  atMs: number,
  asIfRestored?: NaiveCancellation,
): boolean {
  const today = dayIn(plan.zone, atMs)
  const day = dayIn(plan.zone, payment.valueAtMs)
  if (hasSpoken(plan, today) && isCancelledByBackOffice(plan, day)) return false
  return cancellations(plan, atMs, today).every((cancellation) => {
    const isRestored = asIfRestored?.recordedAtMs === cancellation.recordedAtMs
    return isSettled(plan, cancellation, today) || !keepsOut(cancellation, day, payment.recordedAtMs, isRestored)
  })
}

/** By what is known, was the plan cancelled on this day? */
export function wasCancelledOn(plan: NaiveClosing, day: DayNumber, knownMs: number): boolean {
  const today = Math.max(day, dayIn(plan.zone, knownMs))
  const recorded = cancellations(plan, knownMs, today).filter((cancellation) => !isSettled(plan, cancellation, today))
  return (
    isCancelledByBackOffice(plan, day) ||
    recorded.some(({ on, restoredOn, restoredAtMs }) => {
      const restored = restoredAtMs === undefined ? Number.POSITIVE_INFINITY : dayIn(plan.zone, restoredAtMs)
      return on <= day && day < Math.min(restored, restoredOn ?? Number.POSITIVE_INFINITY)
    })
  )
}

function hasSpoken({ cancelledOn }: NaiveClosing, today: DayNumber): boolean {
  return cancelledOn !== undefined && dayNumber(cancelledOn) <= today
}

/** The back office says when it was cancelled: money valued before counts, whatever was recorded of it here. */
function isSettled(plan: NaiveClosing, { on }: NaiveCancellation, today: DayNumber): boolean {
  if (!hasSpoken(plan, today)) return false
  return isCancelledByBackOffice(plan, today) || on <= dayNumber(plan.restoredOn ?? '')
}

function keepsOut(cancellation: NaiveCancellation, day: DayNumber, recordedAtMs: number, isRestored: boolean): boolean {
  const { on, restoredAtMs, restoredOn } = cancellation
  if (recordedAtMs <= cancellation.recordedAtMs) return false
  if (isOpen(cancellation) && !isRestored) return true
  if (day < on) return false
  const cameAfterTheRestoration = restoredAtMs !== undefined && recordedAtMs > restoredAtMs
  const isValuedAfterTheReopening = restoredOn !== undefined && day >= restoredOn
  return !cameAfterTheRestoration && !isValuedAfterTheReopening
}
