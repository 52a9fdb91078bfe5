/** The HTTP side: `/bot<token>/<method>` on the loopback interface, and `/control/...` where it is wanted. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { CallOutcome, RunCall } from './call-runner.ts'
import { Refusal } from './refusal.ts'
import { readRequest } from './request-body.ts'

export type Control = (path: string, request: IncomingMessage, query: URLSearchParams) => Promise<unknown>

interface ServerParts {
  readonly token: string
  readonly runCall: RunCall
  readonly control?: Control | undefined
}

const CALL_PATH = /^\/bot([^/]+)\/(?:test\/)?([^/]+)$/

export function createBotApiServer(parts: ServerParts): Server {
  const server = createServer((request, response) => {
    answer(parts, request, response).catch((error: unknown) => {
      if (error instanceof Refusal) return sendOutcome(response, { kind: 'refused', refusal: error })
      // A mistake of the double, or a caller that hung up; either way the caller must not hang.
      if (!response.headersSent) sendJson(response, 500, { ok: false, error_code: 500, description: String(error) })
      else response.destroy()
    })
  })
  // Clients keep connections open; closing an idle one in their face would look like a fault nobody asked for.
  server.keepAliveTimeout = 600_000
  server.requestTimeout = 0
  return server
}

async function answer(parts: ServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path = '', query = ''] = (request.url ?? '').split('?', 2)
  if (parts.control && path.startsWith('/control/')) {
    const result = await parts.control(path.slice('/control/'.length), request, new URLSearchParams(query))
    return sendJson(response, result === undefined ? 404 : 200, result ?? { error: 'unknown control' })
  }
  const [, token, method] = CALL_PATH.exec(path) ?? []
  const body = await readRequest(request, query)
  if (token === undefined || method === undefined) throw new Refusal(404, 'Not Found')
  if (decodeURIComponent(token) !== parts.token) throw new Refusal(401, 'Unauthorized')
  const outcome = await parts.runCall(method, body, (listener) => {
    response.on('close', listener)
  })
  sendOutcome(response, outcome)
}

function sendOutcome(response: ServerResponse, outcome: CallOutcome): void {
  switch (outcome.kind) {
    case 'dropped':
      response.destroy()
      break
    case 'result':
      sendJson(response, 200, { ok: true, result: outcome.result })
      break
    case 'refused': {
      const { errorCode, message, parameters } = outcome.refusal
      const refusal = { ok: false, error_code: errorCode, description: message }
      sendJson(response, errorCode, parameters ? { ...refusal, parameters } : refusal)
    }
  }
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  const body = JSON.stringify(value)
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
  response.end(body)
}
