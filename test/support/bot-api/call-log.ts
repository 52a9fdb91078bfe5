/** Every call the bot made: counted always, recorded unless the double is light. */
import { WAIT_MS, type Waiting } from './chat-view.ts'
import type { CallParameters } from './parameters.ts'

export interface RecordedCall {
  readonly method: string
  readonly payload: CallParameters
  readonly atMs: number
}

export class CallLog {
  readonly calls: RecordedCall[] = []
  readonly counts = new Map<string, number>()
  readonly #isRecording: boolean
  readonly #listeners = new Set<() => void>()

  constructor(isRecording: boolean) {
    this.#isRecording = isRecording
  }

  add(method: string, payload: CallParameters): void {
    this.counts.set(method, (this.counts.get(method) ?? 0) + 1)
    if (this.#isRecording) this.calls.push({ method, payload, atMs: Date.now() })
    for (const listener of this.#listeners) listener()
  }

  /** Waits until the method has been called `count` times since the start (or since `reset`). */
  untilCalled(method: string, count = 1, waiting?: Waiting): Promise<void> {
    const timeoutMs = waiting?.timeoutMs ?? WAIT_MS
    return new Promise((resolve, reject) => {
      const isThere = () => (this.counts.get(method) ?? 0) >= count
      if (isThere()) return resolve()
      const look = () => {
        if (!isThere()) return
        clearTimeout(timer)
        this.#listeners.delete(look)
        resolve()
      }
      const timer = setTimeout(() => {
        this.#listeners.delete(look)
        const seen = [...this.counts].map(([name, times]) => `${name} ${times}`).join(', ')
        reject(new Error(`${method} not called ${count} times within ${timeoutMs} ms; called: ${seen || 'nothing'}`))
      }, timeoutMs)
      this.#listeners.add(look)
    })
  }

  reset(): void {
    this.calls.length = 0
    this.counts.clear()
  }
}
