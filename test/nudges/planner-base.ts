/** The planner on a database: people with chats, a run, and what stands in the outbox after it. */
import { defaultPolicy as policy } from '../../src/domain/policy.ts'
import { planNudges } from '../../src/nudges/planning/plan-nudges.ts'
import type { Database } from '../../src/storage/engine/database.ts'
import { openPlannerStore } from '../../src/storage/nudges/planner-store.ts'

/** A Telegram chat for each, with their own number. */
export async function linkChats(database: Database, memberNos: readonly string[], at: string) {
  const linkedAt = new Date(at)
  await database.prisma.chatLink.createMany({
    data: memberNos.map((memberNo) => ({ channel: 'telegram', chatId: memberNo, memberNo, linkedAt })),
  })
}

/** What goes wrong is thrown. */
export function plannedAt(database: Database, now: Temporal.Instant) {
  const store = openPlannerStore(database, async () => {})
  return planNudges({ store, policy, now: () => now, onError: rethrow })
}

/** `M2, pending, plan P2 +18, plan P1 +10` for each message: whose, its state, and what it speaks of. */
export async function outboxOf({ prisma }: Database): Promise<string[]> {
  const messages = await prisma.outboxMessage.findMany({
    include: { items: { orderBy: { place: 'asc' } } },
    orderBy: { id: 'asc' },
  })
  return messages.map(({ memberNo, state, items }) =>
    [memberNo, state, ...items.map(({ obligation, step }) => `${obligation} ${step}`)].join(', '),
  )
}

export function rethrow(error: unknown): never {
  throw error
}
