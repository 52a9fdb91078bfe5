/** What became of payments, added up. */
import type { Booking } from '../../domain/booking.ts'
import type { LedgerEntry } from '../../domain/ledger-entry.ts'
import { type BookedTotal, type ImportReport, MOST_LISTED } from '../importing/import-report.ts'
import { type Candidate, lineOf } from './payment-candidates.ts'

export interface Decided {
  candidate: Candidate
  booking: Booking
}

/** `readCount`: rows of the file, repeated ones included. */
export function addPayments(report: ImportReport, readCount: number, decided: readonly Decided[]): ImportReport {
  const { payments } = report
  const booked = decided.flatMap(({ candidate, booking }) =>
    booking.outcome === 'booked' ? [{ candidate, entry: booking.entry }] : [],
  )
  const fromFile = booked.filter(({ candidate }) => lineOf(candidate) !== null).length
  const quarantined = decided.flatMap(({ candidate, booking }) => {
    const line = lineOf(candidate)
    if (line === null || booking.outcome !== 'quarantined') return []
    return [{ paymentId: candidate.payment.paymentId, line, reason: booking.reason }]
  })
  const entries = booked.map(({ entry }) => entry)
  const parked = entries.filter(({ isParked }) => isParked).map(({ entryId }) => entryId)
  const takenUp = booked.filter(({ candidate }) => lineOf(candidate) === null).map(({ entry }) => entry.entryId)
  return {
    ...report,
    payments: {
      booked: payments.booked + fromFile,
      alreadyThere: payments.alreadyThere + readCount - fromFile - quarantined.length,
      counts: {
        parked: payments.counts.parked + parked.length,
        quarantined: payments.counts.quarantined + quarantined.length,
        takenUp: payments.counts.takenUp + takenUp.length,
      },
      parked: listed(payments.parked, parked).toSorted(),
      quarantined: listed(payments.quarantined, quarantined).toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)),
      takenUp: listed(payments.takenUp, takenUp).toSorted(),
      totals: addTotals(payments.totals, entries),
    },
  }
}

function listed<T>(before: readonly T[], more: readonly T[]): T[] {
  return [...before, ...more].slice(0, MOST_LISTED)
}

function addTotals(before: readonly BookedTotal[], entries: readonly LedgerEntry[]): BookedTotal[] {
  const totals = new Map(before.map((total) => [keyOf(total), total]))
  for (const { kind, currency, valueAt, amountMinor } of entries) {
    const day = valueAt.toString().slice(0, 10)
    const key = keyOf({ day, kind, currency })
    const total = totals.get(key) ?? { day, kind, currency, count: 0, minor: '0' }
    totals.set(key, { ...total, count: total.count + 1, minor: (BigInt(total.minor) + amountMinor).toString() })
  }
  return [...totals.values()].toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
}

function keyOf({ day, kind, currency }: Pick<BookedTotal, 'day' | 'kind' | 'currency'>): string {
  return `${day} ${kind} ${currency}`
}
