/** What a process has used, from Linux's /proc; NaN elsewhere. */
import { readdirSync, readFileSync } from 'node:fs'

/** The kernel counts in hundredths of a second, whatever its own clock does. */
const TICKS_PER_SECOND = 100

/** User and system time of all its threads. */
export function cpuSecondsOf(pid: number): number {
  const fields = statOf(pid)
  return (Number(fields?.[11]) + Number(fields?.[12])) / TICKS_PER_SECOND
}

/** A server of many processes, such as PostgreSQL: the one and all those it started, also those that have ended. */
export function cpuSecondsOfFamily(pid: number): number {
  const fields = statOf(pid)
  const ofEnded = (Number(fields?.[13]) + Number(fields?.[14])) / TICKS_PER_SECOND
  const children = readdirSync('/proc').filter(
    (name) => /^\d+$/.test(name) && Number(statOf(Number(name))?.[1]) === pid,
  )
  return [pid, ...children.map(Number)].reduce((sum, member) => sum + (cpuSecondsOf(member) || 0), ofEnded)
}

export function residentMbOf(pid: number): number {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return Number(kilobytes) / 1024
  } catch {
    return Number.NaN
  }
}

/** The most that it has held so far. */
export function peakMbOf(pid: number): number {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return Number(kilobytes) / 1024
  } catch {
    return Number.NaN
  }
}

/** What follows the name in parentheses, which may hold anything. */
function statOf(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}
