/**
 * Pushing updates: one lane per chat. In a lane the next update starts when the one before was accepted (2xx), so
 * there is never more than one attempt for an update at a time; lanes run side by side up to `max_connections`.
 * A refused update is tried again after a delay that doubles, until it is accepted or the webhook is taken away.
 */
import { postUpdate } from './webhook-request.ts'
import type { Update } from './wire-types.ts'

export interface WebhookSettings {
  readonly url: string
  readonly secretToken: string
  readonly maxConnections: number
}

export interface WebhookRetry {
  readonly firstDelayMs: number
  readonly maxDelayMs: number
}

interface WebhookFailure {
  readonly atMs: number
  readonly message: string
}

interface Lane {
  readonly updates: Update[]
  nextDelayMs: number
}

export class WebhookDelivery {
  readonly settings: WebhookSettings
  lastFailure: WebhookFailure | undefined
  readonly #retry: WebhookRetry
  readonly #onReply: (reply: string) => void
  readonly #lanes = new Map<number, Lane>()
  readonly #timers = new Set<NodeJS.Timeout>()
  readonly #closing = new AbortController()
  #ready: number[] = []
  #activeCount = 0

  constructor(settings: WebhookSettings, retry: WebhookRetry, onReply: (reply: string) => void) {
    this.settings = settings
    this.#retry = retry
    this.#onReply = onReply
  }

  get pendingCount(): number {
    return this.#lanes.values().reduce((count, lane) => count + lane.updates.length, 0)
  }

  accept(update: Update): void {
    const laneId = findLane(update)
    const lane = this.#lanes.get(laneId)
    if (lane) {
      lane.updates.push(update)
    } else {
      this.#lanes.set(laneId, { updates: [update], nextDelayMs: this.#retry.firstDelayMs })
      this.#ready.push(laneId)
    }
    this.#pump()
  }

  dropPending(): void {
    this.#lanes.clear()
    this.#ready = []
  }

  /** Stops and hands back what was not accepted. */
  close(): Update[] {
    this.#closing.abort()
    for (const timer of this.#timers) clearTimeout(timer)
    const undelivered = [...this.#lanes.values()].flatMap((lane) => lane.updates)
    this.dropPending()
    return undelivered
  }

  #pump(): void {
    while (this.#activeCount < this.settings.maxConnections) {
      const laneId = this.#ready.shift()
      if (laneId === undefined) return
      const lane = this.#lanes.get(laneId)
      const update = lane?.updates[0]
      if (lane && update) void this.#attempt(laneId, lane, update)
    }
  }

  async #attempt(laneId: number, lane: Lane, update: Update): Promise<void> {
    this.#activeCount++
    const outcome = await postUpdate(this.settings, update, this.#closing.signal)
    this.#activeCount--
    if (this.#closing.signal.aborted) return
    // Not ours any more if the pending updates were dropped meanwhile.
    const isCurrent = this.#lanes.get(laneId) === lane
    if (outcome.ok) {
      if (outcome.reply !== '') this.#onReply(outcome.reply)
      lane.updates.shift()
      lane.nextDelayMs = this.#retry.firstDelayMs
      if (isCurrent) this.#continue(laneId, lane)
    } else {
      this.lastFailure = { atMs: Date.now(), message: outcome.reason }
      if (isCurrent) this.#continueLater(laneId, lane)
    }
    this.#pump()
  }

  #continue(laneId: number, lane: Lane): void {
    if (lane.updates.length === 0) this.#lanes.delete(laneId)
    else this.#ready.push(laneId)
  }

  #continueLater(laneId: number, lane: Lane): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      if (this.#lanes.get(laneId) !== lane) return
      this.#ready.push(laneId)
      this.#pump()
    }, lane.nextDelayMs)
    this.#timers.add(timer)
    lane.nextDelayMs = Math.min(lane.nextDelayMs * 2, this.#retry.maxDelayMs)
  }
}

function findLane(update: Update): number {
  for (const content of Object.values(update)) {
    const chatId = readId(content, 'chat') ?? readId(readField(content, 'message'), 'chat') ?? readId(content, 'from')
    if (chatId !== undefined) return chatId
  }
  return 0
}

function readId(holder: unknown, field: string): number | undefined {
  const id = readField(readField(holder, field), 'id')
  return typeof id === 'number' ? id : undefined
}

function readField(holder: unknown, field: string): unknown {
  return typeof holder === 'object' && holder !== null ? Reflect.get(holder, field) : undefined
}
