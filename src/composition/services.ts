/** The command line's services over an open database. */
import { exportFolder } from '../back-office/exporting/export-folder.ts'
import { importFolder } from '../back-office/importing/import-folder.ts'
import { backUp } from '../backup/back-up.ts'
import { restore } from '../backup/restore.ts'
import type { Services } from '../command-line/services.ts'
import { loadLocales } from '../i18n/locales.ts'
import { createRenderer } from '../i18n/render-reply.ts'
import { examine } from '../ledger/examine.ts'
import { issueLinkCode } from '../linking/link-code.ts'
import type { Logger } from '../logger.ts'
import { rehearseNudges } from '../nudges/planning/rehearse-nudges.ts'
import { openExportStore } from '../storage/back-office/export-store.ts'
import { openBackupStore } from '../storage/backup/backup-store.ts'
import { openRestoreStore } from '../storage/backup/restore-store.ts'
import { markBase } from '../storage/base/base-marker.ts'
import { readBotName } from '../storage/chats/bot-name.ts'
import { isPartner } from '../storage/chats/is-partner.ts'
import { createLinkCodeStore } from '../storage/chats/link-code-store.ts'
import { openExamineStore } from '../storage/ledger/examine-store.ts'
import { loadOffers } from '../storage/ledger/load-offers.ts'
import { loadAllPlans, loadPlansByNumber } from '../storage/ledger/load-plans.ts'
import { loadPlansBelow } from '../storage/ledger/load-plans-below.ts'
import { pauseNudges, readPause, resumeNudges } from '../storage/nudges/pause.ts'
import { openRehearsalStore } from '../storage/nudges/rehearsal-store.ts'
import { closeTask } from '../storage/tasks/task-changes.ts'
import { loadTaskHistory, loadTasks } from '../storage/tasks/task-reads.ts'
import type { AddWebhookEvents } from '../storage/webhooks/webhook-store.ts'
import { actorOf, type Viewer } from '../tasks/viewer.ts'
import { holdServices } from './hold-services.ts'
import { importPartsOf } from './import-parts.ts'
import type { Installation } from './installation.ts'

export interface ServiceParts extends Installation {
  now(): Temporal.Instant
  /** Given where the back office is to be told. */
  addWebhookEvents: AddWebhookEvents | undefined
  /** The assistant is at work in this process. */
  isRunning: boolean
  /** `NUDGES`, as it holds for this base. */
  areNudgesOn: boolean
  /** Of the running assistant. */
  logger?: Logger
}

export function createServices(parts: ServiceParts): Services {
  const { database, base, policy, now, addWebhookEvents, isRunning, areNudgesOn, logger } = parts
  const { prisma } = database
  return {
    now,
    policy,
    isDemo: base.kind === 'demo',
    async importFiles(files, how) {
      const outcome = await importFolder({
        ...importPartsOf({ database, policy, addWebhookEvents }),
        now: now(),
        files,
        ...how,
      })
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
    tasks: (question) => loadTasks(prisma, operator, question),
    taskHistory: (id) => loadTaskHistory(prisma, id),
    closeTask: (id, outcome) => closeTask(prisma, operator, id, outcome, now()),
    async nudging() {
      const pause = await readPause(prisma)
      return { isOn: areNudgesOn, ...(pause && { pausedSince: pause.at }) }
    },
    async pauseNudges() {
      const pause = await pauseNudges(prisma, { at: now(), by: actorOf(operator) })
      if (pause.isNew) logger?.info('sending is paused')
      return pause
    },
    async resumeNudges() {
      const ended = await resumeNudges(prisma)
      if (ended) logger?.info({ since: ended.at.toString() }, 'sending goes on')
      return ended
    },
    ...holdServices({ database, policy, now, setBy: actorOf(operator), logger }),
    async rehearseNudges(at) {
      const { createNudgeWriter } = await import('./nudge-writer.ts')
      const locales = loadLocales()
      const languages = locales.map(({ tag }) => tag)
      const write = createNudgeWriter({ policy, renderer: createRenderer(locales), languages })
      return rehearseNudges({ store: openRehearsalStore(database, policy.grace.days), policy, now: at, write })
    },
  }
}

/** Whoever runs commands here sees everything, as the support team does. */
const operator: Viewer = { role: 'support', who: 'operator' }
