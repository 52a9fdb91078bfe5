/** One line that follows a long import: what is done, how fast, and about how long it will take yet. */
import type { Progress } from '../back-office/importing/progress.ts'
import type { Output } from './command.ts'

const SHOWN_EVERY_MS = 500

export function importProgress(output: Output): Progress {
  const counts = { read: 0, checked: 0, takenIn: 0 }
  let phaseBeganAt = performance.now()
  let shownAt = phaseBeganAt
  const count = (phase: keyof typeof counts, rows: number) => {
    const now = performance.now()
    if (counts[phase] === 0) phaseBeganAt = now
    counts[phase] += rows
    if (now - shownAt < SHOWN_EVERY_MS) return
    shownAt = now
    output.status(line(phase, counts[phase], counts.read, now - phaseBeganAt))
  }
  return {
    read: (_file, rows) => count('read', rows),
    checked: (rows) => count('checked', rows),
    takenIn: (rows) => count('takenIn', rows),
  }
}

const words = { read: 'read', checked: 'checked', takenIn: 'taken in' }

function line(phase: keyof typeof words, done: number, all: number, elapsedMs: number): string {
  const perSecond = elapsedMs > 0 ? (done / elapsedMs) * 1_000 : 0
  const rate = `${Math.round(perSecond).toLocaleString('en')} a second`
  if (phase !== 'takenIn') return `${done.toLocaleString('en')} rows ${words[phase]}, ${rate}`
  const secondsLeft = perSecond > 0 ? Math.max(0, Math.ceil((all - done) / perSecond)) : 0
  return `${done.toLocaleString('en')} of ${all.toLocaleString('en')} rows taken in, ${rate}, about ${duration(secondsLeft)} left`
}

function duration(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`
}
