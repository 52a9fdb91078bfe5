/** Puts a bag of payments of the second implementation to the real booking and the real balances. */
import { chooseContents, contentHash } from '../../../src/back-office/booking/payment-candidates.ts'
import { balances } from '../../../src/domain/balance.ts'
import { type Booking, book } from '../../../src/domain/booking.ts'
import { bookAll, type LedgerBefore, type RecordedBalanceEntry } from '../../../src/domain/booking-run.ts'
import type { LedgerEntry, Payment } from '../../../src/domain/ledger-entry.ts'
import type { PlanRecords } from '../../../src/domain/plan.ts'
import { date, eventOf, instant, scheduleOf } from './as-real.ts'
import type { NaivePlan, NaiveRow, NaiveWorld } from './naive-ledger.ts'

export function realBooking(
  world: NaiveWorld,
  bag: readonly NaiveRow[],
  ledger: readonly LedgerEntry[],
  nowMs: number,
): { outcomes: Map<NaiveRow, string>; ledger: LedgerEntry[] } {
  const before = ledgerBefore(world, ledger, nowMs)
  const candidates = bag.map((row, line) => {
    const payment = paymentOf(row)
    return { payment, bookedWith: payment.memberNo, line, waitedFor: null, row }
  })
  const { chosen, conflicting } = chooseContents(candidates)
  const bookings = bookAll(
    chosen.map(({ payment }) => payment),
    before,
  )
  const byHash = new Map<string, Booking>()
  for (const candidate of chosen) byHash.set(contentHash(candidate), bookings.get(candidate.payment) ?? conflict)
  for (const candidate of conflicting) {
    const { payment } = candidate
    const isThere = before.entry(payment.paymentId) !== undefined
    byHash.set(
      contentHash(candidate),
      isThere ? book(payment, { ...before, plansOf: () => [], balanceOf: () => 0n }) : conflict,
    )
  }
  const booked = [...bookings.values()].flatMap((booking) => (booking.outcome === 'booked' ? [booking.entry] : []))
  return {
    outcomes: new Map(candidates.map((each) => [each.row, inWords(byHash.get(contentHash(each)) ?? conflict)])),
    ledger: withReversals([...ledger, ...booked]),
  }
}

const conflict: Booking = { outcome: 'quarantined', reason: 'conflict' }

function inWords(booking: Booking): string {
  if (booking.outcome === 'already_there') return 'already there'
  if (booking.outcome === 'quarantined') return booking.reason
  const { kind, planNo, isParked } = booking.entry
  return planNo ?? (isParked && kind !== 'reversal' ? 'parked' : 'balance')
}

/** As the ledger is read back: every entry with what took it back. */
function withReversals(entries: readonly LedgerEntry[]): LedgerEntry[] {
  const reversedBy = new Map(entries.map(({ reverses, entryId }) => [reverses, entryId]))
  return entries.map((entry) => {
    const by = reversedBy.get(entry.entryId)
    return by === undefined ? entry : { ...entry, reversedBy: by }
  })
}

function ledgerBefore(world: NaiveWorld, ledger: readonly LedgerEntry[], nowMs: number): LedgerBefore {
  const entries = new Map(ledger.map((entry) => [entry.entryId, entry]))
  const plans = realPlans(world, ledger)
  return {
    contractZone: world.zone,
    recordedAt: instant(nowMs),
    hasMember: (memberNo) => world.members.includes(memberNo),
    plan: (planNo) => plans.find(({ terms }) => terms.planNo === planNo)?.terms,
    recordsOfPlansOf: (memberNo) => plans.filter(({ terms }) => terms.memberNo === memberNo),
    balanceEntriesOf: (memberNo) => balanceEntries(ledger, memberNo),
    entry: (entryId) => entries.get(entryId),
  }
}

function reversedAt(ledger: readonly LedgerEntry[], entry: LedgerEntry): { reversedAt?: Temporal.Instant } {
  const reversal = ledger.find(({ entryId }) => entryId === entry.reversedBy)
  return reversal ? { reversedAt: reversal.recordedAt } : {}
}

function balanceEntries(ledger: readonly LedgerEntry[], memberNo: string): RecordedBalanceEntry[] {
  return ledger
    .filter((entry) => entry.memberNo === memberNo && entry.kind !== 'reversal')
    .map((entry) => ({ ...entry, ...reversedAt(ledger, entry) }))
}

export function realPlans(world: NaiveWorld, ledger: readonly LedgerEntry[]): PlanRecords[] {
  return world.plans.map((plan) => ({
    terms: {
      planNo: plan.planNo,
      memberNo: plan.member,
      currency: plan.currency,
      shares: 10n,
      termsAcceptedOn: date(plan.acceptedOn),
      ...scheduleOf(plan),
    },
    payments: ledger
      .filter(({ planNo, kind }) => planNo === plan.planNo && kind !== 'reversal')
      .map((entry) => ({ ...entry, ...reversedAt(ledger, entry) })),
    events: eventsOf(plan),
    packageName: 'Start',
    isHistory: false,
  }))
}

function eventsOf(plan: NaivePlan): PlanRecords['events'] {
  return plan.events.map(eventOf)
}

/** Per currency. */
export function realBalances(
  world: NaiveWorld,
  ledger: readonly LedgerEntry[],
  memberNo: string,
  atMs: number,
): Map<string, bigint> {
  const plans = realPlans(world, ledger).filter(({ terms }) => terms.memberNo === memberNo)
  return balances({ entries: balanceEntries(ledger, memberNo), plans }, world.zone, instant(atMs))
}

function paymentOf({ id, kind, member, plan, reverses, currency, amount, valueAtMs, method }: NaiveRow): Payment {
  return {
    paymentId: id,
    kind,
    memberNo: member,
    ...(plan !== undefined && { planNo: plan }),
    ...(reverses !== undefined && { reverses }),
    currency,
    amountMinor: BigInt(amount),
    valueAt: instant(valueAtMs),
    receivedAt: null,
    ...(method !== undefined && { method }),
  }
}
