/** The end of grace's port on the database. */
import { setTimeout as wait } from 'node:timers/promises'
import type {
  CancellationReads,
  CancellationRecords,
  CancellationStore,
} from '../../cancellation/cancellation-store.ts'
import { loadPaymentsCompleteTo, mayRecordAt, takeImportTurn } from '../back-office/import-runs.ts'
import type { Database, Queries } from '../engine/database.ts'
import { lockLedger } from '../engine/ledger-lock.ts'
import type { Prisma } from '../generated/client.ts'
import { ledgerTablesOn } from '../ledger/ledger-store.ts'
import { loadPlansByNumber } from '../ledger/load-plans.ts'
import type { Tell, TellOn } from '../ledger/tell.ts'
import { loadHeld } from '../nudges/holds.ts'
import { countCancelled, countCandidates, countOpenPlans, loadCandidates } from './candidates.ts'
import { loadOpenSubjects, loadTasksAbout } from './circumstances.ts'

/** An answer takes several statements: they fit in between two transactions. */
const LET_OTHERS_IN_MS = 25

const busy = { ok: false, reason: 'busy' } as const

export function openCancellationStore({ prisma, engine, locks }: Database, tell: TellOn): CancellationStore {
  return {
    ...readsOn(prisma),
    // The embedded database answers nobody else during a transaction.
    plansAtOnce: engine === 'pglite' ? 20 : 200,
    paymentsCompleteTo: () => loadPaymentsCompleteTo(prisma),
    candidates: (upTo, after, most) => loadCandidates(prisma, upTo, after, most),
    countCandidates: (before, after) => countCandidates(prisma, before, after),
    countOpenPlans: (cancelledSince) => countOpenPlans(prisma, cancelledSince),
    openSubjects: (kind) => loadOpenSubjects(prisma, kind),
    async undisturbed(now, work) {
      const turn = await takeImportTurn(locks)
      if (!turn) return busy
      try {
        return await prisma.$transaction(async (transaction) => {
          await lockLedger(transaction)
          const at = now()
          if (!(await mayRecordAt(transaction, at))) return busy
          return { ok: true, value: await work(recordsOn(transaction, tell(transaction)), at) }
        })
      } finally {
        await turn.release()
        if (engine === 'pglite') await wait(LET_OTHERS_IN_MS)
      }
    },
  }
}

function readsOn(queries: Queries): CancellationReads {
  return {
    planRecords: (planNos) => loadPlansByNumber(queries, planNos),
    heldMembers: (memberNos, today) => loadHeld(queries, memberNos, today),
    tasksAbout: (kind, subjects) => loadTasksAbout(queries, kind, subjects),
  }
}

function recordsOn(transaction: Prisma.TransactionClient, tell: Tell): CancellationRecords {
  return {
    ...ledgerTablesOn(transaction),
    ...tell,
    ...readsOn(transaction),
    async lockPlans(planNos) {
      await transaction.$queryRaw`
        SELECT plan_no FROM plan WHERE plan_no = ANY(${planNos}) ORDER BY plan_no FOR UPDATE`
    },
    countCancelled: (since) => countCancelled(transaction, since),
  }
}
