/** The assistant's port on the database. */
import type { Inbound } from '../assistant/message.ts'
import type { AssistantStore, Reads } from '../assistant/ports.ts'
import { readsOn } from './assistant-reads.ts'
import { chatChanges } from './chat-changes.ts'
import { readChat } from './chat-record.ts'
import { toInstantColumn } from './columns.ts'
import type { Database, Queries } from './database.ts'

export function createAssistantStore({ prisma }: Database, contractZone: string): AssistantStore {
  const reads: Reads = readsOn(prisma, contractZone)
  return {
    reads,
    lookUp: (inbound) => readChat(prisma, inbound.chat, inbound.updateId),
    async markHandled(inbound, now) {
      await claim(prisma, inbound, now)
    },
    changeOnce: (inbound, now, work) =>
      prisma.$transaction(async (transaction) => {
        if (!(await claim(transaction, inbound, now))) return undefined
        return work({ ...readsOn(transaction, contractZone), ...chatChanges(transaction) })
      }),
  }
}

/** False when this very update was claimed before. */
async function claim(queries: Queries, { chat, updateId }: Inbound, now: Temporal.Instant): Promise<boolean> {
  const claimed = await queries.$executeRaw`
    INSERT INTO handled_update (channel, update_id, handled_at)
    VALUES (${chat.channel}, ${updateId}, ${toInstantColumn(now)})
    ON CONFLICT DO NOTHING`
  return claimed === 1
}
