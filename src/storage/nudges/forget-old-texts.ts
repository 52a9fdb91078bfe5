import { toInstantColumn } from '../engine/columns.ts'
import type { Database } from '../engine/database.ts'

/** Texts of messages that are older than they are kept: that something was said, and about what, stays. */
export async function forgetOldTexts({ prisma }: Database, keptDays: number, now: Temporal.Instant): Promise<void> {
  await prisma.outboxMessage.updateMany({
    where: { text: { not: null }, stateAt: { lt: toInstantColumn(now.subtract({ hours: 24 * keptDays })) } },
    data: { text: null },
  })
}
