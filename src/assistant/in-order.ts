/** Runs work of the same key one after the other, and of different keys side by side. */
export type QueueByKey = (key: string, work: () => Promise<void>) => Promise<void>

export function createQueueByKey(): QueueByKey {
  const last = new Map<string, Promise<void>>()
  return (key, work) => {
    const mine = (last.get(key) ?? Promise.resolve()).then(work, work)
    const settled = mine.finally(() => {
      if (last.get(key) === settled) last.delete(key)
    })
    last.set(key, settled)
    return settled
  }
}
