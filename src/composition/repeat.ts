/** Work that is done at once and then again and again, never twice at a time, until it is stopped. */

export interface Repeated {
  /** What is under way is waited for. */
  stop(): Promise<void>
}

/** `work` never rejects. */
export function repeat(everyMs: number, work: () => Promise<void>): Repeated {
  let underWay: Promise<void> | undefined
  const once = () => {
    underWay ??= work().finally(() => {
      underWay = undefined
    })
  }
  once()
  const timer = setInterval(once, everyMs)
  return {
    async stop() {
      clearInterval(timer)
      await underWay
    },
  }
}
