/** Things that arrive some time, to be waited for one after the other. */
export interface Arrivals<T> {
  add(thing: T): void
  next(): Promise<T>
}

export function createArrivals<T>(longestMs = 10_000): Arrivals<T> {
  const things: T[] = []
  let wake: (() => void) | undefined
  return {
    add(thing) {
      things.push(thing)
      wake?.()
    },
    async next() {
      const deadlineMs = Date.now() + longestMs
      for (;;) {
        const thing = things.shift()
        if (thing !== undefined) return thing
        const leftMs = deadlineMs - Date.now()
        if (leftMs <= 0) throw new Error(`nothing arrived within ${longestMs} ms`)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, leftMs)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
    },
  }
}
