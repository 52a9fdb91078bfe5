/** What every import in this process is carried out with, whichever way its records came. */
import { takenInAnswer } from '../api/outcome-json.ts'
import type { ImportParts } from '../back-office/importing/run-import.ts'
import type { Policy } from '../domain/policy.ts'
import { openImportStore } from '../storage/back-office/import-store.ts'
import type { Database } from '../storage/engine/database.ts'
import { telling } from '../storage/ledger/tell.ts'
import type { AddWebhookEvents } from '../storage/webhooks/webhook-store.ts'

export interface ImportPartsOrder {
  database: Database
  policy: Policy
  /** Given where the back office is to be told. */
  addWebhookEvents?: AddWebhookEvents | undefined
}

export function importPartsOf({ database, policy, addWebhookEvents }: ImportPartsOrder): ImportParts {
  return { store: openImportStore(database, telling(addWebhookEvents)), policy, answerTo: takenInAnswer }
}
