/** A back office that is told of events: a real HTTP server, which checks signatures as README tells receivers to. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export const webhookSecret = 'a secret that only the tests know, and nobody else'

export interface Received {
  deliveryId: string
  signature: string
  body: string
  events: { id: string; kind: string; [field: string]: unknown }[]
}

/** A status, with a Location where there is one, or silence. */
export type Answer = number | { status: number; location: string } | 'silence'

export interface WebhookReceiver {
  url: string
  /** All requests so far, whatever they were answered. */
  received: Received[]
  /** For the next requests, one each; then `usual` again. */
  next: Answer[]
  usual: Answer
  /** Requests that it keeps waiting. */
  silenced(): number
  /** Answers them after all, with 200. */
  release(): void
  close(): Promise<void>
}

export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const held: ServerResponse[] = []
  const server = createServer(async (request, response) => {
    receiver.received.push(await readRequest(request))
    const answer = receiver.next.shift() ?? receiver.usual
    if (answer === 'silence') held.push(response)
    else if (typeof answer === 'number') response.writeHead(answer).end('{}')
    else response.writeHead(answer.status, { Location: answer.location }).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const receiver: WebhookReceiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/kisht`,
    received: [],
    next: [],
    usual: 200,
    silenced: () => held.filter(({ destroyed, writableEnded }) => !destroyed && !writableEnded).length,
    release() {
      for (const response of held.splice(0)) response.writeHead(200).end()
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return receiver
}

async function readRequest(request: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks).toString('utf8')
  const { events } = JSON.parse(body) as Pick<Received, 'events'>
  return {
    deliveryId: String(request.headers['kisht-delivery']),
    signature: String(request.headers['kisht-signature']),
    body,
    events,
  }
}

const TOLERANCE_SECONDS = 300

export function isAuthentic({ signature, body }: Received, secret: string, nowSeconds: number): boolean {
  const [, time = '', digest = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(signature) ?? []
  const expected = createHmac('sha256', secret).update(`${time}.${body}`).digest()
  const isEqual = digest.length === 64 && timingSafeEqual(Buffer.from(digest, 'hex'), expected)
  return isEqual && Math.abs(nowSeconds - Number(time)) <= TOLERANCE_SECONDS
}
