/**
 * How long a delivery is tried. A receiver that is away, slow or broken comes back: it is tried for about a day, at first
 * after seconds, later once an hour, so that it waits no longer than that after its return. A receiver that answers but
 * refuses (a wrong secret, a wrong path, gone) will refuse the same bytes again, and a person must look: it is tried only
 * for minutes, which is as long as its own restart may take.
 *
 * While one is tried the later ones wait behind it: what comes out of order is worth less than what comes late.
 */
export interface RetryPolicy {
  /** The first pause; every further one is twice as long, with up to as much again at random. */
  firstPauseSeconds: number
  longestPauseSeconds: number
  attempts: number
  /** Of the attempts, those that may be refused. */
  refusals: number
}

/** About 10 s, 20 s, 40 s ... one hour: a day in all; refused, ten minutes. */
export const retryPolicy: RetryPolicy = {
  firstPauseSeconds: 10,
  longestPauseSeconds: 3_600,
  attempts: 32,
  refusals: 6,
}

export interface Failure {
  /** For a person; nothing of the address, the body or the answer. */
  error: string
  /** The receiver understood and does not want it. */
  isRefusal: boolean
}

/** What an answer that is not 2xx means. 408, 425 and 429 say "not now", although they are in the refusing hundred. */
export function failureOf(status: number): Failure {
  const isRefusal = status >= 300 && status < 500 && ![408, 425, 429].includes(status)
  return { error: `answered ${status}`, isRefusal }
}

/** `attempts` and `refusals` count the one that just failed. */
export function isOver(policy: RetryPolicy, tried: { attempts: number; refusals: number }): boolean {
  return tried.attempts >= policy.attempts || tried.refusals >= policy.refusals
}
