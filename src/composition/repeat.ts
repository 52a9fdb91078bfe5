/** Work that is done at once and then again and again, never twice at a time, until it is stopped. */

export interface Repeated {
  /** Does not wait for its turn; what is under way is done once more after it. */
  now(): void
  /** What is under way is waited for. */
  stop(): Promise<void>
}

/** `work` never rejects. */
export function repeat(everyMs: number, work: () => Promise<void>): Repeated {
  let underWay: Promise<void> | undefined
  let isWantedAgain = false
  let isStopped = false
  const once = () => {
    underWay ??= work().finally(() => {
      underWay = undefined
      if (!isWantedAgain || isStopped) return
      isWantedAgain = false
      once()
    })
  }
  once()
  const timer = setInterval(once, everyMs)
  return {
    now() {
      if (isStopped) return
      isWantedAgain = underWay !== undefined
      once()
    },
    async stop() {
      isStopped = true
      clearInterval(timer)
      await underWay
    },
  }
}
