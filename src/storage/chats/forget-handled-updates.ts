import { toInstantColumn } from '../engine/columns.ts'
import type { Database } from '../engine/database.ts'

/** No platform sends an update again after this long. */
const KEPT_HOURS = 72

export async function forgetHandledUpdates({ prisma }: Database, now: Temporal.Instant): Promise<void> {
  await prisma.handledUpdate.deleteMany({
    where: { handledAt: { lt: toInstantColumn(now.subtract({ hours: KEPT_HOURS })) } },
  })
}
