/**
 * Everything that follows from new ledger entries: for the plans they are booked to, the balances they touch, what a person
 * must look at, and what the back office is told. In their transaction. (DOMAIN section 3.)
 */
import type { LedgerEntry } from '../domain/ledger-entry.ts'
import type { Offer } from '../domain/offers/offer.ts'
import type { PlanPayment, PlanRecords } from '../domain/plan.ts'
import type { Policy } from '../domain/policy.ts'
import { touchesBalance } from './balances-of-members.ts'
import { type SettledTask, taskAboutEntry } from './ledger-effects.ts'
import type { LedgerStore } from './ledger-store.ts'
import { newsOfPayments } from './member-news.ts'
import type { PlanChange, SettledPlan } from './plan-change.ts'
import { refreshBalances } from './refresh-balances.ts'
import { settlePlans } from './settle-plans.ts'

/** Entries that were added to the ledger in this transaction. */
export interface NewEntries {
  entries: readonly LedgerEntry[]
  /** The plans they are booked to, with their terms as they are now and their money as it was before. */
  plansBefore: readonly PlanRecords[]
  /** Plans whose terms changed in this transaction, as they were before; a new one as nothing. */
  termsBefore: ReadonlyMap<string, PlanRecords | undefined>
  offers: readonly Offer[]
  policy: Policy
  now: Temporal.Instant
}

export async function followEntries(store: LedgerStore, added: NewEntries): Promise<SettledPlan[]> {
  const { entries, termsBefore, offers, policy, now } = added
  if (entries.length === 0 && termsBefore.size === 0) return []
  const settled = await settlePlans(store, withEntries(added), offers, policy, now)
  await refreshBalances(store, membersWithNewBalance(added, settled), policy.contractZone, now)
  const parked = entries.filter(({ isParked }) => isParked)
  await store.openTasks(
    parked.map((entry) => taskAboutEntry('parked_payment', entry)),
    now,
  )
  await store.closeTasks(noLongerParked(entries), now)
  await store.announce(
    entries.map((entry) => ({ kind: 'payment.recorded', entry })),
    now,
  )
  await store.tellMembers(newsOfPayments(entries, settled, policy, now))
  return settled
}

/** The plans with the entries that were booked to them, and without what those took back. */
function withEntries({ entries, plansBefore, termsBefore, now }: NewEntries): PlanChange[] {
  const added = Map.groupBy(entries, ({ planNo }) => planNo)
  const takenBack = new Set(entries.flatMap(({ reverses }) => reverses ?? []))
  return plansBefore
    .filter(({ terms }) => added.has(terms.planNo) || termsBefore.has(terms.planNo))
    .map((before) => {
      const arrived = (added.get(before.terms.planNo) ?? [])
        .filter(({ kind }) => kind !== 'reversal')
        .map(
          ({ entryId, amountMinor, valueAt, recordedAt }): PlanPayment => ({
            entryId,
            amountMinor,
            valueAt,
            recordedAt,
          }),
        )
      const payments = [...before.payments, ...arrived].map((payment) =>
        takenBack.has(payment.entryId) ? { ...payment, reversedAt: now } : payment,
      )
      const { planNo } = before.terms
      return { before: termsBefore.has(planNo) ? termsBefore.get(planNo) : before, after: { ...before, payments } }
    })
}

/** A plan that is restored takes what had waited on the balance; new terms may let money go, or take it. */
function membersWithNewBalance({ entries, termsBefore }: NewEntries, settled: readonly SettledPlan[]): string[] {
  const byEntry = entries.filter(touchesBalance)
  const byPlan = settled.filter(
    ({ state, after, isRestored }) =>
      isRestored ||
      state.allocation.toBalance.length > 0 ||
      (termsBefore.has(after.terms.planNo) && after.payments.length > 0),
  )
  return [...new Set([...byEntry.map(({ memberNo }) => memberNo), ...byPlan.map(({ after }) => after.terms.memberNo)])]
}

function noLongerParked(entries: readonly LedgerEntry[]): SettledTask[] {
  return entries.flatMap(({ reverses, planNo }): SettledTask[] =>
    reverses && planNo === null
      ? [{ kind: 'parked_payment', subject: reverses, outcome: 'the payment was taken back' }]
      : [],
  )
}
