/**
 * The load generator, in a process of its own: posts `/next` of the linked chats to a webhook, as its parent orders.
 * It stays on this machine, and every order is bounded in time or in count.
 */
import { Agent, request } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'

export interface Target {
  /** The webhook's whole address. */
  url: string
  secret: string
  chatIds: readonly number[]
}

/** Closed: so many at a time, the next when one is answered. Open: so many a second, whatever comes back. */
export type Order = Target &
  (
    | { loop: 'closed'; concurrency: number; seconds: number; count?: number }
    | { loop: 'open'; perSecond: number; seconds: number }
  )

export interface Posted {
  chatId: number
  /** When it was posted, in milliseconds of the machine's clock. */
  atMs: number
}

export interface Load {
  seconds: number
  /** Answered with 200. */
  answered: number
  failed: number
  posted: Posted[]
}

const MOST_OPEN = 1_000
const LONGEST_ANSWER_MS = 20_000

let nextUpdateId = 1

/** In turn, so that no chat waits for its own last answer as long as there are more chats than updates under way. */
function nextUpdate({ chatIds }: Target): { chatId: number; body: Buffer } {
  const updateId = nextUpdateId++
  const chatId = chatIds[updateId % chatIds.length] ?? 0
  const person = { id: chatId, first_name: 'Person', language_code: 'en' }
  const message = {
    message_id: updateId,
    date: Math.floor(Date.now() / 1000),
    chat: { ...person, type: 'private' },
    from: { ...person, is_bot: false },
    text: '/next',
    entities: [{ type: 'bot_command', offset: 0, length: 5 }],
  }
  return { chatId, body: Buffer.from(JSON.stringify({ update_id: updateId, message })) }
}

function post(order: Order, body: Buffer, agent: Agent): Promise<boolean> {
  return new Promise((resolve) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': body.length,
      'x-telegram-bot-api-secret-token': order.secret,
    }
    const posting = request(order.url, { method: 'POST', agent, headers }, (response) => {
      response.resume()
      response.once('end', () => resolve(response.statusCode === 200))
    })
    posting.setTimeout(LONGEST_ANSWER_MS, () => posting.destroy())
    posting.once('error', () => resolve(false))
    posting.end(body)
  })
}

async function carryOut(order: Order): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: order.loop === 'closed' ? order.concurrency : MOST_OPEN })
  const load: Load = { seconds: 0, answered: 0, failed: 0, posted: [] }
  const startedAtMs = performance.now()
  const postOne = async () => {
    const { chatId, body } = nextUpdate(order)
    load.posted.push({ chatId, atMs: Date.now() })
    if (await post(order, body, agent)) load.answered++
    else load.failed++
  }
  if (order.loop === 'closed') await keepBusy(order, load, postOne)
  else await keepPace(order, postOne)
  load.seconds = (performance.now() - startedAtMs) / 1000
  agent.destroy()
  return load
}

async function keepBusy(order: Extract<Order, { loop: 'closed' }>, load: Load, postOne: () => Promise<void>) {
  const endMs = performance.now() + order.seconds * 1000
  const most = order.count ?? Number.POSITIVE_INFINITY
  const worker = async () => {
    while (performance.now() < endMs && load.posted.length < most) await postOne()
  }
  await Promise.all(Array.from({ length: order.concurrency }, worker))
}

async function keepPace({ perSecond, seconds }: Extract<Order, { loop: 'open' }>, postOne: () => Promise<void>) {
  const startedAtMs = performance.now()
  const underWay = new Set<Promise<void>>()
  for (let count = 0; count < perSecond * seconds; count++) {
    const earlyMs = startedAtMs + (count * 1000) / perSecond - performance.now()
    if (earlyMs > 0) await wait(earlyMs)
    if (underWay.size >= MOST_OPEN) break
    const one = postOne().finally(() => underWay.delete(one))
    underWay.add(one)
  }
  await Promise.all(underWay)
}

if (import.meta.main) {
  process.once('disconnect', () => process.exit())
  process.on('message', (order: Order) => {
    void carryOut(order).then((load) => process.send?.(load))
  })
  process.stdout.write('ready\n')
}
