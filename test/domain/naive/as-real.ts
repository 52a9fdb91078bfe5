/** Puts a history of the second implementation to the real one, and the real answer into the same words. */
import type { PlainDateIso } from '../../../src/domain/calendar.ts'
import type { Offer, OfferVersion } from '../../../src/domain/offers/offer.ts'
import type { PlanPayment, PlanTerms } from '../../../src/domain/plan.ts'
import { planState } from '../../../src/domain/plan-state.ts'
import { defaultPolicy, type Policy } from '../../../src/domain/policy.ts'
import { firstUnpaid } from '../../../src/domain/schedule.ts'
import type { NaiveHistory, NaiveOffer, NaivePayment, NaiveState } from './naive-plan-state.ts'

export function realState(history: NaiveHistory, nowMs: number): NaiveState {
  const state = planState(
    { terms: termsOf(history), payments: history.payments.map(paymentOf), events: [] },
    history.offers.map(offerOf),
    policyOf(history),
    instant(nowMs),
  )
  if (state.name === 'arranged') throw new Error('no arrangements here')
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

export function termsOf(history: NaiveHistory): PlanTerms {
  const installments = history.installments.map(({ dueOn, amount }, i) => ({
    seq: i + 1,
    dueOn: date(dueOn),
    amountMinor: BigInt(amount),
  }))
  return {
    planNo: 'K-1',
    memberNo: 'M-1',
    packageCode: 'START',
    currency: 'EUR',
    totalMinor: installments.reduce((sum, { amountMinor }) => sum + amountMinor, 0n),
    shares: BigInt(history.shares),
    termsAcceptedOn: installments[0]?.dueOn ?? date('2026-01-01'),
    installments,
    ...(history.cancelledOn !== undefined && { cancelledOn: date(history.cancelledOn) }),
    ...(history.restoredOn !== undefined && { restoredOn: date(history.restoredOn) }),
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
    },
    heldBack: { numerator: BigInt(history.heldBack[0]), denominator: BigInt(history.heldBack[1]) },
  }
}

function instant(epochMs: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(epochMs)
}

function date(iso: string): PlainDateIso {
  return iso as PlainDateIso
}
