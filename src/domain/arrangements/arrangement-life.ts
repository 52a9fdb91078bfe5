/**
 * The life of a payment arrangement, from recorded facts and an instant.
 *
 * - offered: options were shown. Until the end of that day in the contract zone they can be accepted, as long as the
 *   figures behind them are the same.
 * - accepted: the member said yes. It waits for the deposit until its date; so long cancellation is held (once in 12
 *   months). It can still be withdrawn.
 * - active: the deposit is there, of a value date in time, whenever it was imported: active from that value date.
 *   Cancellation is suspended, and the timetable's own steps count.
 * - kept: everything that the timetable carries is paid, on its last step or earlier. For good: what is taken back later is
 *   late in its plan, with the clock of a reversal.
 * - lapsed: a step was missed by more than the tolerated days, on L. Money in time that is recorded later withdraws it.
 * - expired: an offer whose day is over, or no deposit in time. A deposit of a value date in time that is imported later
 *   activates it all the same.
 * - withdrawn: taken back before it was active, or followed by another one; or all its plans were cancelled. A hold runs
 *   to its date all the same.
 *
 * Kept and lapsed exclude each other: whichever came first holds. The same facts in any order give the same state.
 *
 * Accepted on 28 March with the deposit due on 31 March; valued 29 March and imported on the 31st: accepted until then, then
 * active from 29 March. One plan's step of 15 April is missed: lapsed on 19 April. (DOMAIN sections 4 and 9.)
 */
import { dateAt, endOfDate, type PlainDateIso } from '../calendar.ts'
import type { PlanFacts } from '../plan.ts'
import { type Agreement, depositDueOn, endOn } from './agreement.ts'
import { areAllOut, countedMoney, isBefore, isBy, justAfter, type PlanMoney } from './counted-money.ts'
import { lapseOf, lastToleratedOn } from './lapse.ts'
import { activationOf, type ComingStep, comingStep, completionOf } from './timetable.ts'

export type ArrangementStateName = 'offered' | 'accepted' | 'active' | 'kept' | 'lapsed' | 'expired' | 'withdrawn'

export interface ArrangementFacts {
  agreement: Agreement
  /** Its plans with all their records. */
  plans: readonly PlanFacts[]
  /** When it was taken back, or another one accepted in its place; without effect where it was active then. */
  withdrawnAt?: Temporal.Instant
}

export interface ArrangementState {
  name: Exclude<ArrangementStateName, 'offered'>
  /** The value date of the deposit. */
  activatedOn?: PlainDateIso
  /** L; only when lapsed. */
  lapsedOn?: PlainDateIso
  keptOn?: PlainDateIso
  /** What to pay next; only while accepted or active. */
  coming?: ComingStep & {
    /** The last date that keeps the arrangement. */
    lastOn: PlainDateIso
  }
  /** When to ask how it went: the end of the timetable, or the day on which it was kept. Only once it was active. */
  followUpOn?: PlainDateIso
}

/** Until when an offer made at this instant can be accepted. */
export function offerEndsAt(offeredAt: Temporal.Instant, contractZone: string): Temporal.Instant {
  return endOfDate(dateAt(offeredAt, contractZone), contractZone)
}

/** The state of an accepted arrangement as of the instant. */
export function arrangementLife(
  facts: ArrangementFacts,
  contractZone: string,
  now: Temporal.Instant,
): ArrangementState {
  const { agreement } = facts
  const money = countedMoney(agreement, facts.plans, contractZone, now)
  if (isWithdrawn(facts, contractZone, now)) return { name: 'withdrawn' }
  const activatedAt = activationOf(agreement.steps, money, contractZone)
  if (!activatedAt) return waiting(agreement, money, contractZone, now)
  const on = (at: Temporal.Instant) => dateAt(at, contractZone)
  const active = { name: 'active', activatedOn: on(activatedAt), followUpOn: endOn(agreement) } as const
  const completedAt = completionOf(money, activatedAt, now)
  const lapsedAt = lapseOf(agreement, money, contractZone, now)
  if (lapsedAt && !(completedAt && isBefore(completedAt, lapsedAt))) {
    return { ...active, name: 'lapsed', lapsedOn: on(lapsedAt) }
  }
  if (completedAt) return { ...active, name: 'kept', keptOn: on(completedAt), followUpOn: on(completedAt) }
  if (areAllOut(money, justAfter(now))) return { name: 'withdrawn', activatedOn: active.activatedOn }
  const coming = comingStep(agreement.steps, money, now)
  if (!coming) return active
  const lastOn = lastToleratedOn(agreement, coming.place, money, contractZone)
  return { ...active, coming: { ...coming, lastOn } }
}

export type Withdrawal = { ok: true; withdrawnAt: Temporal.Instant } | { ok: false; reason: 'active' | 'over' }

/** May the member, or support, take it back now? Once it is active, only paying or lapsing ends it. */
export function withdraw(facts: ArrangementFacts, contractZone: string, now: Temporal.Instant): Withdrawal {
  const { name } = arrangementLife(facts, contractZone, now)
  if (name === 'accepted') return { ok: true, withdrawnAt: now }
  return { ok: false, reason: name === 'active' ? 'active' : 'over' }
}

function waiting(
  agreement: Agreement,
  money: readonly PlanMoney[],
  contractZone: string,
  now: Temporal.Instant,
): ArrangementState {
  if (areAllOut(money, justAfter(now))) return { name: 'withdrawn' }
  const lastOn = depositDueOn(agreement)
  if (!isBefore(now, endOfDate(lastOn, contractZone))) return { name: 'expired' }
  const coming = comingStep(agreement.steps, money, now)
  return { name: 'accepted', ...(coming && { coming: { ...coming, lastOn } }) }
}

/** Only what was recorded by then tells whether it was active. */
function isWithdrawn(
  { agreement, plans, withdrawnAt }: ArrangementFacts,
  contractZone: string,
  now: Temporal.Instant,
): boolean {
  if (!withdrawnAt || !isBy(withdrawnAt, now)) return false
  return !activationOf(agreement.steps, countedMoney(agreement, plans, contractZone, withdrawnAt), contractZone)
}
