/** The assistant's port on the database. What many chats ask at once is gathered; a transaction's reads are its own. */
import type { Inbound } from '../../assistant/message.ts'
import type { AssistantStore, Reads } from '../../assistant/ports.ts'
import { toInstantColumn } from '../engine/columns.ts'
import type { Database, Queries } from '../engine/database.ts'
import { gather } from '../engine/gather.ts'
import { loadOffers } from '../ledger/load-offers.ts'
import { loadPlansOfMembers } from '../ledger/load-plans.ts'
import { contactDeskOn } from '../nudges/contact-desk.ts'
import { openTask } from '../tasks/open-task.ts'
import { taskDeskOn } from '../tasks/task-desk.ts'
import type { AddWebhookEvents } from '../webhooks/webhook-store.ts'
import { readsOn } from './assistant-reads.ts'
import { chatChanges } from './chat-changes.ts'
import { type AskedChat, readChats } from './chat-record.ts'
import { markReachable } from './mark-reachable.ts'

interface Claim {
  inbound: Inbound
  now: Temporal.Instant
}

/** `addWebhookEvents`: where the back office is to be told. */
export function createAssistantStore(
  { prisma }: Database,
  contractZone: string,
  addWebhookEvents?: AddWebhookEvents,
): AssistantStore {
  const readChat = gather((asked: readonly AskedChat[]) => readChats(prisma, asked))
  const plansOf = gather((memberNos: readonly string[]) => loadPlansOfMembers(prisma, memberNos))
  const offers = gather(async (asked: readonly 'all'[]) => {
    const all = await loadOffers(prisma)
    return asked.map(() => all)
  })
  const markHandled = gather(async (claims: readonly Claim[]) => {
    await claim(prisma, claims)
    return claims.map(() => undefined)
  })
  const reads: Reads = { ...readsOn(prisma, contractZone), plansOf, offers: () => offers('all') }
  return {
    reads,
    lookUp: ({ chat, updateId }) => readChat({ ...chat, updateId }),
    markHandled: (inbound, now) => markHandled({ inbound, now }),
    markReachable: (chat, memberNo, now) =>
      prisma.$transaction((transaction) => markReachable(transaction, chat, memberNo, now)),
    changeOnce: (inbound, now, work) =>
      prisma.$transaction(async (transaction) => {
        if ((await claim(transaction, [{ inbound, now }])) === 0) return undefined
        return work({
          ...readsOn(transaction, contractZone),
          ...chatChanges(transaction),
          tasks: taskDeskOn(transaction),
          openTask: (task, openedAt) => openTask(transaction, task, openedAt),
          contact: contactDeskOn(transaction, addWebhookEvents),
        })
      }),
  }
}

/** How many of the updates were not claimed before. */
function claim(queries: Queries, claims: readonly Claim[]): Promise<number> {
  const channels = claims.map(({ inbound }) => inbound.chat.channel)
  const updateIds = claims.map(({ inbound }) => inbound.updateId)
  const handledAt = claims.map(({ now }) => toInstantColumn(now))
  return queries.$executeRaw`
    INSERT INTO handled_update (channel, update_id, handled_at)
    SELECT * FROM unnest(${channels}::text[], ${updateIds}::text[], ${handledAt}::timestamptz[])
    ON CONFLICT DO NOTHING`
}
