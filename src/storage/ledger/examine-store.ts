import type { BookedTotal, ImportReport } from '../../back-office/importing/import-report.ts'
import type { ExamineStore, RecordedTotal } from '../../ledger/examine-store.ts'
import type { PlanProjection } from '../../ledger/plan-projection.ts'
import { aloneOnImports, loadUnfinishedRun } from '../back-office/import-runs.ts'
import { fromDateColumn, fromInstantColumn } from '../engine/columns.ts'
import type { Database, Queries } from '../engine/database.ts'
import { ledgerTablesOn } from './ledger-store.ts'
import { loadEntriesOfMembers } from './load-entries.ts'
import { loadPayersAfter, loadPlansAfter } from './load-plans.ts'

export function openExamineStore({ prisma, locks }: Database): ExamineStore {
  const { offers, lastBonusDecisions, plansOfMembers } = ledgerTablesOn(prisma)
  return {
    exclusively: (work) => aloneOnImports(locks, work),
    offers,
    lastBonusDecisions,
    plansOfMembers,
    plansAfter: (planNo, most) => loadPlansAfter(prisma, planNo, most),
    projections: (planNos) => loadProjections(prisma, planNos),
    payersAfter: (memberNo, most) => loadPayersAfter(prisma, memberNo, most),
    entriesOfMembers: (memberNos) => loadEntriesOfMembers(prisma, memberNos),
    async balances(memberNos) {
      const rows = await prisma.memberBalance.findMany({ where: { memberNo: { in: [...memberNos] } } })
      return rows.map((row) => ({ ...row, asOf: fromInstantColumn(row.asOf) }))
    },
    async unfinishedImport() {
      const run = await loadUnfinishedRun(prisma)
      return run && { recordedAt: run.recordedAt.toString(), phasesLeft: run.progress.left }
    },
    statedTotals: () => loadStatedTotals(prisma),
    recordedTotals: () => loadRecordedTotals(prisma),
    async quarantined() {
      const rows = await prisma.quarantinedPayment.findMany({
        select: { paymentId: true, reason: true, quarantinedAt: true },
        orderBy: { paymentId: 'asc' },
        take: 1_000,
      })
      return rows.map((row) => ({ ...row, quarantinedAt: fromInstantColumn(row.quarantinedAt) }))
    },
    async historyPlanNos() {
      const rows = await prisma.plan.findMany({
        where: { isHistory: true },
        select: { planNo: true },
        orderBy: { planNo: 'asc' },
        take: 1_000,
      })
      return rows.map(({ planNo }) => planNo)
    },
  }
}

async function loadProjections(queries: Queries, planNos: readonly string[]): Promise<PlanProjection[]> {
  const rows = await queries.planProjection.findMany({ where: { planNo: { in: [...planNos] } } })
  return rows.map(({ asOf, state, nextDueOn, lastPayableOn, nudgeLookAt, ...row }) => ({
    ...row,
    asOf: fromInstantColumn(asOf),
    state: state as PlanProjection['state'],
    nextDueOn: nextDueOn && fromDateColumn(nextDueOn),
    lastPayableOn: lastPayableOn && fromDateColumn(lastPayableOn),
    nudgeLookAt: nudgeLookAt && fromInstantColumn(nudgeLookAt),
  }))
}

/** Imports say what they booked since a version that has `totals` in their reports. What no import brought is nobody's. */
async function loadStatedTotals(queries: Queries): Promise<RecordedTotal[]> {
  const runs = await queries.importRun.findMany({ select: { recordedAt: true, report: true } })
  return runs.flatMap(({ recordedAt, report }) => {
    const totals: readonly BookedTotal[] = (report as unknown as ImportReport).payments.totals ?? []
    return totals.map(({ minor, ...total }) => ({
      ...total,
      recordedAt: recordedAt.toISOString(),
      minor: BigInt(minor),
    }))
  })
}

async function loadRecordedTotals(queries: Queries): Promise<RecordedTotal[]> {
  const rows = await queries.$queryRaw<(Omit<RecordedTotal, 'recordedAt' | 'minor'> & { at: Date; minor: string })[]>`
    SELECT e.recorded_at AS at, (e.value_at AT TIME ZONE 'UTC')::date::text AS day, e.kind, e.currency,
      count(*)::int AS count, sum(e.amount_minor)::text AS minor
    FROM ledger_entry e
    WHERE NOT EXISTS (
      SELECT FROM import_run r
      WHERE r.recorded_at = e.recorded_at AND NOT jsonb_exists(r.report -> 'payments', 'totals'))
    GROUP BY 1, 2, 3, 4`
  return rows.map(({ at, minor, ...total }) => ({ ...total, recordedAt: at.toISOString(), minor: BigInt(minor) }))
}
