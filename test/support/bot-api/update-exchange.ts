/**
 * From people to the bot: one queue, fetched by getUpdates or pushed to a webhook, never both.
 * An update stays until a later getUpdates asks for a higher offset, so a bot that dies in between gets it again.
 */
import { conflict } from './refusal.ts'
import { WebhookDelivery, type WebhookRetry, type WebhookSettings } from './webhook-delivery.ts'
import type { Update, UpdateContent } from './wire-types.ts'

interface PollRequest {
  readonly offset: number
  readonly limit: number
  readonly timeoutSeconds: number
}

interface Waiter {
  readonly request: PollRequest
  readonly finish: (outcome: readonly Update[] | Error) => void
}

const NOT_BY_DEFAULT = new Set(['chat_member', 'message_reaction', 'message_reaction_count'])

export class UpdateExchange {
  allowedUpdates: readonly string[] = []
  readonly sent = new Map<number, Update>()
  readonly #keepsSent: boolean
  readonly #retry: WebhookRetry
  readonly #onReply: (reply: string) => void
  #nextId: number
  #queue: Update[] = []
  /** Served once whatever the offset: the bot must recognise them by their numbers. */
  readonly #repetitions: Update[] = []
  #waiter: Waiter | undefined
  #webhook: WebhookDelivery | undefined

  constructor(options: {
    readonly firstUpdateId: number
    readonly keepsSent: boolean
    readonly retry: WebhookRetry
    readonly onReply: (reply: string) => void
  }) {
    this.#nextId = options.firstUpdateId
    this.#keepsSent = options.keepsSent
    this.#retry = options.retry
    this.#onReply = options.onReply
  }

  get pendingCount(): number {
    return this.#queue.length + this.#repetitions.length + (this.#webhook?.pendingCount ?? 0)
  }

  get webhook(): WebhookDelivery | undefined {
    return this.#webhook
  }

  /** Gives the update its number; what the bot has not asked for is numbered but never arrives. */
  publish(content: UpdateContent): number {
    const update: Update = { update_id: this.#nextId++, ...content }
    if (this.#keepsSent) this.sent.set(update.update_id, update)
    if (this.#isAllowed(content)) this.#accept(update, this.#queue)
    return update.update_id
  }

  redeliver(updateId: number): void {
    const update = this.sent.get(updateId)
    if (!update) throw new Error(`No update ${updateId} to deliver again`)
    this.#accept(update, this.#repetitions)
  }

  poll(request: PollRequest, onGone: (listener: () => void) => void): Promise<readonly Update[]> {
    if (this.#webhook) {
      throw conflict(
        "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      )
    }
    // As the real server does it, the newcomer wins and the one that waits is told.
    this.#waiter?.finish(
      conflict('terminated by other getUpdates request; make sure that only one bot instance is running'),
    )
    const ready = this.#take(request)
    if (ready.length > 0 || request.timeoutSeconds === 0) return Promise.resolve(ready)
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        request,
        finish: (outcome) => {
          clearTimeout(timer)
          if (this.#waiter === waiter) this.#waiter = undefined
          if (outcome instanceof Error) reject(outcome)
          else resolve(outcome)
        },
      }
      const timer = setTimeout(() => waiter.finish([]), request.timeoutSeconds * 1_000)
      this.#waiter = waiter
      onGone(() => waiter.finish([]))
    })
  }

  setWebhook(settings: WebhookSettings): void {
    this.removeWebhook()
    this.#waiter?.finish(conflict('terminated by setWebhook request'))
    this.#webhook = new WebhookDelivery(settings, this.#retry, this.#onReply)
    for (const update of this.#queue.splice(0)) this.#webhook.accept(update)
  }

  removeWebhook(): void {
    const undelivered = this.#webhook?.close() ?? []
    this.#webhook = undefined
    this.#queue = [...this.#queue, ...undelivered].sort((a, b) => a.update_id - b.update_id)
  }

  dropPending(): void {
    this.#queue = []
    this.#repetitions.length = 0
    this.#webhook?.dropPending()
  }

  close(): void {
    this.#waiter?.finish([])
    this.#webhook?.close()
  }

  #isAllowed(content: UpdateContent): boolean {
    const [kind = ''] = Object.keys(content)
    return this.allowedUpdates.length > 0 ? this.allowedUpdates.includes(kind) : !NOT_BY_DEFAULT.has(kind)
  }

  #accept(update: Update, queue: Update[]): void {
    if (this.#webhook) {
      this.#webhook.accept(update)
      return
    }
    queue.push(update)
    if (this.#waiter) this.#waiter.finish(this.#take({ ...this.#waiter.request, offset: 0 }))
  }

  #take({ offset, limit }: PollRequest): readonly Update[] {
    if (offset < 0) this.#queue.splice(0, this.#queue.length + offset)
    if (offset > 0) {
      const firstKept = this.#queue.findIndex((update) => update.update_id >= offset)
      this.#queue.splice(0, firstKept < 0 ? this.#queue.length : firstKept)
    }
    // Repetitions first: bots continue from the last number of a batch, which must not be an old one.
    const repeated = this.#repetitions.splice(0, limit)
    return [...repeated, ...this.#queue.slice(0, limit - repeated.length)]
  }
}
