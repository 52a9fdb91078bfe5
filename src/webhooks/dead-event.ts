/** An event that the back office did not take, given up after the last attempt. */
import type { WebhookFields } from './webhook-event.ts'

export interface DeadEvent {
  id: number
  kind: string
  fields: WebhookFields
  createdAt: Temporal.Instant
  deliveryId: string | null
  attempts: number
  lastError: string | null
  diedAt: Temporal.Instant | null
}
