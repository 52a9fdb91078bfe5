import { outcomeAnswer } from '../api/outcome-json.ts'
import { finishInterrupted } from '../back-office/importing/import-records.ts'
import type { Policy } from '../domain/policy.ts'
import { openImportStore } from '../storage/back-office/import-store.ts'
import type { Database } from '../storage/engine/database.ts'
import { telling } from '../storage/ledger/tell.ts'
import type { AddWebhookEvents } from '../storage/webhooks/webhook-store.ts'

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
