/**
 * Books many payments at once, so that the order in which they stand in a file decides nothing: first what names its
 * plan or needs none, then what earlier entries lose to reversals, then moves from the balance, then what has to find its
 * plan, each in order of value time; a reversal directly after what it takes back. Every booking is known to the next.
 * (DOMAIN section 3.)
 */
import { allocate } from './allocation.ts'
import { type BalanceEntry, balances } from './balance.ts'
import { type Booking, book, type Known, type OpenablePlan } from './booking.ts'
import { compareInstants, dateAt, latestDate } from './calendar.ts'
import { closedPeriods, isClosedOn } from './closed-period.ts'
import type { LedgerEntry, Payment } from './ledger-entry.ts'
import type { PlanPayment, PlanRecords, PlanTerms } from './plan.ts'

export interface LedgerBefore {
  contractZone: string
  recordedAt: Temporal.Instant
  hasMember(memberNo: string): boolean
  plan(planNo: string): Pick<PlanTerms, 'memberNo' | 'currency'> | undefined
  /** Only asked for members with a payment that `asksForMember`. */
  recordsOfPlansOf(memberNo: string): readonly PlanRecords[]
  /** Their entries that touch the balance directly; asked for as the plans are. */
  balanceEntriesOf(memberNo: string): readonly RecordedBalanceEntry[]
  /** What has the id of one of the payments, or of what one of them takes back. */
  entry(entryId: string): LedgerEntry | undefined
}

export interface RecordedBalanceEntry extends BalanceEntry {
  recordedAt: Temporal.Instant
}

/** The booking of each payment; the ids must differ. */
export function bookAll(payments: readonly Payment[], before: LedgerBefore): Map<Payment, Booking> {
  const bookings = new Map<Payment, Booking>()
  const known = growing(before)
  const candidates = payments.toSorted(inValueOrder)
  // What is there already only repeats itself: its reversal takes back an earlier entry.
  const arriving = candidates.filter(({ paymentId }) => !before.entry(paymentId))
  const ids = new Set(arriving.map(({ paymentId }) => paymentId))
  const reversalsOf = Map.groupBy(candidates.filter(isReversal), ({ reverses }) => reverses ?? '')

  const decide = (payment: Payment): void => {
    if (bookings.has(payment)) return
    const booking = book(payment, known)
    bookings.set(payment, booking)
    if (booking.outcome === 'booked') known.add(booking.entry)
    reversalsOf.get(payment.paymentId)?.forEach(decide)
  }
  const [finding, placed] = partition(
    candidates.filter((payment) => !isReversal(payment)),
    mustFindPlan,
  )
  const [moving, placing] = partition(placed, ({ kind }) => kind === 'from_balance')
  placing.forEach(decide)
  candidates.filter((payment) => isReversal(payment) && !ids.has(payment.reverses ?? '')).forEach(decide)
  moving.forEach(decide)
  finding.forEach(decide)
  candidates.forEach(decide)
  return bookings
}

/** Its booking depends on what the member has: an installment that names no plan, and a move from the balance. */
export function asksForMember(payment: Payment): boolean {
  return payment.kind === 'from_balance' || mustFindPlan(payment)
}

function mustFindPlan({ kind, planNo }: Payment): boolean {
  return kind === 'installment' && !planNo
}

function growing(before: LedgerBefore): Known & { add(entry: LedgerEntry): void } {
  const { contractZone, recordedAt, hasMember, plan } = before
  const today = dateAt(recordedAt, contractZone)
  const added = new Map<string, LedgerEntry>()
  const entry = (entryId: string) => added.get(entryId) ?? before.entry(entryId)
  const addedTo = new Map<string, LedgerEntry[]>()

  const paymentsOf = ({ terms, payments }: PlanRecords): PlanPayment[] => {
    const known = payments.filter(({ entryId, reversedAt }) => !reversedAt && !entry(entryId)?.reversedBy)
    const arrived = addedTo.get(terms.planNo)?.filter(({ entryId }) => !entry(entryId)?.reversedBy) ?? []
    return [
      ...known,
      ...arrived.map(({ entryId, amountMinor, valueAt }) => ({ entryId, amountMinor, valueAt, recordedAt })),
    ]
  }
  return {
    contractZone,
    recordedAt,
    hasMember,
    plan,
    entry,
    plansOf: (memberNo) =>
      before.recordsOfPlansOf(memberNo).map(
        (records): OpenablePlan => ({
          terms: records.terms,
          isClosedOn: (date) => isClosedOn(closedPeriods(records, recordedAt, latestDate(today, date)), date),
          isCompletedAt: (valueAt) =>
            allocate({ ...records, payments: paymentsOf(records) }, contractZone, valueAt).paidMinor >=
            records.terms.totalMinor,
        }),
      ),
    balanceOf: (memberNo, currency) => balanceBeforeMoves(before, added.values(), memberNo).get(currency) ?? 0n,
    add(booked) {
      added.set(booked.entryId, booked)
      if (booked.reverses !== null) {
        const target = entry(booked.reverses)
        if (target) added.set(target.entryId, { ...target, reversedBy: booked.entryId })
      } else if (booked.planNo !== null) {
        addedTo.set(booked.planNo, [...(addedTo.get(booked.planNo) ?? []), booked])
      }
    },
  }
}

/**
 * What decides whether a move is blocked: the balance by all that was recorded earlier, and what was topped up or parked
 * at the same time. Moves and reversals of the same recorded time are left out, so that their order decides nothing; a
 * move that is blocked is booked when a top-up follows.
 */
function balanceBeforeMoves(
  { contractZone, recordedAt, recordsOfPlansOf, balanceEntriesOf }: LedgerBefore,
  added: Iterable<LedgerEntry>,
  memberNo: string,
): Map<string, bigint> {
  const isEarlier = (instant: Temporal.Instant) => compareInstants(instant, recordedAt) < 0
  const earlier = <T extends { recordedAt: Temporal.Instant; reversedAt?: Temporal.Instant }>(entries: readonly T[]) =>
    entries.map((entry) => {
      const { reversedAt, ...standing } = entry
      return reversedAt && isEarlier(reversedAt) ? entry : (standing as T)
    })
  const there = earlier(balanceEntriesOf(memberNo))
  const isRaising = ({ kind, isParked }: BalanceEntry) => kind === 'topup' || isParked
  const entries = [
    ...there.filter((entry) => isEarlier(entry.recordedAt) || isRaising(entry)),
    ...[...added].filter(
      (entry) => entry.memberNo === memberNo && entry.recordedAt.equals(recordedAt) && isRaising(entry),
    ),
  ]
  const plans = recordsOfPlansOf(memberNo).map((records) => ({
    ...records,
    payments: earlier(records.payments.filter((payment) => isEarlier(payment.recordedAt))),
  }))
  return balances({ entries, plans }, contractZone, recordedAt)
}

function isReversal({ kind }: Payment): boolean {
  return kind === 'reversal'
}

function partition<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))]
}

function inValueOrder(a: Payment, b: Payment): number {
  return compareInstants(a.valueAt, b.valueAt) || (a.paymentId < b.paymentId ? -1 : 1)
}
