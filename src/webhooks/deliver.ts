/** One attempt at one delivery, and what is recorded of it. */
import { type Delivery, deliveryBody } from './delivery.ts'
import { postDelivery, type Receiver } from './post-delivery.ts'
import { isOver, type RetryPolicy } from './retry-policy.ts'

/** The port; `src/storage/` has it. Only events that are still pending are ever changed. */
export interface DeliveryStore {
  /** None when nothing of it is pending any more. */
  load(deliveryId: string): Promise<Delivery | undefined>
  markDelivered(delivery: Delivery, at: Temporal.Instant): Promise<void>
  noteFailure(delivery: Delivery, tried: Tried): Promise<void>
  markDead(delivery: Delivery, tried: Tried, at: Temporal.Instant): Promise<void>
}

/** All attempts so far. */
export interface Tried {
  attempts: number
  refusals: number
  error: string
}

export interface DeliverParts {
  store: DeliveryStore
  receiver: Receiver
  policy: RetryPolicy
  now(): Temporal.Instant
  /** After the last attempt. May be called again for the same delivery when the process ends meanwhile. */
  onDead(deliveryId: string, count: number): Promise<void> | void
  /** For the metrics; `count` is the number of events. */
  onOutcome(outcome: 'delivered' | 'failed' | 'dead', count: number): void
}

/** `settled`: there is nothing left to do; `again`: it is to be tried later. */
export async function deliver(
  parts: DeliverParts,
  deliveryId: string,
  stop: AbortSignal,
): Promise<'settled' | 'again'> {
  const { store, policy, now } = parts
  const delivery = await store.load(deliveryId)
  if (!delivery) return 'settled'
  const count = delivery.events.length
  const posted = await postDelivery(parts.receiver, deliveryId, deliveryBody(delivery), now(), stop)
  if (posted.kind === 'interrupted') return 'again'
  if (posted.kind === 'delivered') {
    await store.markDelivered(delivery, now())
    parts.onOutcome('delivered', count)
    return 'settled'
  }
  const tried: Tried = {
    attempts: delivery.attempts + 1,
    refusals: delivery.refusals + (posted.isRefusal ? 1 : 0),
    error: posted.error,
  }
  parts.onOutcome('failed', count)
  if (!isOver(policy, tried)) {
    await store.noteFailure(delivery, tried)
    return 'again'
  }
  // Told first: rather twice than never.
  await parts.onDead(deliveryId, count)
  await store.markDead(delivery, tried, now())
  parts.onOutcome('dead', count)
  return 'settled'
}
