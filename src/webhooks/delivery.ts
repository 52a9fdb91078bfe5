/**
 * A delivery is one request with up to 100 events, in the order of their ids. It keeps its id, and its body to the byte,
 * over all its attempts, so that a receiver who answered too late knows it again.
 */
import type { WebhookFields } from './webhook-event.ts'

export const LARGEST_DELIVERY = 100

export interface StoredEvent {
  id: number
  kind: string
  fields: WebhookFields
  createdAt: Temporal.Instant
}

export interface Delivery {
  deliveryId: string
  /** In order of id; those that are still pending. */
  events: readonly StoredEvent[]
  /** Made so far. */
  attempts: number
  refusals: number
}

export function deliveryBody({ deliveryId, events }: Delivery): string {
  return JSON.stringify({
    id: deliveryId,
    created_at: events.at(-1)?.createdAt.toString(),
    events: events.map((event) => ({
      id: publicId(event),
      kind: event.kind,
      created_at: event.createdAt.toString(),
      ...event.fields,
    })),
  })
}

/**
 * By which a receiver drops repeats. The number alone would not do: a base that is restored from a backup gives the same
 * numbers to other events.
 */
function publicId({ id, createdAt }: StoredEvent): string {
  return `${id}-${createdAt.epochMilliseconds}`
}
