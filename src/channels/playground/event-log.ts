/**
 * The last events, numbered, so that a page which lost its connection goes on where it stopped. Every reader keeps its
 * own place and asks for what came after it: a slow reader costs nothing and, once too far behind, is told so.
 */
export interface LoggedEvent {
  number: number
  name: string
  data: string
}

export interface EventLog {
  append(name: string, data: unknown): void
  lastNumber(): number
  /** `undefined`: some of what came after `number` is no longer kept, or `number` was never given out. */
  after(number: number): LoggedEvent[] | undefined
  /** Calls `wake` at the next event or at the end; the returned function cancels that. */
  onNext(wake: () => void): () => void
  isClosed(): boolean
  close(): void
}

export function createEventLog(capacity = 500): EventLog {
  const events: LoggedEvent[] = []
  const sleepers = new Set<() => void>()
  let last = 0
  let closed = false

  function wakeAll(): void {
    const woken = [...sleepers]
    sleepers.clear()
    for (const wake of woken) wake()
  }

  return {
    append(name, data) {
      if (closed) return
      events.push({ number: ++last, name, data: JSON.stringify(data) })
      if (events.length > capacity) events.shift()
      wakeAll()
    },
    lastNumber: () => last,
    after(number) {
      if (number > last || number < last - events.length) return undefined
      return events.slice(events.length - (last - number))
    },
    onNext(wake) {
      sleepers.add(wake)
      return () => sleepers.delete(wake)
    },
    isClosed: () => closed,
    close() {
      closed = true
      wakeAll()
    },
  }
}
