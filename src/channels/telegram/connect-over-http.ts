/**
 * How calls reach the Bot API. grammY calls through node-fetch, which takes more of the processor than everything else about
 * a message; undici, the HTTP client that Node.js itself is made with, takes a third of it.
 */
import type { Readable } from 'node:stream'
import type { ApiClientOptions } from 'grammy'
import { Agent } from 'undici'

type Fetch = NonNullable<ApiClientOptions['fetch']>

/** A call each connection at a time: one that breaks takes no other with it. */
const agent = new Agent({ pipelining: 1, allowH2: false })

/** Of what is asked for and answered, only as much as grammY uses. */
interface Call {
  method: 'POST'
  headers: Record<string, string>
  /** JSON, or a form with files. */
  body: string | Readable
  signal: AbortSignal
}

export const connectOverHttp = (async (address: string, call: Call) => {
  const { origin, pathname } = new URL(address)
  const { body } = await agent.request({ origin, path: pathname, ...call })
  return { json: () => body.json() }
}) as unknown as Fetch
