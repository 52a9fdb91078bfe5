/** What stops sending, in every process at once: a setting that is there. */
import type { Queries } from '../engine/database.ts'
import { readSetting } from '../engine/settings.ts'
import { Prisma } from '../generated/client.ts'

/** By an operator's word, until it is taken away. */
export const NUDGES_PAUSED = 'nudges_paused'

export async function areNudgesPaused(queries: Queries): Promise<boolean> {
  return (await readSetting(queries, NUDGES_PAUSED)) !== undefined
}

/** A longer pause stays. */
export async function pauseChannel(queries: Queries, channel: string, until: Temporal.Instant): Promise<void> {
  const value = JSON.stringify({ until: until.toString() })
  await queries.$executeRaw`
    INSERT INTO setting (name, value) VALUES (${channelPauseName(channel)}, ${value}::jsonb)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value
    WHERE (setting.value ->> 'until')::timestamptz < (excluded.value ->> 'until')::timestamptz`
}

/** In SQL: until when the channel is paused, where it is. */
export function channelPausedUntil(channel: Prisma.Sql, now: Temporal.Instant): Prisma.Sql {
  return Prisma.sql`(
    SELECT (s.value ->> 'until')::timestamptz FROM setting s
    WHERE s.name = 'channel_pause_' || ${channel} AND (s.value ->> 'until')::timestamptz > ${now.toString()}::timestamptz)`
}

function channelPauseName(channel: string): string {
  return `channel_pause_${channel}`
}
