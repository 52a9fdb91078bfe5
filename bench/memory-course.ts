/** Whether a process holds more and more while it works: a figure before and one after cannot tell, its course can. */
import { median } from './statistics.ts'

export interface MemorySample {
  /** So many messages had been delivered. */
  delivered: number
  residentMb: number
}

export interface MemoryCourse {
  /** Medians of the first and the last tenth after the warm-up: a collection just before the end must not decide. */
  firstMb: number
  lastMb: number
  highestMb: number
  growthPercent: number
}

/** `warmUp`: what comes before so many messages is not looked at, for the code is still being compiled and caches fill. */
export function courseOf(samples: readonly MemorySample[], warmUp: number): MemoryCourse {
  const warm = samples.filter(({ delivered }) => delivered >= warmUp)
  const end = warm.at(-1)?.delivered ?? warmUp
  const tenth = (end - warmUp) / 10
  const middleOf = (part: readonly MemorySample[]) => median(part.map(({ residentMb }) => residentMb))
  const firstMb = middleOf(warm.filter(({ delivered }) => delivered <= warmUp + tenth))
  const lastMb = middleOf(warm.filter(({ delivered }) => delivered >= end - tenth))
  const highestMb = Math.max(...warm.map(({ residentMb }) => residentMb))
  return { firstMb, lastMb, highestMb, growthPercent: 100 * (lastMb / firstMb - 1) }
}
