/** The command line's services over an open database. */
import { exportFolder } from '../back-office/export-folder.ts'
import { importFolder } from '../back-office/import-folder.ts'
import { backUp } from '../backup/back-up.ts'
import { restore } from '../backup/restore.ts'
import type { Services } from '../command-line/services.ts'
import type { Policy } from '../domain/policy.ts'
import { examine } from '../ledger/examine.ts'
import { issueLinkCode } from '../linking/link-code.ts'
import { openBackupStore } from '../storage/backup-store.ts'
import { type Base, markBase } from '../storage/base-marker.ts'
import { readBotName } from '../storage/bot-name.ts'
import type { Database } from '../storage/database.ts'
import { openExamineStore } from '../storage/examine-store.ts'
import { openExportStore } from '../storage/export-store.ts'
import { openImportStore } from '../storage/import-store.ts'
import { isPartner } from '../storage/is-partner.ts'
import { createLinkCodeStore } from '../storage/link-code-store.ts'
import { loadOffers } from '../storage/load-offers.ts'
import { loadAllPlans, loadPlansByNumber } from '../storage/load-plans.ts'
import { loadPlansBelow } from '../storage/load-plans-below.ts'
import { openRestoreStore } from '../storage/restore-store.ts'

export interface ServiceParts {
  database: Database
  base: Base
  policy: Policy
  now(): Temporal.Instant
  /** The assistant is at work in this process. */
  isRunning: boolean
}

export function createServices({ database, base, policy, now, isRunning }: ServiceParts): Services {
  const { prisma } = database
  return {
    now,
    policy,
    isDemo: base.kind === 'demo',
    async importFiles(files, how) {
      const outcome = await importFolder({ store: openImportStore(database), policy, now: now(), files, ...how })
      if (outcome.ok && !how.dryRun && base.kind !== 'demo') await markBase(prisma, { kind: 'real' })
      return outcome
    },
    exportTo: (folder) => exportFolder({ store: openExportStore(database), policy, folder }),
    backUpTo: (file) => backUp({ store: openBackupStore(database), file, now: now() }),
    restoreFrom: async (file) =>
      isRunning ? { ok: false, reason: 'running' } : restore({ store: openRestoreStore(database), file }),
    examine: () => examine({ store: openExamineStore(database), policy, now: now() }),
    issueLinkCode: (memberNo) => issueLinkCode(createLinkCodeStore(database), memberNo, now()),
    async linkFor(code) {
      const botName = await readBotName(database)
      return botName && `https://t.me/${botName}?start=${code}`
    },
    plans: (planNos) => (planNos === 'all' ? loadAllPlans(prisma) : loadPlansByNumber(prisma, planNos)),
    offers: () => loadOffers(prisma),
    latePlanSource: { plansBelow: (partnerNo, dueBefore) => loadPlansBelow(prisma, partnerNo, dueBefore) },
    isPartner: (memberNo) => isPartner(prisma, memberNo),
  }
}
