/** Telegram's posts: the secret is checked before anything is read, and the answer never waits long. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Update } from 'grammy/types'

export interface Webhook {
  path: string
  answer(request: Request): Promise<Response>
}

export const webhookPath = '/telegram/webhook'

/** Within this time the work is usually done, so that an update lost in a crash comes again; then Telegram is let go. */
const LONGEST_WAIT_MS = 3_000

export function createWebhook(secret: string, receive: (update: Update) => Promise<void>): Webhook {
  const expected = digest(secret)
  return {
    path: webhookPath,
    async answer(request) {
      const given = request.headers.get('x-telegram-bot-api-secret-token') ?? ''
      if (!timingSafeEqual(digest(given), expected)) return new Response(null, { status: 401 })
      const update = await readBody(request)
      if (!update) return new Response(null, { status: 400 })
      await untilDoneOrLong(receive(update))
      return new Response(null, { status: 200 })
    },
  }
}

function untilDoneOrLong(work: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const letGo = setTimeout(resolve, LONGEST_WAIT_MS)
    letGo.unref()
    const done = () => {
      clearTimeout(letGo)
      resolve()
    }
    work.then(done, done)
  })
}

async function readBody(request: Request): Promise<Update | undefined> {
  try {
    const body: unknown = await request.json()
    const isUpdate =
      typeof body === 'object' && body !== null && 'update_id' in body && Number.isSafeInteger(body.update_id)
    return isUpdate ? (body as Update) : undefined
  } catch {
    return undefined
  }
}

/** Of equal length whatever was given, as the comparison in constant time needs. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
