/** What is under way at a time: at most so many, so that a process that is killed leaves no more than that in doubt. */

export interface InFlight {
  /** Begins the work as soon as there is room; resolves when it has begun. The work never rejects. */
  begin(work: () => Promise<void>): Promise<void>
  /** Resolves when nothing is under way. */
  empty(): Promise<void>
}

export function createInFlight(most: number): InFlight {
  const waiting: (() => void)[] = []
  let emptied: (() => void)[] = []
  let count = 0

  const end = () => {
    const next = waiting.shift()
    if (next) return next()
    count -= 1
    if (count > 0) return
    for (const resolve of emptied) resolve()
    emptied = []
  }
  return {
    async begin(work) {
      if (count < most) count += 1
      else await new Promise<void>((resolve) => waiting.push(resolve))
      void work().finally(end)
    },
    async empty() {
      if (count > 0) await new Promise<void>((resolve) => emptied.push(resolve))
    },
  }
}
