/** One attempt to hand an update to the bot's webhook. */
import { Agent, type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { readBody } from './request-body.ts'
import type { WebhookSettings } from './webhook-delivery.ts'
import type { Update } from './wire-types.ts'

type AttemptOutcome = { readonly ok: true; readonly reply: string } | { readonly ok: false; readonly reason: string }

const SECRET_HEADER = 'x-telegram-bot-api-secret-token'
const ANSWER_TIMEOUT_MS = 60_000
const connections = new Agent({ keepAlive: true })

export function postUpdate(
  { url, secretToken }: WebhookSettings,
  update: Update,
  signal: AbortSignal,
): Promise<AttemptOutcome> {
  const body = JSON.stringify(update)
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    ...(secretToken === '' ? {} : { [SECRET_HEADER]: secretToken }),
  }
  return new Promise((resolve) => {
    const fail = (reason: string) => resolve({ ok: false, reason })
    const receive = (response: IncomingMessage) => {
      const status = response.statusCode ?? 0
      readBody(response).then(
        (answer) =>
          status >= 200 && status < 300
            ? resolve({ ok: true, reply: answer.toString('utf8') })
            : fail(`Wrong response from the webhook: ${status} ${response.statusMessage}`),
        (error: unknown) => fail(String(error)),
      )
    }
    const options = { method: 'POST', headers, signal, timeout: ANSWER_TIMEOUT_MS }
    const request: ClientRequest = url.startsWith('https:')
      ? requestHttps(url, options, receive)
      : requestHttp(url, { ...options, agent: connections }, receive)
    request.on('timeout', () => request.destroy(new Error('Read timeout expired')))
    request.on('error', (error) => fail(error.message))
    request.end(body)
  })
}
