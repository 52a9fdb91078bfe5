import type { ExportStore, NotHeld } from '../../back-office/exporting/export-store.ts'
import type { Database, Queries } from '../engine/database.ts'
import { loadAllEntries } from '../ledger/load-entries.ts'
import { loadCurrentOffers, loadInstallments, loadMembers, loadPackages, loadPlanRecords } from './load-back-office.ts'

export function openExportStore({ prisma }: Pick<Database, 'prisma'>): ExportStore {
  return {
    inSnapshot: (work) =>
      prisma.$transaction(
        (transaction) =>
          work({
            members: () => loadMembers(transaction),
            packages: () => loadPackages(transaction),
            plans: () => loadPlanRecords(transaction),
            installments: () => loadInstallments(transaction),
            currentOffers: () => loadCurrentOffers(transaction),
            allEntries: () => loadAllEntries(transaction),
            notHeld: () => countNotHeld(transaction),
          }),
        { isolationLevel: 'RepeatableRead' },
      ),
  }
}

async function countNotHeld(queries: Queries): Promise<NotHeld> {
  const [counts] = await queries.$queryRaw<NotHeld[]>`
    SELECT (SELECT count(*) FROM chat_link)::int AS "chatLinks",
      (SELECT count(*) FROM member WHERE chosen_language IS NOT NULL)::int AS "chosenLanguages",
      (SELECT count(*) FROM quarantined_payment)::int AS "quarantinedPayments",
      (SELECT count(*) FROM ledger_entry)::int AS "recordedTimes",
      (SELECT count(*) FROM ledger_entry WHERE kind = 'installment' AND named_plan_no IS NULL)::int AS "decidedPlans",
      (SELECT count(*) FROM offer_version)::int - (SELECT count(*) FROM offer)::int AS "olderOfferVersions",
      (SELECT count(*) FROM plan WHERE is_history)::int AS "historyPlans",
      (SELECT count(*) FROM (SELECT FROM import_run WHERE as_of IS NOT NULL LIMIT 1) AS stated)::int AS "asOfStatement"`
  if (!counts) throw new Error('the database did not count')
  return counts
}
