/** The planner on a database: people with chats, a run, and what stands in the outbox after it. */
import { defaultPolicy as policy } from '../../src/domain/policy.ts'
import { planNudges } from '../../src/nudges/planning/plan-nudges.ts'
import type { Database } from '../../src/storage/engine/database.ts'
import { openPlannerStore } from '../../src/storage/nudges/planner-store.ts'
import { csv, type Files } from '../back-office/back-office.ts'

/** P1 (#3) and P2 (#1) of M2 in Jaipur are due on 10 and 2 March; P3 of M3, who has no chat, on 10 March. */
export const jaipurProject: Files = {
  'members.csv': csv(
    'members.csv',
    'M1,Ana,,,ro,Europe/Bucharest,,2026-01-02,2026-01-03,2026-01-04,',
    'M2,Asha,,,hi,Asia/Kolkata,M1,2026-01-02,2026-01-03,,',
    'M3,Kenji,,,de-AT,Asia/Tokyo,M1,2026-01-02,2026-01-03,,',
    'M4,Neu,,,de,Asia/Kolkata,M1,2026-03-15,,,',
  ),
  'packages.csv': csv('packages.csv', 'K,Classic,2,EUR,600.00,1000.00,2000,6,2025-12-01,'),
  'plans.csv': csv(
    'plans.csv',
    'P1,M2,K,EUR,600.00,2000,2026-01-05,,',
    'P2,M2,K,EUR,200.00,600,2026-02-20,,',
    'P3,M3,K,EUR,600.00,2000,2026-01-05,,',
  ),
  'installments.csv': csv(
    'installments.csv',
    ...[1, 2, 3, 4, 5, 6].flatMap((seq) => [`P1,${seq},2026-0${seq}-10,100.00`, `P3,${seq},2026-0${seq}-10,100.00`]),
    'P2,1,2026-03-02,100.00',
    'P2,2,2026-04-02,100.00',
  ),
  'payments.csv': csv(
    'payments.csv',
    'A1,installment,M2,P1,,EUR,200.00,2026-01-09,,',
    'B1,installment,M3,P3,,EUR,200.00,2026-01-09,,',
  ),
}

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
