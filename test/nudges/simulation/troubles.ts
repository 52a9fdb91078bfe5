/** What goes wrong in the year: workers that stand still, imports that stay away, a clock that jumps, a platform that fails. */
import type { Random } from '../../../src/demo/random.ts'
import type { FaultScript } from '../../support/bot-api/faults.ts'

export interface Troubles {
  isWorkerAway(hour: number): boolean
  isImportAway(hour: number): boolean
  /** Nothing can be sent, so that what was planned waits over an import. */
  isPlatformAway(hour: number): boolean
  /** Minutes that the clock jumps at the beginning of an hour. */
  jumps: ReadonlyMap<number, number>
  faultsOf(random: Random): FaultScript[]
}

/** The first and the last days are calm, so that what began can end. */
export const CALM_DAYS = 3

export function makeTroubles(random: Random, days: number): Troubles {
  const lastHour = (days - CALM_DAYS) * 24
  const hour = () => random.int(CALM_DAYS * 24, lastHour)
  const spells = (count: number, least: number, most: number) =>
    Array.from({ length: count }, () => {
      const from = hour()
      return { from, to: Math.min(lastHour, from + random.int(least, most)) }
    })
  const workerSpells = spells(Math.ceil(days / 30), 3, 60)
  const importSpells = spells(Math.ceil(days / 60), 24, 150)
  const platformSpells = spells(Math.ceil(days / 60), 6, 36)
  const isIn = (all: readonly { from: number; to: number }[], at: number) =>
    all.some(({ from, to }) => from <= at && at < to)
  const jumps = new Map(
    Array.from({ length: Math.ceil(days / 40) }, () => [hour(), random.pick([-110, -60, 180, 600, 2_000])]),
  )
  return {
    isWorkerAway: (at) => isIn(workerSpells, at),
    isImportAway: (at) => isIn(importSpells, at),
    isPlatformAway: (at) => isIn(platformSpells, at),
    jumps,
    faultsOf: (stream) =>
      stream.chance(25)
        ? [
            stream.pick<FaultScript>([
              { kind: 'tooManyRequests', retryAfterSeconds: stream.int(1, 90) },
              { kind: 'serverError', times: stream.int(1, 3) },
              { kind: 'serverError', errorCode: 502 },
              { kind: 'dropAfterAccepting', times: stream.int(1, 2) },
              { kind: 'dropBeforeAccepting', times: stream.int(1, 3) },
              { kind: 'badRequest', reason: 'message text is odd' },
            ]),
          ]
        : [],
  }
}
