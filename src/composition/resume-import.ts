import { outcomeAnswer } from '../api/outcome-json.ts'
import { finishInterrupted } from '../back-office/importing/import-records.ts'
import type { Policy } from '../domain/policy.ts'
import type { Database } from '../storage/database.ts'
import { openImportStore } from '../storage/import-store.ts'
import { telling } from '../storage/tell.ts'
import type { AddWebhookEvents } from '../storage/webhook-store.ts'

/** False when there was none, or another process is at it. */
export async function resumeInterruptedImport(
  database: Database,
  policy: Policy,
  addWebhookEvents: AddWebhookEvents | undefined,
): Promise<boolean> {
  const store = openImportStore(database, telling(addWebhookEvents))
  if (!(await store.unfinishedRun())) return false
  return finishInterrupted({ store, policy, answerTo: (outcome) => outcomeAnswer(outcome, false) })
}
