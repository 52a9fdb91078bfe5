/** Calls again and again, and besides at moments that were asked for. */
export interface WakeUp {
  at(moment: Temporal.Instant): void
  stop(): void
}

export function createWakeUp(now: () => Temporal.Instant, everyMs: number, call: () => Promise<void>): WakeUp {
  const timer = setInterval(call, everyMs)
  let next: { atMs: number; timer: NodeJS.Timeout } | undefined
  return {
    at(moment) {
      const waitMs = moment.epochMilliseconds - now().epochMilliseconds
      // The regular call comes earlier.
      if (waitMs >= everyMs) return
      if (next && next.atMs <= moment.epochMilliseconds) return
      clearTimeout(next?.timer)
      const wake = () => {
        next = undefined
        void call()
      }
      next = { atMs: moment.epochMilliseconds, timer: setTimeout(wake, Math.max(0, waitMs) + 5) }
    },
    stop() {
      clearInterval(timer)
      clearTimeout(next?.timer)
    },
  }
}
