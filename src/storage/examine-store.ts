import type { ExamineStore } from '../ledger/ledger-view.ts'
import type { PlanProjection } from '../ledger/plan-projection.ts'
import { fromDateColumn, fromInstantColumn } from './columns.ts'
import type { Database, Queries } from './database.ts'
import { loadAllEntries } from './load-entries.ts'
import { loadOffers } from './load-offers.ts'
import { loadAllPlans } from './load-plans.ts'

export function openExamineStore({ prisma }: Pick<Database, 'prisma'>): ExamineStore {
  return {
    view: () =>
      prisma.$transaction(
        async (transaction) => ({
          plans: await loadAllPlans(transaction),
          entries: await loadAllEntries(transaction),
          offers: await loadOffers(transaction),
          projections: await loadProjections(transaction),
          quarantined: await loadQuarantined(transaction),
        }),
        { isolationLevel: 'RepeatableRead' },
      ),
  }
}

async function loadProjections(queries: Queries): Promise<PlanProjection[]> {
  const rows = await queries.planProjection.findMany()
  return rows.map(({ asOf, state, nextDueOn, lastPayableOn, ...row }) => ({
    ...row,
    asOf: fromInstantColumn(asOf),
    state: state as PlanProjection['state'],
    nextDueOn: nextDueOn && fromDateColumn(nextDueOn),
    lastPayableOn: lastPayableOn && fromDateColumn(lastPayableOn),
  }))
}

async function loadQuarantined(queries: Queries) {
  const rows = await queries.quarantinedPayment.findMany({
    select: { paymentId: true, reason: true, quarantinedAt: true },
  })
  return rows.map((row) => ({ ...row, quarantinedAt: fromInstantColumn(row.quarantinedAt) }))
}
