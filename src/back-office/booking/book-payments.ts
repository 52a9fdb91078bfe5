/**
 * Books a portion of the staged payments: all of some members, with those of theirs that waited in the quarantine. One
 * content of an id is booked; every other content of it is a conflict, which waits for a row that settles it. What a
 * member's payments come to depends on no other member's. (CONTRACT "Import format".)
 */
import { type Booking, book } from '../../domain/booking.ts'
import { asksForMember, bookAll, type LedgerBefore } from '../../domain/booking-run.ts'
import type { Offer } from '../../domain/offers/offer.ts'
import type { PlanRecords } from '../../domain/plan.ts'
import type { Policy } from '../../domain/policy.ts'
import { followEntries } from '../../ledger/follow-entries.ts'
import type { SettledPlan } from '../../ledger/plan-change.ts'
import type { ImportReport } from '../importing/import-report.ts'
import type { ImportRecords } from '../importing/import-store.ts'
import type { StagedPayment } from '../importing/staging.ts'
import { type Candidate, chooseContents } from './payment-candidates.ts'
import { addPayments, type Decided } from './payment-report.ts'
import { settleQuarantine } from './settle-quarantine.ts'

export interface BookingContext {
  offers: readonly Offer[]
  policy: Policy
  now: Temporal.Instant
  /** Plans whose terms changed in this transaction, as they were before; a new one as nothing. */
  termsBefore: ReadonlyMap<string, PlanRecords | undefined>
}

export interface Booked {
  report: ImportReport
  settled: readonly SettledPlan[]
}

export async function bookPayments(
  records: ImportRecords,
  staged: readonly StagedPayment[],
  { offers, policy, now, termsBefore }: BookingContext,
  report: ImportReport,
): Promise<Booked> {
  const { chosen, conflicting } = chooseContents(staged)
  const { known, plans } = await loadBefore(records, staged, [...termsBefore.keys()], policy.contractZone, now)
  const bookings = bookAll(
    chosen.map(({ payment }) => payment),
    known,
  )
  const decided: Decided[] = [
    ...chosen.map((candidate) => ({ candidate, booking: bookings.get(candidate.payment) ?? conflict })),
    ...conflicting.map((candidate) => ({ candidate, booking: bookIfThere(candidate, known) })),
  ]
  const booked = decided.flatMap(({ candidate, booking }) =>
    booking.outcome === 'booked' ? [{ staged: candidate, entry: booking.entry }] : [],
  )
  await records.addStagedEntries(booked, now, policy.version)
  const entries = booked.map(({ entry }) => entry)
  const settled = await followEntries(records, { entries, plansBefore: plans, termsBefore, offers, policy, now })
  await settleQuarantine(records, staged, decided, known, now)
  const readCount = staged.filter(({ waitedFor }) => waitedFor === null).length
  return { report: addPayments(report, readCount, decided), settled }
}

const conflict: Booking = { outcome: 'quarantined', reason: 'conflict' }

/** Of contents that contradict each other, the one that the ledger has is there already; the others conflict. */
function bookIfThere({ payment }: Candidate, known: LedgerBefore): Booking {
  if (!known.entry(payment.paymentId)) return conflict
  return book(payment, { ...known, plansOf: () => [], balanceOf: () => 0n })
}

async function loadBefore(
  records: ImportRecords,
  candidates: readonly Candidate[],
  changedPlanNos: readonly string[],
  contractZone: string,
  recordedAt: Temporal.Instant,
): Promise<{ known: LedgerBefore; plans: readonly PlanRecords[] }> {
  const payments = candidates.map(({ payment }) => payment)
  const ids = new Set(payments.flatMap(({ paymentId, reverses }) => (reverses ? [paymentId, reverses] : [paymentId])))
  const entries = new Map((await records.entries([...ids])).map((entry) => [entry.entryId, entry]))
  const members = new Set(await records.memberNosThere([...new Set(payments.map(({ memberNo }) => memberNo))]))
  const asking = [...new Set(payments.filter(asksForMember).map(({ memberNo }) => memberNo))]
  const plansOfAsking = asking.length > 0 ? await records.plansOfMembers(asking) : []
  const plans = new Map(plansOfAsking.map((plan) => [plan.terms.planNo, plan]))
  const named = [...payments, ...entries.values()].flatMap(({ planNo }) => planNo ?? [])
  const missing = new Set([...named, ...changedPlanNos].filter((planNo) => !plans.has(planNo)))
  const others = missing.size > 0 ? await records.planRecords([...missing]) : []
  for (const plan of others) plans.set(plan.terms.planNo, plan)
  const plansOf = Map.groupBy(plansOfAsking, ({ terms }) => terms.memberNo)
  const moving = payments.some(({ kind }) => kind === 'from_balance')
  const balanceEntries = moving ? await records.balanceEntries(asking) : []
  const balanceEntriesOf = Map.groupBy(balanceEntries, ({ memberNo }) => memberNo)
  const known: LedgerBefore = {
    contractZone,
    recordedAt,
    hasMember: (memberNo) => members.has(memberNo),
    plan: (planNo) => plans.get(planNo)?.terms,
    entry: (entryId) => entries.get(entryId),
    recordsOfPlansOf: (memberNo) => plansOf.get(memberNo) ?? [],
    balanceEntriesOf: (memberNo) => balanceEntriesOf.get(memberNo) ?? [],
  }
  return { known, plans: [...plans.values()] }
}
