/** Payments that could be booked now: the rows of payments.csv and what waited in the quarantine. */
import type { QuarantineReason } from '../domain/booking.ts'
import type { Payment } from '../domain/ledger-entry.ts'
import type { WaitingPayment } from './back-office-records.ts'
import { fromContent, toContent } from './payment-content.ts'
import type { StagedPayment } from './staging.ts'

export interface Candidate {
  payment: Payment
  hash: string
  /** In payments.csv; none for a payment that waited. */
  line: number | null
  /** Why it waited. */
  waitedFor: string | null
}

/**
 * One content of each id can be booked: the file's, if it gives only one, else the waiting one. Waiting conflicts are
 * not tried again by themselves.
 */
export function chooseContents(candidates: readonly Candidate[]): { chosen: Candidate[]; conflicting: Candidate[] } {
  const chosen: Candidate[] = []
  const conflicting: Candidate[] = []
  for (const sameId of Map.groupBy(candidates, ({ payment }) => payment.paymentId).values()) {
    const contents = [...new Map(sameId.toReversed().map((candidate) => [candidate.hash, candidate])).values()]
    const inFile = contents.filter(({ line }) => line !== null)
    const retried = contents.filter(({ line, waitedFor }) => line === null && waitedFor !== 'conflict')
    const candidate = inFile.length > 0 ? only(inFile) : only(retried)
    if (candidate) chosen.push(candidate)
    conflicting.push(...contents.filter((content) => content !== candidate))
  }
  return { chosen, conflicting }
}

function only<T>(items: readonly T[]): T | undefined {
  return items.length === 1 ? items[0] : undefined
}

/** Rows of the file first. */
export function fromStaged(staged: readonly StagedPayment[]): Candidate[] {
  const candidates = staged.map(({ line, contentHash, content, waitedFor }): Candidate => {
    return { payment: fromContent(content), hash: contentHash, line: waitedFor === null ? line : null, waitedFor }
  })
  return [...candidates.filter(({ line }) => line !== null), ...candidates.filter(({ line }) => line === null)]
}

export function toWaiting({ payment, hash }: Candidate, reason: QuarantineReason): WaitingPayment {
  return { paymentId: payment.paymentId, contentHash: hash, content: toContent(payment), reason }
}
