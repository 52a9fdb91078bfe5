/** The end of grace, for whoever runs the worker: to be run about once a minute. */
import { cancelPlans } from '../cancellation/cancel-plans.ts'
import type { CancellationReport } from '../cancellation/cancellation-report.ts'
import type { Policy } from '../domain/policy.ts'
import { openCancellationStore } from '../storage/cancellation/cancellation-store.ts'
import type { Database } from '../storage/engine/database.ts'
import { telling } from '../storage/ledger/tell.ts'
import type { AddWebhookEvents } from '../storage/webhooks/webhook-store.ts'

export interface CancellationsOrder {
  database: Database
  policy: Policy
  now(): Temporal.Instant
  /** Given where the back office is to be told. */
  addWebhookEvents?: AddWebhookEvents | undefined
}

export interface Cancellations {
  /** Rejects when the database fails; what was done until then stays done, the rest comes with the next run. */
  run(): Promise<CancellationReport>
}

export function cancellationsOf({ database, policy, now, addWebhookEvents }: CancellationsOrder): Cancellations {
  const store = openCancellationStore(database, telling(addWebhookEvents))
  return { run: () => cancelPlans({ store, policy, now }) }
}
