/** The import's port on the database. */
import { setTimeout as wait } from 'node:timers/promises'
import type { ImportReport } from '../../back-office/importing/import-report.ts'
import type { ImportRun, RunProgress } from '../../back-office/importing/import-run.ts'
import type { ImportRecords, ImportStore } from '../../back-office/importing/import-store.ts'
import { fromInstantColumn } from '../engine/columns.ts'
import type { Database } from '../engine/database.ts'
import { lockLedger } from '../engine/ledger-lock.ts'
import { Prisma } from '../generated/client.ts'
import { ledgerTablesOn } from '../ledger/ledger-store.ts'
import { loadEntries } from '../ledger/load-entries.ts'
import { loadPlansAfter } from '../ledger/load-plans.ts'
import { quarantineOn, stagedEntriesOn } from '../ledger/save-ledger.ts'
import type { Tell, TellOn } from '../ledger/tell.ts'
import { aloneOnImports, loadUnfinishedRun } from './import-runs.ts'
import { masterReadsOn } from './load-back-office.ts'
import { keepAnswer } from './request-store.ts'
import { masterWritesOn } from './save-back-office.ts'
import { stagingOn } from './staging-store.ts'

/** An answer takes several statements: they fit in between two transactions. */
const LET_OTHERS_IN_MS = 25

export function openImportStore({ prisma, engine, locks, copyIn }: Database, tell: TellOn): ImportStore {
  return {
    ...stagingOn(prisma, copyIn),
    ...masterReadsOn(prisma),
    // The embedded database answers nobody else during a transaction.
    rowsAtOnce: engine === 'pglite' ? 250 : 2_000,
    exclusively: (work) => aloneOnImports(locks, work),
    unfinishedRun: () => loadUnfinishedRun(prisma),
    async inTransaction<T>(work: (records: ImportRecords) => Promise<{ keep: boolean; result: T }>): Promise<T> {
      try {
        return await prisma.$transaction(async (transaction) => {
          await lockLedger(transaction)
          const { keep, result } = await work(importRecordsOn(transaction, tell(transaction)))
          if (!keep) throw new NotKept(result)
          return result
        })
      } catch (error) {
        if (error instanceof NotKept) return error.result as T
        throw error
      } finally {
        if (engine === 'pglite') await wait(LET_OTHERS_IN_MS)
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

function importRecordsOn(transaction: Prisma.TransactionClient, tell: Tell): ImportRecords {
  return {
    ...stagingOn(transaction),
    ...masterReadsOn(transaction),
    ...masterWritesOn(transaction),
    ...ledgerTablesOn(transaction),
    ...stagedEntriesOn(transaction),
    ...quarantineOn(transaction),
    ...tell,
    entries: (entryIds) => loadEntries(transaction, entryIds),
    plansAfter: (planNo, most) => loadPlansAfter(transaction, planNo, most),
    async lastCancelledAt() {
      const last = await transaction.planEvent.findFirst({
        where: { kind: 'cancelled' },
        orderBy: { recordedAt: 'desc' },
        select: { recordedAt: true },
      })
      return last ? fromInstantColumn(last.recordedAt) : undefined
    },
    saveRun: (run) => saveRun(transaction, run),
    async endRun(id, report) {
      await transaction.importRun.update({ where: { id }, data: { report: json(report), progress: Prisma.DbNull } })
    },
    keepAnswer: (request, answer) => keepAnswer(transaction, request, answer),
  }
}

async function saveRun(transaction: Prisma.TransactionClient, run: ImportRun): Promise<number> {
  const { id, recordedAt, asOf, report, progress } = run
  const data = { report: json(report), progress: json(progress) }
  if (id !== undefined) {
    await transaction.importRun.update({ where: { id }, data })
    return id
  }
  const begun = await transaction.importRun.create({
    data: {
      ...data,
      recordedAt: new Date(recordedAt.epochMilliseconds),
      asOf: asOf === undefined ? null : new Date(asOf.epochMilliseconds),
    },
  })
  return begun.id
}

function json(value: ImportReport | RunProgress): Prisma.InputJsonValue {
  return value as unknown as Prisma.InputJsonValue
}
