/** The one HTTP server: what each part answers is mounted here; health and metrics are its own. */
import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Registry } from 'prom-client'

export interface HttpParts {
  host: string
  port: number
  metrics: Registry
  /** What `/health` tells; anything but `ok: true` is answered with 503. */
  health(): Promise<{ ok: boolean } & Record<string, unknown>>
  webhook?: { path: string; answer(request: Request): Promise<Response> }
  playground?: Hono
  /** Answers everything below `/api/`. */
  api?: { fetch(request: Request, bindings: unknown): Response | Promise<Response> }
}

export interface HttpServer {
  /** Where it listens: `http://127.0.0.1:8080`. */
  address: string
  close(): Promise<void>
}

const LARGEST_UPDATE_BYTES = 1024 * 1024

export async function startHttpServer(parts: HttpParts): Promise<HttpServer> {
  const app = new Hono()
  app.get('/health', async (context) => {
    const health = await parts.health()
    return context.json(health, health.ok ? 200 : 503)
  })
  app.get('/metrics', async (context) =>
    context.body(await parts.metrics.metrics(), 200, { 'Content-Type': parts.metrics.contentType }),
  )
  const { webhook, playground, api } = parts
  if (webhook) {
    const limit = bodyLimit({ maxSize: LARGEST_UPDATE_BYTES })
    app.post(
      webhook.path,
      (context, next) => (saysItIsShort(context) ? next() : limit(context, next)),
      (context) => webhook.answer(context.req.raw),
    )
  }
  if (api) app.all('/api/*', ({ req, env }) => api.fetch(req.raw, env))
  if (playground) {
    app.route('/', playground)
    app.get('/', (context) => context.redirect('/playground/'))
  }
  return listen(app, parts)
}

/** Node reads no more than the given length, so nothing needs to count; counting turns the body into a stream, slowly. */
function saysItIsShort({ req }: Context): boolean {
  const isChunked = req.header('transfer-encoding') !== undefined
  return !isChunked && Number(req.header('content-length') ?? Number.NaN) <= LARGEST_UPDATE_BYTES
}

function listen(app: Hono, { host, port }: HttpParts): Promise<HttpServer> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: host, port }, ({ port: given }) => {
      const name = host.includes(':') ? `[${host}]` : host
      resolve({ address: `http://${name}:${given}`, close: () => close(server as Server) })
    }) as Server
    server.once('error', reject)
  })
}

/** What is being answered may finish within this time; a client that sends nothing does not hold us. */
const LAST_ANSWERS_MS = 3_000

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cutOff = setTimeout(() => server.closeAllConnections(), LAST_ANSWERS_MS)
    server.close(() => {
      clearTimeout(cutOff)
      resolve()
    })
    server.closeIdleConnections()
  })
}
