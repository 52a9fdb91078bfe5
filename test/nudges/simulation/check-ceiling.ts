/** In one day at most the ceiling of plans goes; above it only after somebody has said yes that day. (DOMAIN section 4.) */
import { dateAt } from '../../../src/domain/calendar.ts'
import type { ChangedMinds } from './doings.ts'
import type { LivedYear } from './year.ts'

export interface CeilingChecked {
  wrong: string[]
  /** Days on which a person let more go than usual, and those on which more went. */
  daysLetGo: number
  daysAboveCeiling: number
  /** Days on which a person said that no more may go. */
  daysRefused: number
}

/** `cancelledAt`: of every plan, once for each time. */
export function checkCeiling(
  cancelledAt: readonly Temporal.Instant[],
  { letGoAt, refusedOn }: Pick<ChangedMinds, 'letGoAt' | 'refusedOn'>,
  { contractZone, cancellation: { ceilingPlans } }: LivedYear['policy'],
): CeilingChecked {
  const byDay = Map.groupBy(cancelledAt, (at) => dateAt(at, contractZone))
  const wrong = [...byDay].flatMap(([day, ofDay]) => {
    const unasked = ofDay.filter((at) => !isLetGo(at, letGoAt.get(day))).length
    if (unasked <= ceilingPlans) return []
    return [`${unasked} cancelled on ${day} without a word, ${ceilingPlans} may be`]
  })
  return {
    wrong,
    daysLetGo: letGoAt.size,
    daysAboveCeiling: [...byDay.values()].filter(({ length }) => length > ceilingPlans).length,
    daysRefused: refusedOn.size,
  }
}

function isLetGo(at: Temporal.Instant, letGo: Temporal.Instant | undefined): boolean {
  return letGo !== undefined && Temporal.Instant.compare(letGo, at) <= 0
}
