/**
 * Books the rows of payments.csv together with the payments that wait in the quarantine. One content of an id is booked;
 * every other content of it is a conflict, which waits for a row that settles it. (CONTRACT "Import format".)
 */
import { type Booking, book, type QuarantineReason } from '../domain/booking.ts'
import { asksForMember, bookAll } from '../domain/booking-run.ts'
import type { LedgerEntry } from '../domain/ledger-entry.ts'
import type { MemberRecord, PlanRecord, WaitingPayment } from './back-office-records.ts'
import type { ImportReport } from './import-report.ts'
import type { ImportRecords } from './import-store.ts'
import { type Candidate, chooseContents, fromRow, fromWaiting, toWaiting } from './payment-candidates.ts'
import type { Located } from './read-records.ts'
import type { PaymentRow } from './rows/payment-row.ts'

export interface BookedPayments {
  entries: readonly LedgerEntry[]
  report: ImportReport['payments']
}

export async function bookPayments(
  records: ImportRecords,
  rows: readonly Located<PaymentRow>[],
  { members, plans }: { members: ReadonlyMap<string, MemberRecord>; plans: ReadonlyMap<string, PlanRecord> },
  contractZone: string,
  recordedAt: Temporal.Instant,
): Promise<BookedPayments> {
  const waiting = await records.waitingPayments()
  const candidates = [...rows.map(fromRow), ...waiting.map(fromWaiting)]
  const { chosen, conflicting } = chooseContents(candidates)
  const before = await loadBefore(records, candidates, plans)
  const known = {
    contractZone,
    recordedAt,
    hasMember: (memberNo: string) => members.has(memberNo),
    plan: (planNo: string) => plans.get(planNo),
    ...before,
  }
  const bookings = bookAll(
    chosen.map(({ payment }) => payment),
    known,
  )
  const decided = [
    ...chosen.map((candidate) => ({ candidate, booking: bookings.get(candidate.payment) ?? conflict })),
    ...conflicting.map((candidate) => ({ candidate, booking: bookIfThere(candidate, known) })),
  ]
  await settleQuarantine(records, decided, waiting, recordedAt)
  return summary(rows.length, decided)
}

interface Decided {
  candidate: Candidate
  booking: Booking
}

const conflict: Booking = { outcome: 'quarantined', reason: 'conflict' }

/** Of contents that contradict each other, the one that the ledger has is there already; the others conflict. */
function bookIfThere({ payment }: Candidate, known: Parameters<typeof bookAll>[1]): Booking {
  if (!known.entry(payment.paymentId)) return conflict
  return book(payment, { ...known, plansOf: () => [], balanceOf: () => 0n })
}

async function loadBefore(
  records: ImportRecords,
  candidates: readonly Candidate[],
  plans: ReadonlyMap<string, PlanRecord>,
): Promise<Pick<Parameters<typeof bookAll>[1], 'entry' | 'recordsOfPlansOf' | 'balanceEntriesOf'>> {
  const ids = new Set(candidates.flatMap(({ payment }) => [payment.paymentId, payment.reverses ?? payment.paymentId]))
  const entries = new Map((await records.entries([...ids])).map((entry) => [entry.entryId, entry]))
  const finding = new Set(
    candidates.filter(({ payment }) => asksForMember(payment)).map(({ payment }) => payment.memberNo),
  )
  const planNos = [...plans.values()].filter(({ memberNo }) => finding.has(memberNo)).map(({ planNo }) => planNo)
  const planRecords = planNos.length > 0 ? await records.planRecords(planNos) : []
  const recordsOf = Map.groupBy(planRecords, ({ terms }) => terms.memberNo)
  return {
    entry: (entryId) => entries.get(entryId),
    recordsOfPlansOf: (memberNo) => recordsOf.get(memberNo) ?? [],
    balanceEntriesOf: () => [],
  }
}

async function settleQuarantine(
  records: ImportRecords,
  decided: readonly Decided[],
  waitingBefore: readonly WaitingPayment[],
  recordedAt: Temporal.Instant,
): Promise<void> {
  const waitsNow = decided.flatMap(({ candidate, booking }): WaitingPayment[] =>
    booking.outcome === 'quarantined' ? [toWaiting(candidate, booking.reason)] : [],
  )
  const stillWaits = new Set(waitsNow.map(({ contentHash }) => contentHash))
  const reasonBefore = new Map(waitingBefore.map(({ contentHash, reason }) => [contentHash, reason]))
  await records.saveWaiting(
    waitsNow.filter(({ contentHash, reason }) => reasonBefore.get(contentHash) !== reason),
    recordedAt,
  )
  await records.releaseWaiting(waitingBefore.filter(({ contentHash }) => !stillWaits.has(contentHash)))
}

function summary(readCount: number, decided: readonly Decided[]): BookedPayments {
  const booked = decided.flatMap(({ candidate, booking }) =>
    booking.outcome === 'booked' ? [{ candidate, entry: booking.entry }] : [],
  )
  const fromFile = booked.filter(({ candidate }) => candidate.line !== null).length
  const quarantined = decided.flatMap(({ candidate: { payment, line }, booking }) =>
    line !== null && booking.outcome === 'quarantined'
      ? [{ paymentId: payment.paymentId, line, reason: booking.reason satisfies QuarantineReason }]
      : [],
  )
  const entries = booked.map(({ entry }) => entry)
  return {
    entries,
    report: {
      booked: fromFile,
      alreadyThere: readCount - fromFile - quarantined.length,
      parked: entries
        .filter(({ isParked }) => isParked)
        .map(({ entryId }) => entryId)
        .toSorted(),
      quarantined: quarantined.toSorted((a, b) => a.line - b.line),
      takenUp: booked
        .filter(({ candidate }) => candidate.waiting)
        .map(({ entry }) => entry.entryId)
        .toSorted(),
    },
  }
}
