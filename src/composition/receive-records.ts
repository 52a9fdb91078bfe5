/** Records that did not come as files, taken in by the same import, together with their answer. */
import { fileNames } from '../back-office/back-office-files.ts'
import { importRecords } from '../back-office/importing/import-records.ts'
import type { ReceiveRecords } from '../back-office/importing/receive-records.ts'
import { sentSource } from '../back-office/sources/sent-source.ts'
import type { Policy } from '../domain/policy.ts'
import { openImportStore } from '../storage/back-office/import-store.ts'
import { markBase } from '../storage/base/base-marker.ts'
import type { Database } from '../storage/engine/database.ts'
import { telling } from '../storage/ledger/tell.ts'
import type { AddWebhookEvents } from '../storage/webhooks/webhook-store.ts'

export interface ReceivingParts {
  database: Database
  policy: Policy
  now(): Temporal.Instant
  /** Given where the back office is to be told. */
  addWebhookEvents: AddWebhookEvents | undefined
}

export function receiveRecordsInto({ database, policy, now, addWebhookEvents }: ReceivingParts): ReceiveRecords {
  const store = openImportStore(database, telling(addWebhookEvents))
  return async (received, { dryRun, ...how }) => {
    const sources = fileNames.flatMap((file) => {
      const records = received.get(file)
      return records ? [sentSource(file, records)] : []
    })
    const outcome = await importRecords({ store, policy, now: now(), sources, dryRun, ...how })
    if (outcome.ok && !dryRun) await markBase(database.prisma, { kind: 'real' })
    return outcome
  }
}
