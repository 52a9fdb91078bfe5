/** One run of a process that delivers, and the locks by which others know what of its work has nobody any more. */
import type { Database } from '../engine/database.ts'

export interface DeliveryRun {
  database: Database
  /** The name of this run. */
  worker: string
  policyVersion: string
  now(): Temporal.Instant
}

/** Held as long as the run lasts. */
export function workerLock(worker: string): string {
  return `nudge-worker:${worker}`
}

/** Held while messages of the batch are begun. */
export function batchLock(batchId: string): string {
  return `nudge-batch:${batchId}`
}
