/** The process's only source of "now". In tests and on the playground it starts elsewhere or is moved forward. */
export interface Clock {
  now(): Temporal.Instant
  advance(duration: Temporal.DurationLike): void
  /** Called each time after it was moved. */
  onAdvanced(listener: () => void): void
}

/** Starts at the given instant, or at the system's time, and runs on. */
export function startClock(start?: Temporal.Instant): Clock {
  let aheadMs = start ? start.epochMilliseconds - Date.now() : 0
  const listeners: (() => void)[] = []
  return {
    // To the millisecond, which is what the database keeps.
    now: () => Temporal.Instant.fromEpochMilliseconds(Date.now() + aheadMs),
    advance(duration) {
      aheadMs += Temporal.Duration.from(duration).total('milliseconds')
      for (const listener of listeners) listener()
    },
    onAdvanced(listener) {
      listeners.push(listener)
    },
  }
}
