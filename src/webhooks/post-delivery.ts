/**
 * One attempt: a signed POST. Only a 2xx in time counts; a redirect is not followed, because the signature is for the
 * address that was configured. Of the answer only the status is read, so no receiver can make us read for ever.
 */
import { type Failure, failureOf } from './retry-policy.ts'
import { signature } from './signature.ts'

export interface Receiver {
  url: string
  secret: string
  /** How long an answer may take. */
  timeoutMs: number
}

export const ANSWER_TIMEOUT_MS = 10_000

export type Posted =
  | { kind: 'delivered' }
  | ({ kind: 'failed' } & Failure)
  /** We were told to stop: it says nothing about the receiver. */
  | { kind: 'interrupted' }

export async function postDelivery(
  { url, secret, timeoutMs }: Receiver,
  deliveryId: string,
  body: string,
  now: Temporal.Instant,
  stop: AbortSignal,
): Promise<Posted> {
  const timeout = AbortSignal.timeout(timeoutMs)
  try {
    const answer = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'Content-Type': 'application/json',
        'User-Agent': 'Kisht',
        'Kisht-Signature': signature(secret, body, now),
        'Kisht-Delivery': deliveryId,
      },
      body,
      signal: AbortSignal.any([timeout, stop]),
    })
    await answer.body?.cancel().catch(() => {})
    return answer.ok ? { kind: 'delivered' } : { kind: 'failed', ...failureOf(answer.status) }
  } catch (error) {
    if (timeout.aborted) return { kind: 'failed', error: `no answer within ${timeoutMs} ms`, isRefusal: false }
    if (stop.aborted) return { kind: 'interrupted' }
    return { kind: 'failed', error: `not reached: ${causeOf(error)}`, isRefusal: false }
  }
}

/** The system's code, such as ECONNREFUSED; messages may hold the address, which may hold a secret. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error
  const code = (cause as NodeJS.ErrnoException | undefined)?.code
  return typeof code === 'string' ? code : 'the connection failed'
}
