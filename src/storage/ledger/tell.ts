/**
 * Who is told of what changed in the ledger, in the transaction of the change: persons who look after tasks, the plan's
 * owner, and the back office where it wants to be told.
 */
import type { LedgerStore } from '../../ledger/ledger-store.ts'
import type { Prisma } from '../generated/client.ts'
import { addNudgeEvents } from '../nudges/nudge-events.ts'
import { closeTasks, openTasks } from '../tasks/task-store.ts'
import type { AddWebhookEvents } from '../webhooks/webhook-store.ts'

export type Tell = Pick<LedgerStore, 'openTasks' | 'closeTasks' | 'announce' | 'tellMembers'>
export type TellOn = (transaction: Prisma.TransactionClient) => Tell

export function telling(addWebhookEvents: AddWebhookEvents | undefined): TellOn {
  return (transaction) => ({
    openTasks: (tasks, now) => openTasks(transaction, tasks, now),
    async closeTasks(settled, now) {
      for (const [outcome, about] of Map.groupBy(settled, ({ outcome }) => outcome)) {
        await closeTasks(transaction, about, outcome, now)
      }
    },
    async announce(events, now) {
      if (events.length > 0) await addWebhookEvents?.(transaction, events, now)
    },
    tellMembers: (events) => addNudgeEvents(transaction, events),
  })
}
