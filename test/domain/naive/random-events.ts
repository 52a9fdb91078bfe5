/**
 * Gives a history what is recorded besides money, in an order that can happen: a cancellation the day after X, money
 * that comes too late or only in time by its value, a restoration; arrangements that are accepted, activated, lapse, are
 * taken up again or kept. The naive rules say where D and X lie as it goes; dates are also moved off them now and then.
 */
import fc from 'fast-check'
import { dayIn, dayNumber, firstMomentOf, isoOf } from './naive-calendar.ts'
import { openCancellation } from './naive-closing.ts'
import type { NaiveEvent, NaiveHistory, NaivePayment } from './naive-history.ts'
import { naiveState } from './naive-plan-state.ts'

const MS_PER_MINUTE = 60_000
const MS_PER_DAY = 86_400_000

/** What happens next; most of it is skipped where the history does not allow it. */
interface Act {
  kind: 'cancel' | 'pay late' | 'restore' | 'accept' | 'activate' | 'lapse' | 'keep' | 'notice' | 'take back'
  /** After what was recorded before, or after X. */
  laterMs: number
  /** Moves the date, or the value time, off its usual place. */
  offDays: number
  pick: number
}

const kinds = ['cancel', 'pay late', 'restore', 'accept', 'activate', 'lapse', 'keep', 'notice', 'take back'] as const
/** Each act mostly after one that it can follow. */
const stories: (typeof kinds)[number][][] = [
  ['cancel'],
  ['cancel', 'pay late', 'restore'],
  ['cancel', 'pay late', 'pay late'],
  ['cancel', 'pay late', 'pay late', 'restore', 'pay late'],
  ['cancel', 'restore', 'cancel', 'pay late', 'restore'],
  ['notice', 'cancel', 'pay late', 'take back', 'pay late', 'restore', 'take back'],
  ['accept'],
  ['accept', 'activate', 'lapse'],
  ['accept', 'activate', 'lapse', 'activate'],
  ['accept', 'activate', 'keep'],
  ['accept', 'cancel', 'pay late', 'restore', 'accept', 'activate'],
  ['accept', 'activate', 'lapse', 'cancel', 'pay late'],
]

const anyStory = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...stories) },
  { weight: 1, arbitrary: fc.array(fc.constantFrom(...kinds), { maxLength: 6 }) },
)
/** Most of them leave the plan cancelled. */
const storyOfCancellation = fc.constantFrom<(typeof kinds)[number][][]>(
  ['cancel', 'pay late', 'pay late'],
  ['cancel', 'pay late', 'take back', 'pay late'],
  ['cancel', 'pay late', 'restore', 'cancel', 'pay late'],
  ['accept', 'cancel', 'pay late', 'pay late', 'pay late'],
)

const acts = (kinds: fc.Arbitrary<Act['kind'][]>): fc.Arbitrary<Act[]> =>
  fc
    .record({
      kinds,
      details: fc.array(
        fc.record({
          laterMs: fc.oneof(
            fc.constantFrom(0, 0, 1, MS_PER_MINUTE, MS_PER_DAY - 1, MS_PER_DAY),
            fc.integer({ min: 0, max: 9 }).map((days) => days * MS_PER_DAY),
          ),
          offDays: fc.constantFrom(0, 0, 0, 0, -1, 1, -5, 5),
          pick: fc.nat({ max: 11 }),
        }),
        { minLength: 7, maxLength: 7 },
      ),
    })
    .map(({ kinds, details }) =>
      kinds.flatMap((kind, i) => {
        const detail = details[i]
        return detail ? [{ kind, ...detail }] : []
      }),
    )

export function withEvents(
  histories: fc.Arbitrary<NaiveHistory>,
  { mostlyCancelled }: { mostlyCancelled: boolean },
): fc.Arbitrary<NaiveHistory> {
  return fc
    .record({
      history: histories,
      acts: fc.option(acts(mostlyCancelled ? storyOfCancellation : anyStory), { nil: [], freq: 4 }),
      // The back office speaks of a plan in one of four histories with events: else it would hide what they do.
      isStated: fc.constantFrom(false, false, false, true),
      turn: fc.nat({ max: 7 }),
    })
    .map(({ history, acts, isStated, turn }) => {
      const { cancelledOn, restoredOn, ...unstated } = history
      let told: NaiveHistory = acts.length > 0 && !isStated ? unstated : history
      for (const act of acts) told = actedOn(told, act)
      return { ...told, payments: turned(told.payments, turn), events: turned(told.events, turn) }
    })
}

/** In another order: the order in which records are given decides nothing. */
function turned<T>(items: readonly T[], turn: number): T[] {
  const at = turn % Math.max(1, items.length)
  return [...items.slice(at), ...items.slice(0, at)]
}

function actedOn(history: NaiveHistory, act: Act): NaiveHistory {
  const lastMs = Math.max(...history.events.map(({ recordedAtMs }) => recordedAtMs), firstMoment(history))
  const open = openCancellation(history, lastMs)
  switch (act.kind) {
    case 'cancel':
      return open ? history : cancelled(history, act, lastMs)
    case 'pay late':
      return paidLate(history, act)
    case 'take back':
      return takenBack(history, act, lastMs)
    case 'restore': {
      if (!open) return history
      const recordedAtMs = lastMs + Math.max(1, act.laterMs)
      return recorded(history, { kind: 'restored', recordedAtMs, on: isoOf(dayIn(history.zone, recordedAtMs)) })
    }
    default:
      return open ? history : arranged(history, act, lastMs)
  }
}

function recorded(history: NaiveHistory, event: NaiveEvent): NaiveHistory {
  return { ...history, events: [...history.events, event] }
}

function firstMoment({ installments, zone }: NaiveHistory): number {
  return firstMomentOf(zone, dayNumber(installments[0]?.dueOn ?? '2026-01-01') - 5)
}

/** The day after X or somewhat later, for want of the installment at D. */
function cancelled(history: NaiveHistory, act: Act, lastMs: number): NaiveHistory {
  const due = history.installments[act.pick % history.installments.length]?.dueOn ?? ''
  const soonest = Math.max(lastMs + 1, firstMomentOf(history.zone, dayNumber(due) + history.graceDays + 1))
  const then = naiveState(history, soonest)
  if (then.nextSeq === null || then.lastPayableOn === null) return history
  const on = dayNumber(then.lastPayableOn) + 1 + act.offDays
  const recordedAtMs = Math.max(soonest, firstMomentOf(history.zone, on)) + act.laterMs
  const payments = history.payments.filter((payment) => payment.recordedAtMs <= recordedAtMs)
  const { nextSeq } = naiveState({ ...history, payments }, recordedAtMs)
  if (nextSeq === null) return history
  return recorded(history, { kind: 'cancelled', recordedAtMs, on: isoOf(on), seq: nextSeq })
}

/** Money around X, recorded around what was recorded last, and often exactly enough. */
function paidLate(history: NaiveHistory, act: Act): NaiveHistory {
  const cancellation = history.events.findLast((event) => event.kind === 'cancelled')
  const last = history.events.at(-1)
  if (cancellation?.kind !== 'cancelled' || !last) return history
  const afterX = firstMomentOf(history.zone, dayNumber(cancellation.on))
  const valueAtMs = afterX + ([-1, 0, -MS_PER_MINUTE][act.pick % 3] ?? 0) + act.offDays * MS_PER_DAY
  const recordedAtMs = last.recordedAtMs + (act.pick % 4 === 3 ? -1 : act.laterMs)
  const before = naiveState(history, cancellation.recordedAtMs - 1)
  const missing = history.installments
    .slice(0, cancellation.seq)
    .reduce((sum, { amount }, i) => sum + amount - (before.heldBy[i] ?? 0), 0)
  const amount = Math.max(1, missing + ([0, 0, 0, -1, 1, 9][act.pick % 6] ?? 0))
  // What had paid the installment at D before would have saved the plan.
  if (Math.max(valueAtMs, recordedAtMs) <= cancellation.recordedAtMs && amount >= missing) return history
  const id = `L${history.payments.length}`
  const payment: NaivePayment = { id, amount, valueAtMs, recordedAtMs: Math.max(valueAtMs, recordedAtMs) }
  return { ...history, payments: [...history.payments, payment] }
}

function takenBack(history: NaiveHistory, act: Act, lastMs: number): NaiveHistory {
  const target = history.payments[history.payments.length - 1 - (act.pick % history.payments.length)]
  if (!target) return history
  const reversedAtMs = Math.max(lastMs, target.recordedAtMs) + act.laterMs
  return {
    ...history,
    payments: history.payments.map((payment) => (payment === target ? { ...payment, reversedAtMs } : payment)),
  }
}

function arranged(history: NaiveHistory, act: Act, lastMs: number): NaiveHistory {
  const { zone } = history
  const known = history.events.flatMap((event) => ('arrangement' in event ? [event] : []))
  const latest = known.at(-1)
  const arrangement = latest?.arrangement ?? 'V0'
  if (act.kind === 'accept' || act.kind === 'notice') {
    const { lastPayableOn } = naiveState(history, lastMs + act.laterMs)
    if (lastPayableOn === null) return history
    const x = dayNumber(lastPayableOn)
    const recordedAtMs = Math.max(lastMs, firstMomentOf(zone, x - (act.pick % 4))) + act.laterMs
    if (act.kind === 'notice') return recorded(history, { kind: 'notice_delivered', recordedAtMs, lastPayableOn })
    const today = dayIn(zone, recordedAtMs)
    return recorded(history, {
      kind: 'arrangement_accepted',
      recordedAtMs,
      arrangement: `V${known.length}`,
      depositDueOn: isoOf(today + (act.pick % 4)),
      daysLeft: Math.max(0, x - today),
    })
  }
  const follows = { activate: ['arrangement_accepted', 'arrangement_lapsed'], lapse: ['arrangement_activated'] }
  const allowed = act.kind === 'activate' || act.kind === 'lapse' ? follows[act.kind] : ['arrangement_activated']
  if (!latest || !allowed.includes(latest.kind)) return history
  // In one import an arrangement can become active and have lapsed since; otherwise each has its own moment.
  const isSameImport = act.kind === 'lapse' && act.pick % 4 === 0
  const recordedAtMs = isSameImport ? latest.recordedAtMs : lastMs + 1 + act.laterMs
  const on = isoOf(dayIn(zone, recordedAtMs) - Math.abs(act.offDays))
  const kind = ({ activate: 'activated', lapse: 'lapsed' } as const)[act.kind as 'activate'] ?? 'kept'
  return recorded(history, { kind: `arrangement_${kind}`, recordedAtMs, arrangement, on })
}
