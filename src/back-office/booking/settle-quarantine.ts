/** What cannot be booked waits, with its reason and a task; what can be waits no longer. (CONTRACT "Import format".) */
import type { LedgerBefore } from '../../domain/booking-run.ts'
import type { NewTask } from '../../tasks/task.ts'
import type { WaitingPayment } from '../back-office-records.ts'
import type { ImportRecords } from '../importing/import-store.ts'
import { type Candidate, contentHash, toWaiting } from './payment-candidates.ts'
import type { Decided } from './payment-report.ts'

export async function settleQuarantine(
  records: ImportRecords,
  candidates: readonly Candidate[],
  decided: readonly Decided[],
  known: Pick<LedgerBefore, 'hasMember'>,
  now: Temporal.Instant,
): Promise<void> {
  const waits = decided.flatMap(({ candidate, booking }) =>
    booking.outcome === 'quarantined' ? [{ candidate, waiting: toWaiting(candidate, booking.reason) }] : [],
  )
  const stillWaits = new Set(waits.map(({ waiting }) => waiting.contentHash))
  const idsWaiting = new Set(waits.map(({ waiting }) => waiting.paymentId))
  const released = candidates
    .filter(({ waitedFor }) => waitedFor !== null)
    .map((candidate) => ({ paymentId: candidate.payment.paymentId, contentHash: contentHash(candidate) }))
    .filter((waited) => !stillWaits.has(waited.contentHash))
  const reasonsBefore = new Map(
    candidates.flatMap((candidate) =>
      candidate.waitedFor === null ? [] : [[contentHash(candidate), candidate.waitedFor] as const],
    ),
  )
  // Files come again: what waits for the same reason as before is no news.
  const changed = waits.filter(({ waiting }) => reasonsBefore.get(waiting.contentHash) !== waiting.reason)
  await records.saveWaiting(
    changed.map(({ waiting }) => waiting),
    now,
  )
  await records.releaseWaiting(released)
  await records.openTasks(
    changed.map(({ waiting }) => task(waiting, known)),
    now,
  )
  const settled = new Set(released.map(({ paymentId }) => paymentId).filter((paymentId) => !idsWaiting.has(paymentId)))
  await records.closeTasks(
    [...settled].map((subject) => ({ kind: 'quarantined_payment', subject, outcome: 'the payment is booked' })),
    now,
  )
}

function task({ paymentId, content, reason }: WaitingPayment, known: Pick<LedgerBefore, 'hasMember'>): NewTask {
  const memberNo = content.member_no ?? null
  return {
    kind: 'quarantined_payment',
    subject: paymentId,
    memberNo: memberNo !== null && known.hasMember(memberNo) ? memberNo : null,
    planNo: content.plan_no ?? null,
    details: {
      payment_id: paymentId,
      member_no: memberNo,
      currency: content.currency ?? null,
      amount: content.amount ?? null,
      value_at: content.value_at ?? null,
      reason,
    },
  }
}
