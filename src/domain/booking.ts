/**
 * Where one well-formed payment goes. It is decided once, when it is booked, and never guessed:
 *
 * - `topup`: to the balance; it names no plan and never enters one. `from_balance`: into the plan it names, unless the
 *   balance is negative.
 * - `installment`: to the plan it names; with none named to the member's only plan of that currency that was open at its
 *   value time, otherwise it is parked on the balance.
 * - `reversal`: takes back one earlier entry, wholly, and repeats its member, plan, currency and amount.
 *
 * The same id with the same content is there already and changes nothing; with other content it is a conflict. What
 * conflicts or names something unknown is quarantined with the reason. (DOMAIN section 3, CONTRACT "Import format".)
 */
import { dateAt, type PlainDateIso } from './calendar.ts'
import type { LedgerEntry, Payment } from './ledger-entry.ts'
import type { PlanTerms } from './plan.ts'

export type QuarantineReason =
  | 'unknown_member'
  | 'unknown_plan'
  | 'unknown_entry'
  | 'currency_mismatch'
  | 'plan_of_another_member'
  | 'conflict'
  | 'topup_names_plan'
  | 'plan_missing'
  | 'balance_negative'
  | 'reverses_missing'
  | 'reverses_without_reversal'
  | 'reversal_of_reversal'
  | 'already_reversed'
  | 'reversal_differs'

export type Booking =
  | { outcome: 'booked'; entry: LedgerEntry }
  | { outcome: 'already_there' }
  | { outcome: 'quarantined'; reason: QuarantineReason }

/** A plan of the member, as far as it decides whether it was open when money came. */
export interface OpenablePlan {
  terms: PlanTerms
  /** Was it cancelled on this date? */
  isClosedOn(date: PlainDateIso): boolean
  /** Money of this value time completed it, by what is known so far. */
  isCompletedAt(valueAt: Temporal.Instant): boolean
}

/** What is known when a payment is booked. */
export interface Known {
  contractZone: string
  recordedAt: Temporal.Instant
  hasMember(memberNo: string): boolean
  plan(planNo: string): Pick<PlanTerms, 'memberNo' | 'currency'> | undefined
  plansOf(memberNo: string): readonly OpenablePlan[]
  /** In minor units, by all that is known so far. */
  balanceOf(memberNo: string, currency: string): bigint
  entry(entryId: string): LedgerEntry | undefined
}

export function book(payment: Payment, known: Known): Booking {
  const there = known.entry(payment.paymentId)
  if (there) return isSameContent(payment, there) ? { outcome: 'already_there' } : quarantined('conflict')
  if (!known.hasMember(payment.memberNo)) return quarantined('unknown_member')
  if (payment.kind === 'reversal') return bookReversal(payment, known)
  if (payment.reverses) return quarantined('reverses_without_reversal')
  if (payment.kind === 'topup') {
    return payment.planNo ? quarantined('topup_names_plan') : booked(payment, known, { planNo: null })
  }
  if (payment.planNo) return bookToNamedPlan(payment, payment.planNo, known)
  if (payment.kind === 'from_balance') return quarantined('plan_missing')
  const [plan, ...others] = plansOpenFor(payment, known)
  if (!plan || others.length > 0) return booked(payment, known, { planNo: null, isParked: true })
  return booked(payment, known, { planNo: plan.terms.planNo })
}

/** Does the row say what was recorded? What it does not state, it does not contradict. */
function isSameContent(payment: Payment, entry: LedgerEntry): boolean {
  return (
    payment.kind === entry.kind &&
    payment.memberNo === entry.memberNo &&
    payment.currency === entry.currency &&
    payment.amountMinor === entry.amountMinor &&
    payment.valueAt.equals(entry.valueAt) &&
    repeats(payment.planNo, entry.namedPlanNo) &&
    repeats(payment.reverses, entry.reverses) &&
    repeats(payment.method, entry.method) &&
    repeats(milliseconds(payment.receivedAt), milliseconds(entry.receivedAt))
  )
}

function repeats<T>(stated: T | null | undefined, recorded: T | null | undefined): boolean {
  return stated === undefined || stated === recorded
}

function milliseconds(instant: Temporal.Instant | null | undefined): number | null | undefined {
  return instant ? instant.epochMilliseconds : instant
}

function bookToNamedPlan(payment: Payment, planNo: string, known: Known): Booking {
  const plan = known.plan(planNo)
  if (!plan) return quarantined('unknown_plan')
  if (plan.memberNo !== payment.memberNo) return quarantined('plan_of_another_member')
  if (plan.currency !== payment.currency) return quarantined('currency_mismatch')
  const moves = payment.kind === 'from_balance'
  if (moves && known.balanceOf(payment.memberNo, payment.currency) < 0n) return quarantined('balance_negative')
  return booked(payment, known, { planNo })
}

function bookReversal(payment: Payment, known: Known): Booking {
  if (!payment.reverses) return quarantined('reverses_missing')
  const target = known.entry(payment.reverses)
  if (!target) return quarantined('unknown_entry')
  if (target.kind === 'reversal') return quarantined('reversal_of_reversal')
  if (target.reversedBy !== undefined) return quarantined('already_reversed')
  const planNo = payment.planNo ?? null
  const repeatsTarget =
    payment.memberNo === target.memberNo &&
    payment.currency === target.currency &&
    payment.amountMinor === target.amountMinor &&
    (planNo === target.namedPlanNo || planNo === target.planNo)
  return repeatsTarget ? booked(payment, known, { planNo: target.planNo }) : quarantined('reversal_differs')
}

/** Terms accepted by then, not cancelled on that date, not completed by the money known so far. */
function plansOpenFor({ memberNo, currency, valueAt }: Payment, known: Known): OpenablePlan[] {
  const valueOn = dateAt(valueAt, known.contractZone)
  return known
    .plansOf(memberNo)
    .filter(
      ({ terms, isClosedOn, isCompletedAt }) =>
        terms.currency === currency &&
        terms.termsAcceptedOn <= valueOn &&
        !isClosedOn(valueOn) &&
        !isCompletedAt(valueAt),
    )
}

function booked(payment: Payment, known: Known, to: { planNo: string | null; isParked?: boolean }): Booking {
  const { paymentId, kind, memberNo, currency, amountMinor, valueAt } = payment
  const entry: LedgerEntry = {
    entryId: paymentId,
    kind,
    memberNo,
    namedPlanNo: payment.planNo ?? null,
    planNo: to.planNo,
    isParked: to.isParked ?? false,
    reverses: payment.reverses ?? null,
    currency,
    amountMinor,
    valueAt,
    receivedAt: payment.receivedAt ?? null,
    recordedAt: known.recordedAt,
    method: payment.method ?? null,
  }
  return { outcome: 'booked', entry }
}

function quarantined(reason: QuarantineReason): Booking {
  return { outcome: 'quarantined', reason }
}
