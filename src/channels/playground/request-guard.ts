/**
 * Who may talk to the playground: a page of our own, reached under a name of our own.
 * - `Host` is compared with a list, so that a foreign name that was made to point at this machine (DNS rebinding) gets
 *   nothing; the port does not matter, since only we answer on ours.
 * - Whatever changes something needs an `Origin` equal to `Host` and a JSON body: no foreign page can send that.
 */
import type { MiddlewareHandler } from 'hono'

const ownHosts = ['localhost', '127.0.0.1', '[::1]']

const contentSecurityPolicy = [
  `default-src 'none'`,
  `script-src 'self'`,
  `style-src 'self'`,
  `img-src 'self'`,
  `connect-src 'self'`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
].join('; ')

export function guardHost(allowedHosts: readonly string[]): MiddlewareHandler {
  const allowed = new Set([...ownHosts, ...allowedHosts.map(hostNameOf)])
  return async (context, next) => {
    const host = context.req.header('host') ?? new URL(context.req.url).host
    const name = hostNameOf(host)
    if (name === undefined || !allowed.has(name)) return context.json({ error: 'forbidden_host' }, 403)
    if (context.req.method !== 'GET' && context.req.method !== 'HEAD') {
      if (!isSameOrigin(context.req.header('origin'), host)) return context.json({ error: 'forbidden_origin' }, 403)
      if (!isJson(context.req.header('content-type'))) return context.json({ error: 'json_expected' }, 415)
    }
    await next()
  }
}

export const secureHeaders: MiddlewareHandler = async (context, next) => {
  context.header('Content-Security-Policy', contentSecurityPolicy)
  context.header('X-Content-Type-Options', 'nosniff')
  context.header('Referrer-Policy', 'no-referrer')
  context.header('Cross-Origin-Resource-Policy', 'same-origin')
  context.header('Cross-Origin-Opener-Policy', 'same-origin')
  context.header('Cache-Control', 'no-cache')
  await next()
}

function hostNameOf(host: string): string | undefined {
  // An IPv6 address may be configured without the brackets that it has in a URL.
  const bracketed = host.includes('::') && !host.startsWith('[') ? `[${host}]` : host
  return URL.parse(`http://${bracketed}`)?.hostname
}

function isSameOrigin(origin: string | undefined, host: string): boolean {
  const parsed = origin === undefined ? null : URL.parse(origin)
  return parsed !== null && parsed.host === URL.parse(`${parsed.protocol}//${host}`)?.host
}

function isJson(contentType: string | undefined): boolean {
  return contentType?.split(';')[0]?.trim().toLowerCase() === 'application/json'
}
