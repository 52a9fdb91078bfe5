/**
 * May an arrangement be offered to a member now, for which plans, and until when is its deposit due?
 *
 * It covers all late plans of one currency, and none that is cancelled. One that is accepted or active excludes another
 * one; of those that were activated there is one in any 12 months (policy). The deposit is due 3 days later (policy).
 * Where that lies after X of one of the plans, waiting for it holds the cancellation: once in 12 months per member (policy),
 * whether or not the deposit comes. Who had that hold must pay the deposit by X; where X has passed, nothing can be offered.
 *
 * 28 March, X = 29 March: due on 31 March with the hold. Had another one been held since last April: due on 29 March. Activated
 * on 29 March 2026: the next one may be accepted from 29 March 2027 on. (DOMAIN section 9.)
 */
import { addDays, addMonths, dateAt, earliestDate, type PlainDateIso } from '../calendar.ts'
import type { PlanState } from '../plan-state.ts'
import type { Policy } from '../policy.ts'
import type { Agreement } from './agreement.ts'
import type { ArrangementState } from './arrangement-life.ts'

/** What a member has had before, in any currency. */
export interface EarlierArrangement {
  /** Accepted or active now. */
  isOpen: boolean
  /** The value date of its deposit. */
  activatedOn?: PlainDateIso
  /** The contract date of its acceptance, where that held a cancellation. */
  heldOn?: PlainDateIso
}

/** What an arrangement means for the ones after it. */
export function asEarlier(
  { acceptedAt, holds }: Pick<Agreement, 'acceptedAt' | 'holds'>,
  { name, activatedOn }: ArrangementState,
  contractZone: string,
): EarlierArrangement {
  return {
    isOpen: name === 'accepted' || name === 'active',
    ...(activatedOn && { activatedOn }),
    ...(holds && { heldOn: dateAt(acceptedAt, contractZone) }),
  }
}

export type NoOfferReason = 'nothing_late' | 'one_is_open' | 'activated_lately' | 'hold_used'

export type MayOffer =
  | {
      ok: true
      late: readonly PlanState[]
      depositDueOn: PlainDateIso
      /** Accepting it uses the hold. */
      holds: boolean
    }
  | { ok: false; reason: NoOfferReason }

/**
 * `states`: all plans of the member that are led here (those that were long past at their first import are not), as of one
 * instant; those of other currencies are left alone.
 */
export function mayOffer(
  currency: string,
  states: readonly PlanState[],
  earlier: readonly EarlierArrangement[],
  { arrangements }: Policy,
): MayOffer {
  const late = states.filter((state) => state.terms.currency === currency && isLate(state))
  const [first] = late
  if (!first) return refused('nothing_late')
  if (earlier.some(({ isOpen }) => isOpen)) return refused('one_is_open')
  const { today } = first
  const activations = earlier.filter(({ activatedOn }) => isWithin12Months(activatedOn, today)).length
  if (activations >= arrangements.maxActivatedPer12Months) return refused('activated_lately')
  const lastPayableOn = earliestLastPayable(late)
  const regularOn = addDays(today, arrangements.depositDays)
  if (regularOn <= lastPayableOn) return { ok: true, late, depositDueOn: regularOn, holds: false }
  const holds = earlier.filter(({ heldOn }) => isWithin12Months(heldOn, today)).length
  if (holds < arrangements.maxHoldsPer12Months) return { ok: true, late, depositDueOn: regularOn, holds: true }
  return lastPayableOn < today ? refused('hold_used') : { ok: true, late, depositDueOn: lastPayableOn, holds: false }
}

/** Late in the sense of section 4; a plan of an active arrangement is not. */
function isLate({ name }: PlanState): boolean {
  return name === 'overdue' || name === 'cancellation_due'
}

function earliestLastPayable(late: readonly PlanState[]): PlainDateIso {
  const [first, ...others] = late.flatMap(({ delinquency }) => delinquency?.lastPayableOn ?? [])
  if (!first) throw new RangeError('a late plan has a last payable date')
  return earliestDate(first, ...others)
}

function isWithin12Months(date: PlainDateIso | undefined, today: PlainDateIso): boolean {
  return date !== undefined && today < addMonths(date, 12)
}

function refused(reason: NoOfferReason): MayOffer {
  return { ok: false, reason }
}
