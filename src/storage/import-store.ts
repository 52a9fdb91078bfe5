/** The import's port on Prisma: whole sets of rows travel as one JSON parameter, in statements that take sets. */
import type { ImportRecords, ImportStore } from '../back-office/import-store.ts'
import type { Database, Queries } from './database.ts'
import { lockLedger } from './ledger-lock.ts'
import { loadBackOffice } from './load-back-office.ts'
import { loadEntries } from './load-entries.ts'
import { loadOffers } from './load-offers.ts'
import { loadPlansByNumber } from './load-plans.ts'
import { keepAnswer } from './request-store.ts'
import { saveBackOffice } from './save-back-office.ts'
import { saveLedger } from './save-ledger.ts'
import { saveProjections } from './save-projections.ts'

export function openImportStore({ prisma }: Pick<Database, 'prisma'>): ImportStore {
  return {
    async inTransaction<T>(work: (records: ImportRecords) => Promise<{ keep: boolean; result: T }>): Promise<T> {
      try {
        return await prisma.$transaction(async (transaction) => {
          await lockLedger(transaction)
          const { keep, result } = await work(importRecords(transaction))
          if (!keep) throw new NotKept(result)
          return result
        })
      } catch (error) {
        if (error instanceof NotKept) return error.result as T
        throw error
      }
    },
  }
}

/** Leaves a transaction without keeping it; the result gets out. */
class NotKept extends Error {
  readonly result: unknown

  constructor(result: unknown) {
    super('not kept')
    this.result = result
  }
}

function importRecords(queries: Queries): ImportRecords {
  return {
    ...loadBackOffice(queries),
    ...saveBackOffice(queries),
    ...saveLedger(queries),
    entries: (entryIds) => loadEntries(queries, entryIds),
    planRecords: (planNos) => loadPlansByNumber(queries, planNos),
    offers: () => loadOffers(queries),
    keepAnswer: (request, answer) => keepAnswer(queries, request, answer),
    saveProjections: (projections) => saveProjections(queries, projections),
  }
}
