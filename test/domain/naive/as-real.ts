/** Puts a history of the second implementation to the real one, and the real answer into the same words. */
import type { PlainDateIso } from '../../../src/domain/calendar.ts'
import type { Offer, OfferVersion } from '../../../src/domain/offers/offer.ts'
import type { PlanFacts, PlanPayment, PlanTerms } from '../../../src/domain/plan.ts'
import type { PlanEvent } from '../../../src/domain/plan-event.ts'
import { planState } from '../../../src/domain/plan-state.ts'
import { defaultPolicy, type Policy } from '../../../src/domain/policy.ts'
import { restoration } from '../../../src/domain/restoration.ts'
import { firstUnpaid } from '../../../src/domain/schedule.ts'
import type { NaiveEvent, NaiveHistory, NaiveOffer, NaivePayment, NaiveState } from './naive-history.ts'

export function realState(history: NaiveHistory, nowMs: number): NaiveState {
  const state = planState(factsOf(history), history.offers.map(offerOf), policyOf(history), instant(nowMs))
  const next = firstUnpaid(state.installments)
  return {
    state: state.name,
    paid: Number(state.paidMinor),
    toBalance: Number(state.allocation.toBalance.reduce((sum, { amountMinor }) => sum + amountMinor, 0n)),
    outstanding: Number(state.outstandingMinor),
    arrears: Number(state.arrearsMinor),
    heldBy: state.installments.map(({ paidMinor }) => Number(paidMinor)),
    credited: Number(state.shares.credited),
    fromNextPayments: Number(state.shares.fromNextPayments),
    locked: Number(state.shares.locked),
    nextSeq: state.next?.seq ?? null,
    ...(state.next && next !== state.next && { nextSeq: -1 }),
    daysOverdue: state.delinquency?.daysOverdue ?? 0,
    lastPayableOn: state.delinquency?.lastPayableOn ?? null,
    offers: state.offers.map(({ offer, status, secured, stillToWin }) => ({
      code: offer.code,
      status,
      secured: Number(secured),
      stillToWin: Number(stillToWin),
    })),
  }
}

export function realRestoration(history: NaiveHistory, nowMs: number): string | null {
  const event = restoration(factsOf(history), history.zone, instant(nowMs))
  if (event && event.recordedAt.epochMilliseconds !== nowMs) throw new Error('a restoration is recorded now')
  return event?.actsOn ?? null
}

function factsOf(history: NaiveHistory): PlanFacts {
  return {
    terms: termsOf(history),
    payments: history.payments.map(paymentOf),
    events: history.events.map(eventOf),
  }
}

export function termsOf(history: NaiveHistory): PlanTerms {
  return {
    planNo: 'K-1',
    memberNo: 'M-1',
    currency: 'EUR',
    shares: BigInt(history.shares),
    termsAcceptedOn: date(history.installments[0]?.dueOn ?? '2026-01-01'),
    ...scheduleOf(history),
  }
}

type Schedule = 'packageCode' | 'totalMinor' | 'installments' | 'cancelledOn' | 'restoredOn'

export function scheduleOf(
  plan: Pick<NaiveHistory, 'installments' | 'cancelledOn' | 'restoredOn'>,
): Pick<PlanTerms, Schedule> {
  const installments = plan.installments.map(({ dueOn, amount }, i) => ({
    seq: i + 1,
    dueOn: date(dueOn),
    amountMinor: BigInt(amount),
  }))
  return {
    packageCode: 'START',
    totalMinor: installments.reduce((sum, { amountMinor }) => sum + amountMinor, 0n),
    installments,
    ...(plan.cancelledOn !== undefined && { cancelledOn: date(plan.cancelledOn) }),
    ...(plan.restoredOn !== undefined && { restoredOn: date(plan.restoredOn) }),
  }
}

export function eventOf(event: NaiveEvent): PlanEvent {
  const recordedAt = instant(event.recordedAtMs)
  switch (event.kind) {
    case 'cancelled':
      return { kind: event.kind, recordedAt, actsOn: date(event.on), seq: event.seq }
    case 'restored':
      return { kind: event.kind, recordedAt, actsOn: date(event.on) }
    case 'notice_delivered':
      return { kind: event.kind, recordedAt, lastPayableOn: date(event.lastPayableOn) }
    case 'arrangement_accepted':
      return {
        kind: event.kind,
        recordedAt,
        arrangementNo: event.arrangement,
        depositDueOn: date(event.depositDueOn),
        daysLeft: event.daysLeft,
      }
    default:
      return { kind: event.kind, recordedAt, arrangementNo: event.arrangement, actsOn: date(event.on) }
  }
}

export function paymentOf({ id, amount, valueAtMs, recordedAtMs, reversedAtMs }: NaivePayment): PlanPayment {
  return {
    entryId: id,
    amountMinor: BigInt(amount),
    valueAt: instant(valueAtMs),
    recordedAt: instant(recordedAtMs),
    ...(reversedAtMs !== undefined && { reversedAt: instant(reversedAtMs) }),
  }
}

export function offerOf({ code, kind, versions }: NaiveOffer): Offer {
  const [first, ...later] = versions.map(
    ({ rateBp, validFrom, validTo, minAhead, recordedAtMs }): OfferVersion => ({
      rate: { numerator: BigInt(rateBp), denominator: 10_000n },
      validFrom: date(validFrom),
      validTo: date(validTo),
      minInstallmentsAhead: minAhead,
      recordedAt: instant(recordedAtMs),
    }),
  )
  if (!first) throw new Error('an offer has a version')
  return { code, kind, versions: [first, ...later] }
}

export function policyOf(history: NaiveHistory): Policy {
  return {
    ...defaultPolicy,
    contractZone: history.zone,
    grace: {
      ...defaultPolicy.grace,
      days: history.graceDays,
      daysAfterReversal: history.daysAfterReversal,
      daysAfterRestoration: history.daysAfterRestoration,
      minDaysAfterLapse: history.minDaysAfterLapse,
    },
    heldBack: { numerator: BigInt(history.heldBack[0]), denominator: BigInt(history.heldBack[1]) },
  }
}

export function instant(epochMs: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(epochMs)
}

export function date(iso: string): PlainDateIso {
  return iso as PlainDateIso
}
