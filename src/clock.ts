/** The process's only source of "now". In tests and on the playground it starts elsewhere or is moved forward. */
export interface Clock {
  now(): Temporal.Instant
  advance(duration: Temporal.DurationLike): void
  /** Called each time after it was moved. */
  onAdvanced(listener: () => void): void
}

/** Starts at the given instant, or at the system's time, and runs on. */
export function startClock(start?: Temporal.Instant): Clock {
  const system = Temporal.Now.instant()
  let ahead = start ? system.until(start) : new Temporal.Duration()
  const listeners: (() => void)[] = []
  return {
    // To the millisecond, which is what the database keeps.
    now: () => Temporal.Instant.fromEpochMilliseconds(Temporal.Now.instant().add(ahead).epochMilliseconds),
    advance(duration) {
      ahead = ahead.add(duration)
      for (const listener of listeners) listener()
    },
    onAdvanced(listener) {
      listeners.push(listener)
    },
  }
}
