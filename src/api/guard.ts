/**
 * Who may ask, and how often. Without a key that is ours nobody learns anything, not even which paths there are.
 * A right key is always looked at: behind a proxy everyone has the same address, and who tries wrong keys there must not
 * keep the back office out.
 */
import type { HttpBindings } from '@hono/node-server'
import type { MiddlewareHandler } from 'hono'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { refuse } from './answer.ts'
import type { ApiKey } from './api-deps.ts'
import { type Asker, createKeyring } from './keyring.ts'

export interface ApiEnvironment {
  Bindings: Partial<HttpBindings>
  Variables: { asker: Asker }
}

const REQUESTS_PER_SECOND = 60
const WRONG_TRIES_PER_MINUTE = 30

export function guard(keys: readonly ApiKey[]): MiddlewareHandler<ApiEnvironment> {
  const find = createKeyring(keys)
  const requests = new RateLimiterMemory({ points: REQUESTS_PER_SECOND, duration: 1 })
  const wrongTries = new RateLimiterMemory({ points: WRONG_TRIES_PER_MINUTE, duration: 60 })
  return async (context, next) => {
    const asker = find(context.req.header('authorization'))
    if (asker) context.set('asker', asker)
    const waitMs = asker
      ? await waitOf(requests, asker.name)
      : await waitOf(wrongTries, context.env.incoming?.socket.remoteAddress ?? '')
    if (waitMs > 0) {
      const headers = { 'Retry-After': String(Math.ceil(waitMs / 1000)) }
      return refuse(context, { status: 429, code: 'too_many_requests', message: 'Too many requests.', headers })
    }
    if (!asker) {
      const headers = { 'WWW-Authenticate': 'Bearer' }
      return refuse(context, {
        status: 401,
        code: 'unauthorized',
        message: 'Expected "Authorization: Bearer <key>" with a key of ours.',
        headers,
      })
    }
    return next()
  }
}

/** After `guard`. */
export const mayWrite: MiddlewareHandler<ApiEnvironment> = async (context, next) => {
  if (context.var.asker.scope === 'write') return next()
  return refuse(context, { status: 403, code: 'forbidden', message: 'This key may only read.' })
}

/** Milliseconds until the next one is allowed; 0 when this one is. */
async function waitOf(limiter: RateLimiterMemory, who: string): Promise<number> {
  try {
    await limiter.consume(who)
    return 0
  } catch (reason) {
    if (!(reason instanceof RateLimiterRes)) throw reason
    return Math.max(1, reason.msBeforeNext)
  }
}
