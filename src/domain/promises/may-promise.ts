/**
 * May this promise to pay be made now?
 *
 * It can be made for today up to X, for no more than the plan still takes. Per installment there are at most two (policy)
 * that are open or were replaced; a new one replaces the open one. In an active arrangement its own steps count instead.
 *
 * #3 was due on 10 March, X = 29 March. On 20 March: "100.00 on Friday, the 27th" - made. On the 26th: "on the 29th, after
 * all" - made, and replaces it. Another one for #3 is refused (`too_many`); one for 30 March would have been, too
 * (`after_last_payable`). (DOMAIN section 8.)
 */
import type { PlainDateIso } from '../calendar.ts'
import type { PlanState } from '../plan-state.ts'
import type { Policy } from '../policy.ts'
import type { JudgedPromise } from './promise-life.ts'

export interface PromiseWish {
  amountMinor: bigint
  on: PlainDateIso
}

export type NoPromiseReason =
  | 'nothing_to_pay'
  | 'arranged'
  | 'amount'
  | 'in_the_past'
  | 'after_last_payable'
  | 'too_many'

export type MayPromise =
  | {
      ok: true
      seq: number
      /** The promise that this one replaces. */
      replaces?: string
    }
  | { ok: false; reason: NoPromiseReason }

/** As of the state's instant; `earlier`: what was promised about this plan, judged as of the same instant. */
export function mayPromise(
  { amountMinor, on }: PromiseWish,
  state: PlanState,
  earlier: readonly JudgedPromise[],
  { promises }: Policy,
): MayPromise {
  const { name, next, delinquency, outstandingMinor, today, terms } = state
  if (!next || !delinquency) return refused('nothing_to_pay')
  if (name === 'arranged') return refused('arranged')
  if (amountMinor <= 0n || amountMinor > outstandingMinor) return refused('amount')
  if (on < today) return refused('in_the_past')
  if (on > delinquency.lastPayableOn) return refused('after_last_payable')
  const ofPlan = earlier.filter(({ promise }) => promise.planNo === terms.planNo)
  const counting = ofPlan.filter(
    ({ promise, name }) => promise.seq === next.seq && (name === 'open' || name === 'replaced'),
  )
  if (counting.length >= promises.maxPerInstallment) return refused('too_many')
  const open = ofPlan.find(({ name }) => name === 'open')
  return { ok: true, seq: next.seq, ...(open && { replaces: open.promise.promiseNo }) }
}

function refused(reason: NoPromiseReason): MayPromise {
  return { ok: false, reason }
}
