/** Payments that could be booked now: the rows of payments.csv and what waited in the quarantine. */
import type { QuarantineReason } from '../../domain/booking.ts'
import type { WaitingPayment } from '../back-office-records.ts'
import type { StagedPayment } from '../importing/staging.ts'
import { hashOf, toContent } from './payment-content.ts'

export type Candidate = StagedPayment

/**
 * One content of each id can be booked: the file's, if it gives only one, else the waiting one. Waiting conflicts are
 * not tried again by themselves.
 */
export function chooseContents(candidates: readonly Candidate[]): { chosen: Candidate[]; conflicting: Candidate[] } {
  const chosen: Candidate[] = []
  const conflicting: Candidate[] = []
  for (const sameId of Map.groupBy(candidates, ({ payment }) => payment.paymentId).values()) {
    const contents = distinct(sameId)
    const inFile = contents.filter(({ waitedFor }) => waitedFor === null)
    const retried = contents.filter(({ waitedFor }) => waitedFor !== null && waitedFor !== 'conflict')
    const candidate = inFile.length > 0 ? only(inFile) : only(retried)
    if (candidate) chosen.push(candidate)
    conflicting.push(...contents.filter((content) => content !== candidate))
  }
  return { chosen, conflicting }
}

/** Of equal contents the file's is taken, and of those the first. */
function distinct(sameId: readonly Candidate[]): readonly Candidate[] {
  if (sameId.length === 1) return sameId
  const byHash = new Map<string, Candidate>()
  for (const candidate of sameId.toSorted(inFileFirst)) {
    const hash = contentHash(candidate)
    if (!byHash.has(hash)) byHash.set(hash, candidate)
  }
  return [...byHash.values()]
}

export function contentHash({ payment }: Candidate): string {
  return hashOf(toContent(payment))
}

export function toWaiting({ payment }: Candidate, reason: QuarantineReason): WaitingPayment {
  const content = toContent(payment)
  return { paymentId: payment.paymentId, contentHash: hashOf(content), content, reason }
}

/** The line in payments.csv; none for a payment that waited. */
export function lineOf({ line, waitedFor }: Candidate): number | null {
  return waitedFor === null ? line : null
}

function inFileFirst(a: Candidate, b: Candidate): number {
  return Number(a.waitedFor !== null) - Number(b.waitedFor !== null) || a.line - b.line
}

function only<T>(items: readonly T[]): T | undefined {
  return items.length === 1 ? items[0] : undefined
}
