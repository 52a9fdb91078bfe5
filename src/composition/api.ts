/** What the back office's API needs of the rest. */
import type { ApiKey } from '../api/api-deps.ts'
import { createApi } from '../api/create-api.ts'
import type { Policy } from '../domain/policy.ts'
import type { Logger } from '../logger.ts'
import { openRequestStore } from '../storage/back-office/request-store.ts'
import { isPartner } from '../storage/chats/is-partner.ts'
import type { Database } from '../storage/engine/database.ts'
import { loadOffers } from '../storage/ledger/load-offers.ts'
import { loadPlansByNumber, loadPlansPage } from '../storage/ledger/load-plans.ts'
import { loadPlansBelow } from '../storage/ledger/load-plans-below.ts'
import { loadTasks } from '../storage/tasks/task-reads.ts'
import { listDead, openWebhookStore, type WebhookStore } from '../storage/webhooks/webhook-store.ts'
import { receiveRecordsInto } from './receive-records.ts'

export interface ApiParts {
  database: Database
  policy: Policy
  keys: readonly ApiKey[]
  now(): Temporal.Instant
  logger: Logger
  /** Given where the back office is to be told. */
  webhooks: WebhookStore | undefined
}

export function createApiFor({
  database,
  policy,
  keys,
  now,
  logger,
  webhooks,
}: ApiParts): ReturnType<typeof createApi> {
  const { prisma } = database
  return createApi({
    keys,
    now,
    policy,
    receive: receiveRecordsInto({ database, policy, now, addWebhookEvents: webhooks?.addWebhookEvents }),
    requests: openRequestStore(database),
    plan: async (planNo) => (await loadPlansByNumber(prisma, [planNo]))[0],
    plans: (question) => loadPlansPage(prisma, question),
    offers: () => loadOffers(prisma),
    latePlanSource: { plansBelow: (partnerNo, dueBefore) => loadPlansBelow(prisma, partnerNo, dueBefore) },
    isPartner: (memberNo) => isPartner(prisma, memberNo),
    tasks: (question, part) => loadTasks(prisma, { role: 'support' }, question, part),
    deadEvents: (page) => listDead(prisma, page),
    async retryEvent(id) {
      const { retryDead } = webhooks ?? openWebhookStore()
      return (await prisma.$transaction((transaction) => retryDead(transaction, [id]))) > 0
    },
    onAnswered: (line) => logger.info(line, 'the API answered'),
    onFailure: (error, id) => logger.error({ error, id }, 'the API failed'),
  })
}
