/**
 * What became of the promises about a plan.
 *
 * - open: its date has not passed, and less than the amount is there.
 * - kept: money for the plan of a value date from the calendar day of the promise to its date reaches the amount.
 * - part_kept, broken: its date has passed, and only a part is there, or nothing.
 * - replaced: before its date and before it was kept, another one was made, or an arrangement accepted.
 * - withdrawn: likewise, its member took it back.
 *
 * One payment keeps one promise: money that was counted for an earlier one that was judged counts for no other. Money counts
 * whenever it was imported; what was taken back after the promise's date had kept it all the same. The same facts in any
 * order give the same judgement.
 *
 * 20 March: "100.00 on the 27th". 60.00 valued 20 March and 40.00 valued 27 March keep it, even where they are imported on
 * the 30th and it was broken until then. 60.00 alone: part_kept. 100.00 valued 28 March: broken. (DOMAIN section 8.)
 */
import { compareInstants, dateAt, endOfDate, type PlainDateIso } from '../calendar.ts'
import type { PlanPayment } from '../plan.ts'
import type { PaymentPromise } from './promise.ts'

export type PromiseStateName = 'open' | 'kept' | 'part_kept' | 'broken' | 'replaced' | 'withdrawn'

export interface JudgedPromise {
  promise: PaymentPromise
  name: PromiseStateName
  /** What of it was paid, in minor units; of a replaced or withdrawn one nothing counts. */
  paidMinor: bigint
  /** The value date of the money that completed it. */
  keptOn?: PlainDateIso
}

export interface PromiseFacts {
  /** All promises about one plan, in any order. */
  promises: readonly PaymentPromise[]
  /** Those of the plan. */
  payments: readonly PlanPayment[]
  /** When arrangements were accepted that cover the plan. */
  arrangedAt: readonly Temporal.Instant[]
}

/** As of the instant; promises made later are left out. In the order in which they were made. */
export function judgePromises(facts: PromiseFacts, contractZone: string, now: Temporal.Instant): JudgedPromise[] {
  const made = facts.promises.filter(({ madeAt }) => isBy(madeAt, now)).toSorted(inOrder)
  const payments = facts.payments
    .filter(({ valueAt, recordedAt }) => isBy(valueAt, now) && isBy(recordedAt, now))
    .toSorted((a, b) => compareInstants(a.valueAt, b.valueAt) || compareTexts(a.entryId, b.entryId))
  const used = new Set<string>()
  return made.map((promise, place) => {
    const replacedAt = [...facts.arrangedAt, ...made.slice(place + 1).map(({ madeAt }) => madeAt)]
    const ended = firstEnd(promise, replacedAt, contractZone, now)
    return judge(promise, ended, { payments, used, contractZone, now })
  })
}

interface End {
  at: Temporal.Instant
  name: 'replaced' | 'withdrawn'
}

/** What would end it before its date has passed. */
function firstEnd(
  { withdrawnAt, madeAt, on }: PaymentPromise,
  replacedAt: readonly Temporal.Instant[],
  contractZone: string,
  now: Temporal.Instant,
): End | undefined {
  const overAt = endOfDate(on, contractZone)
  const ends: End[] = replacedAt.map((at) => ({ at, name: 'replaced' }))
  if (withdrawnAt) ends.push({ at: withdrawnAt, name: 'withdrawn' })
  return ends
    .filter(({ at }) => isBy(madeAt, at) && isBy(at, now) && compareInstants(at, overAt) < 0)
    .toSorted((a, b) => compareInstants(a.at, b.at) || compareTexts(a.name, b.name))[0]
}

interface Money {
  payments: readonly PlanPayment[]
  /** Ids of the payments that count for an earlier promise. */
  used: Set<string>
  contractZone: string
  now: Temporal.Instant
}

function judge(promise: PaymentPromise, ended: End | undefined, money: Money): JudgedPromise {
  const { amountMinor, madeAt, on } = promise
  const { payments, used, contractZone, now } = money
  const overAt = endOfDate(on, contractZone)
  const judgedAt = ended?.at ?? (isBy(overAt, now) ? overAt : now)
  const madeOn = dateAt(madeAt, contractZone)
  const counted: PlanPayment[] = []
  let paidMinor = 0n
  for (const payment of payments) {
    const valueOn = dateAt(payment.valueAt, contractZone)
    if (valueOn < madeOn || valueOn > on || used.has(payment.entryId)) continue
    if (!isBy(payment.valueAt, judgedAt) || !isInForce(payment, judgedAt)) continue
    counted.push(payment)
    paidMinor += payment.amountMinor
    if (paidMinor < amountMinor) continue
    for (const { entryId } of counted) used.add(entryId)
    return { promise, name: 'kept', paidMinor: amountMinor, keptOn: valueOn }
  }
  if (ended) return { promise, name: ended.name, paidMinor: 0n }
  for (const { entryId } of counted) used.add(entryId)
  if (!isBy(overAt, now)) return { promise, name: 'open', paidMinor }
  return { promise, name: paidMinor > 0n ? 'part_kept' : 'broken', paidMinor }
}

/** Not taken back by then; money that was taken back when the ledger learned of it never counted. */
function isInForce({ recordedAt, reversedAt }: PlanPayment, by: Temporal.Instant): boolean {
  return !reversedAt || (!isBy(reversedAt, by) && !isBy(reversedAt, recordedAt))
}

function inOrder(a: PaymentPromise, b: PaymentPromise): number {
  return compareInstants(a.madeAt, b.madeAt) || compareTexts(a.promiseNo, b.promiseNo)
}

function isBy(instant: Temporal.Instant, other: Temporal.Instant): boolean {
  return compareInstants(instant, other) <= 0
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
