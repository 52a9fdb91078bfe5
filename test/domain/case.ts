/** Builds plans and histories in few words, and reads a state back in words that DOMAIN.md uses. */
import { expect } from 'vitest'
import type { PlainDateIso } from '../../src/domain/calendar.ts'
import type { Ratio } from '../../src/domain/money.ts'
import type { Offer, OfferKind, OfferVersion } from '../../src/domain/offers/offer.ts'
import type { PlanPayment, PlanTerms } from '../../src/domain/plan.ts'
import type { PlanEvent } from '../../src/domain/plan-event.ts'
import { type PlanState, planState } from '../../src/domain/plan-state.ts'
import { defaultPolicy, type Policy } from '../../src/domain/policy.ts'

export const moscow = 'Europe/Moscow'

/** `2026-03-10 14:00` (or a bare date: its start) on the wall of the zone, Moscow's unless told. */
export function at(text: string, zone = moscow): Temporal.Instant {
  return Temporal.PlainDateTime.from(text.replace(' ', 'T')).toZonedDateTime(zone).toInstant()
}

export function just(before: Temporal.Instant): Temporal.Instant {
  return before.subtract({ nanoseconds: 1 })
}

interface PlanWish {
  shares?: bigint
  amounts?: readonly bigint[]
  dueOn?: readonly PlainDateIso[]
  cancelledOn?: PlainDateIso
  restoredOn?: PlainDateIso
}

/** 6 x 100.00 due on the 10th, January to June 2026, 2,000 shares: the plan of both examples. */
export function plan(wish: PlanWish = {}): PlanTerms {
  const { shares = 2000n, cancelledOn, restoredOn } = wish
  const amounts = wish.amounts ?? (wish.dueOn ?? Array.from({ length: 6 })).map(() => 100_00n)
  const dueOn =
    wish.dueOn ??
    amounts.map((_, i) => Temporal.PlainDate.from('2026-01-10').add({ months: i }).toString() as PlainDateIso)
  return {
    planNo: 'K-1',
    memberNo: 'M-1',
    packageCode: 'START',
    currency: 'EUR',
    totalMinor: amounts.reduce((sum, amount) => sum + amount, 0n),
    shares,
    termsAcceptedOn: '2026-01-01',
    installments: amounts.map((amountMinor, i) => ({ seq: i + 1, dueOn: dueOn[i] ?? '2026-01-10', amountMinor })),
    ...(cancelledOn && { cancelledOn }),
    ...(restoredOn && { restoredOn }),
  }
}

/** Money of this value time (a bare date: its start), known at once, or when it is said. */
export function paid(
  value: string,
  amountMinor: bigint,
  more: { id?: string; recorded?: string; reversed?: string; zone?: string } = {},
): PlanPayment {
  const valueAt = at(value, more.zone)
  return {
    entryId: more.id ?? `${value}-${amountMinor}`,
    amountMinor,
    valueAt,
    recordedAt: more.recorded ? at(more.recorded, more.zone) : valueAt,
    ...(more.reversed && { reversedAt: at(more.reversed, more.zone) }),
  }
}

export function percent(hundredths: bigint): Ratio {
  return { numerator: hundredths, denominator: 100n }
}

const always: OfferVersion = {
  rate: percent(5n),
  validFrom: '2000-01-01',
  validTo: '2099-12-31',
  minInstallmentsAhead: 2,
  recordedAt: Temporal.Instant.from('2000-01-01T00:00Z'),
}

export function offer(
  kind: OfferKind,
  rate: bigint,
  change: Partial<OfferVersion> = {},
  ...later: Partial<OfferVersion>[]
): Offer {
  const first = { ...always, rate: percent(rate), ...change }
  return { code: kind.toUpperCase(), kind, versions: [first, ...later.map((version) => ({ ...first, ...version }))] }
}

/** The three offers of Example 1. */
export const onTime5 = offer('on_time', 5n)
export const double7 = offer('double_payment', 7n)
export const early10 = offer('early_repayment', 10n)
export const demoOffers = [onTime5, double7, early10]

interface Question {
  terms?: PlanTerms
  payments?: readonly PlanPayment[]
  events?: readonly PlanEvent[]
  offers?: readonly Offer[]
  policy?: Policy
}

/** The state at a moment of the contract zone's wall (a bare date: its start). */
export function stateAt(now: string | Temporal.Instant, question: Question = {}): PlanState {
  const { terms = plan(), payments = [], events = [], offers = [], policy = defaultPolicy } = question
  return planState(
    { terms, payments, events },
    offers,
    policy,
    typeof now === 'string' ? at(now, policy.contractZone) : now,
  )
}

export function inZone(contractZone: string): Policy {
  return { ...defaultPolicy, contractZone }
}

/** What the installments hold, in whole units. */
export function heldBy(state: PlanState): number[] {
  return state.installments.map(({ paidMinor }) => Number(paidMinor) / 100)
}

export function toBalanceMinor(state: PlanState): bigint {
  return state.allocation.toBalance.reduce((sum, { amountMinor }) => sum + amountMinor, 0n)
}

/** `{ ON_TIME: ['winning', 33n, 67n] }`: status, secured, still to win. */
export function offersIn(state: PlanState): Record<string, [string, bigint, bigint]> {
  return Object.fromEntries(
    state.offers.map(({ offer: { code }, status, secured, stillToWin }) => [code, [status, secured, stillToWin]]),
  )
}

/** Payable until the last nanosecond of X, too late from X + 1 00:00 on. */
export function expectLastPayable(lastPayableOn: PlainDateIso, question: Question = {}): void {
  const policy = question.policy ?? defaultPolicy
  const tooLate = Temporal.PlainDate.from(lastPayableOn)
    .add({ days: 1 })
    .toZonedDateTime(policy.contractZone)
    .toInstant()
  const lastMoment = stateAt(just(tooLate), question)
  expect(lastMoment.name).toBe('overdue')
  expect(lastMoment.delinquency).toMatchObject({ lastPayableOn, isCancellationDue: false })
  expect(lastMoment.delinquency?.tooLateAt.toString()).toBe(tooLate.toString())
  expect(stateAt(tooLate, question).name).toBe('cancellation_due')
}
