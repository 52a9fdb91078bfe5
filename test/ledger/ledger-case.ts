/**
 * A plan of six installments whose history is played step by step: rows of the back office, and cancellations that were
 * recorded here. After each step everything that is kept beside the ledger must equal it.
 *
 * P1: 2,000 shares, 6 x 100.00 EUR on the 10th, January to June 2026, of M2, whose sponsor M1 is a partner; on time 5 %.
 */
import { expect } from 'vitest'
import type { ImportReport } from '../../src/back-office/importing/import-report.ts'
import type { PlainDateIso } from '../../src/domain/calendar.ts'
import { defaultPolicy as policy } from '../../src/domain/policy.ts'
import { refreshBalances } from '../../src/ledger/refresh-balances.ts'
import { settlePlans } from '../../src/ledger/settle-plans.ts'
import { openImportStore } from '../../src/storage/back-office/import-store.ts'
import type { Database } from '../../src/storage/engine/database.ts'
import { telling } from '../../src/storage/ledger/tell.ts'
import { loadTasks } from '../../src/storage/tasks/task-reads.ts'
import { backOfficeOn, csv, type Files } from '../back-office/back-office.ts'

export const onePlan: Files = {
  'members.csv': csv('members.csv', 'M1,Ana,,,,,,,,2026-01-04,', 'M2,Asha,,,,,M1,,,,', 'M3,Ion,,,,,M1,,,,'),
  'packages.csv': csv('packages.csv', 'K,Classic,2,EUR,600.00,1000.00,2000,6,2025-12-01,'),
  'plans.csv': csv('plans.csv', 'P1,M2,K,EUR,600.00,2000,2026-01-05,,'),
  'installments.csv': csv('installments.csv', ...[1, 2, 3, 4, 5, 6].map((seq) => `P1,${seq},2026-0${seq}-10,100.00`)),
  'offers.csv': csv('offers.csv', 'ON-TIME,on_time,0.05,2026-01-01,2026-12-31,'),
}

/** Into P1, named; `valueAt` may be a bare date. */
export function paid(paymentId: string, amount: string, valueAt: string): string {
  return `${paymentId},installment,M2,P1,,EUR,${amount},${valueAt},,`
}

/** P1 as the back office states it. */
export function planFacts(cancelledOn: string, restoredOn: string): Files {
  return { 'plans.csv': csv('plans.csv', `P1,M2,K,EUR,600.00,2000,2026-01-05,${cancelledOn},${restoredOn}`) }
}

export interface LedgerCase {
  /** Imports at this instant; fails when refused, or when doctor finds a fault afterwards. */
  takeIn(at: string, files: Files): Promise<ImportReport>
  pay(at: string, ...rows: readonly string[]): Promise<ImportReport>
  /** As the job that cancels plans records it: dated X + 1, for want of installment `seq`. */
  cancel(at: string, actsOn: PlainDateIso, seq: number): Promise<void>
  /** What is kept of P1. */
  plan(): Promise<Record<string, unknown>>
  /** "change secured versions", oldest first. */
  decisions(): Promise<string[]>
  /** Kinds and dates of what is recorded about P1. */
  events(): Promise<string[]>
  /** "member currency minor", of those that are not zero. */
  balances(): Promise<string[]>
  /** "kind subject", of open ones. */
  openTasks(): Promise<string[]>
  task(kind: string, subject: string): Promise<Record<string, unknown> | undefined>
}

export function ledgerCase(database: Database): LedgerCase {
  const { prisma } = database
  const backOffice = backOfficeOn(database)
  const store = openImportStore(database, telling(undefined))
  const holds = async (at: Temporal.Instant) =>
    expect((await backOffice.examine(at)).filter(({ ok }) => !ok)).toEqual([])
  const tasks = (isClosedToo: boolean) => loadTasks(prisma, { role: 'support' }, { isClosedToo })

  const ledger: LedgerCase = {
    async takeIn(at, files) {
      const now = Temporal.Instant.from(at)
      const report = await backOffice.imported(files, { now })
      await holds(now)
      return report
    },
    pay: (at, ...rows) => ledger.takeIn(at, { 'payments.csv': csv('payments.csv', ...rows) }),
    async cancel(at, actsOn, seq) {
      const now = Temporal.Instant.from(at)
      await store.inTransaction(async (records) => {
        const [before] = await records.planRecords(['P1'])
        if (!before) throw new Error('P1 is not there')
        const event = { kind: 'cancelled', actsOn, seq, recordedAt: now } as const
        await settlePlans(records, [{ before, after: before, newEvents: [event] }], await records.offers(), policy, now)
        await refreshBalances(records, ['M2'], policy.contractZone, now)
        return { keep: true, result: undefined }
      })
      await holds(now)
    },
    async plan() {
      const kept = await prisma.planProjection.findUniqueOrThrow({ where: { planNo: 'P1' } })
      const { state, paidMinor, arrearsMinor, nextDueOn, lastPayableOn, bonusSecured } = kept
      const text = (date: Date | null) => date?.toISOString().slice(0, 10) ?? null
      return {
        state,
        paidMinor,
        arrearsMinor,
        nextDueOn: text(nextDueOn),
        lastPayableOn: text(lastPayableOn),
        bonusSecured,
      }
    },
    async decisions() {
      const rows = await prisma.bonusDecision.findMany({ where: { planNo: 'P1' }, orderBy: { id: 'asc' } })
      expect(rows.every((row) => row.offerCode === 'ON-TIME' && row.policyVersion === policy.version)).toBe(true)
      return rows.map(({ change, secured, offerVersions }) => `${change} ${secured} [${offerVersions.join()}]`)
    },
    async events() {
      const rows = await prisma.planEvent.findMany({ where: { planNo: 'P1' }, orderBy: { id: 'asc' } })
      expect(rows.every(({ policyVersion }) => policyVersion === policy.version)).toBe(true)
      return rows.map(({ kind, details }) => `${kind} ${(details as { actsOn: string }).actsOn}`)
    },
    async balances() {
      const rows = await prisma.memberBalance.findMany({ orderBy: [{ memberNo: 'asc' }, { currency: 'asc' }] })
      return rows.flatMap(({ memberNo, currency, minor }) => (minor === 0n ? [] : `${memberNo} ${currency} ${minor}`))
    },
    openTasks: async () => (await tasks(false)).map(({ kind, subject }) => `${kind} ${subject}`).toSorted(),
    async task(kind, subject) {
      const found = (await tasks(true)).findLast((each) => each.kind === kind && each.subject === subject)
      return found && { ...found }
    },
  }
  return ledger
}
