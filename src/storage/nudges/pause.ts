/** The pause is one row that every sender looks at just before it sends, so it holds at once and in every process. */
import { parseInstant } from '../../domain/calendar.ts'
import type { Pause } from '../../nudges/pause.ts'
import type { Queries } from '../engine/database.ts'
import { readSetting } from '../engine/settings.ts'

/** The setting that is there while nothing may go. */
export const NUDGES_PAUSED = 'nudges_paused'

interface PauseValue {
  at: string
  by: string
}

/** The pause that holds now; `isNew` is false where somebody else had paused before. */
export async function pauseNudges(queries: Queries, { at, by }: Pause): Promise<Pause & { isNew: boolean }> {
  const value: PauseValue = { at: at.toString(), by }
  const { count } = await queries.setting.createMany({
    data: [{ name: NUDGES_PAUSED, value: { ...value } }],
    skipDuplicates: true,
  })
  if (count === 1) return { at, by, isNew: true }
  // Ended by somebody in between: theirs is the last word.
  return { ...((await readPause(queries)) ?? { at, by }), isNew: false }
}

/** The pause that this ended; none where there was none. */
export async function resumeNudges(queries: Queries): Promise<Pause | undefined> {
  const [ended] = await queries.$queryRaw<{ value: PauseValue }[]>`
    DELETE FROM setting WHERE name = ${NUDGES_PAUSED} RETURNING value`
  return ended && toPause(ended.value)
}

export async function readPause(queries: Queries): Promise<Pause | undefined> {
  const value = await readSetting<PauseValue>(queries, NUDGES_PAUSED)
  return value && toPause(value)
}

function toPause({ at, by }: PauseValue): Pause {
  const since = parseInstant(at)
  if (!since) throw new Error(`the setting ${NUDGES_PAUSED} has no instant`)
  return { at: since, by }
}
