/** DOMAIN.md section 4: D, X and what they make of a plan that is neither completed nor cancelled. */
import { type DayNumber, dayIn, dayNumber } from './naive-calendar.ts'
import type { NaiveEvent, NaiveHistory } from './naive-history.ts'
import { coinsInForce, coinsOf, isFull, pour } from './naive-money.ts'

export function lateness(history: NaiveHistory, firstUnpaid: number, nowMs: number) {
  const today = dayIn(history.zone, nowMs)
  const due = dayNumber(history.installments[firstUnpaid]?.dueOn ?? '')
  const arrangements = arrangementsBy(history, nowMs)
  const lastPayable = Math.max(
    due + history.graceDays,
    ...reversalDays(history, firstUnpaid, nowMs).map((day) => day + history.daysAfterReversal),
    ...restorationDays(history, nowMs).map((day) => day + history.daysAfterRestoration),
    ...arrangements.flatMap((arrangement) => deadline(history, arrangement, today)),
  )
  const isArranged = arrangements.some(({ latest }) => latest.kind === 'arrangement_activated')
  const state = isArranged ? 'arranged' : today > lastPayable ? 'cancellation_due' : today > due ? 'overdue' : 'active'
  return { state, daysOverdue: Math.max(0, today - due), lastPayable } as const
}

/** The days on which a reversal was recorded that made this installment unpaid. */
function reversalDays(history: NaiveHistory, installment: number, nowMs: number): DayNumber[] {
  return history.payments.flatMap(({ reversedAtMs }) => {
    if (reversedAtMs === undefined || reversedAtMs > nowMs) return []
    const notReversedEarlier = history.payments.filter(
      (payment) =>
        payment.valueAtMs <= reversedAtMs &&
        (payment.reversedAtMs === undefined || payment.reversedAtMs >= reversedAtMs),
    )
    const without = pour(history, coinsOf(history, notReversedEarlier, reversedAtMs))
    const withIt = pour(history, coinsInForce(history, reversedAtMs))
    const madeUnpaid = isFull(history, without, installment) && !isFull(history, withIt, installment)
    return madeUnpaid ? [dayIn(history.zone, reversedAtMs)] : []
  })
}

function restorationDays(history: NaiveHistory, nowMs: number): DayNumber[] {
  const recorded = history.events.flatMap((event) =>
    event.kind === 'restored' && event.recordedAtMs <= nowMs ? [dayNumber(event.on)] : [],
  )
  const { restoredOn } = history
  const hasCome = restoredOn !== undefined && dayNumber(restoredOn) <= dayIn(history.zone, nowMs)
  return hasCome ? [...recorded, dayNumber(restoredOn)] : recorded
}

type Kind<K> = Extract<NaiveEvent, { kind: K }>
type Accepted = Kind<'arrangement_accepted'>
type ArrangementEvent = Accepted | Kind<'arrangement_activated' | 'arrangement_lapsed' | 'arrangement_kept'>

/** An arrangement as accepted, and the latest that is known about it. */
interface Arrangement {
  accepted: Accepted
  latest: ArrangementEvent
}

const course = ['arrangement_accepted', 'arrangement_activated', 'arrangement_lapsed', 'arrangement_kept']

function arrangementsBy(history: NaiveHistory, nowMs: number): Arrangement[] {
  const known = history.events.filter((event): event is ArrangementEvent => course.includes(event.kind))
  const inOrder = known
    .filter((event) => event.recordedAtMs <= nowMs)
    .toSorted((a, b) => a.recordedAtMs - b.recordedAtMs || course.indexOf(a.kind) - course.indexOf(b.kind))
  return inOrder.flatMap((accepted) => {
    if (accepted.kind !== 'arrangement_accepted') return []
    const latest = inOrder.findLast(({ arrangement }) => arrangement === accepted.arrangement)
    return [{ accepted, latest: latest ?? accepted }]
  })
}

/** The day until which the arrangement keeps the plan payable. */
function deadline(history: NaiveHistory, { accepted, latest }: Arrangement, today: DayNumber): DayNumber[] {
  if (latest.kind === 'arrangement_accepted') {
    const deposit = dayNumber(latest.depositDueOn)
    const isWaiting = today <= deposit
    return isWaiting ? [deposit] : []
  }
  if (latest.kind !== 'arrangement_lapsed') return []
  return [dayNumber(latest.on) + Math.max(accepted.daysLeft, history.minDaysAfterLapse)]
}
