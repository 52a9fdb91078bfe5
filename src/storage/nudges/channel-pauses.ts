/** A platform that asked to be let alone for a while is let alone by every process at once. */
import type { Queries } from '../engine/database.ts'
import { Prisma } from '../generated/client.ts'

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
