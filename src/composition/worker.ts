/**
 * The role `worker`: everything that runs by itself. More workers on one PostgreSQL share it; each part sees to it that
 * nothing is done twice. What is under way when it is stopped is waited for.
 */
import { dateAt } from '../domain/calendar.ts'
import { followDates } from '../ledger/follow-dates.ts'
import { forgetRequests } from '../storage/back-office/request-store.ts'
import { forgetHandledUpdates } from '../storage/chats/forget-handled-updates.ts'
import { openFollowDatesStore } from '../storage/ledger/follow-dates-store.ts'
import { telling } from '../storage/ledger/tell.ts'
import { forgetOldTexts } from '../storage/nudges/forget-old-texts.ts'
import { endPastHolds } from '../storage/nudges/holds.ts'
import type { WorkerParts } from './parts.ts'
import { repeat } from './repeat.ts'
import { resumeImport } from './resume-import.ts'
import { summariseDay } from './summary.ts'

const CLEANING_INTERVAL_MS = 3_600_000
const RESUMING_INTERVAL_MS = 30_000
const LOOKING_INTERVAL_MS = 60_000

export interface Worker {
  stop(): Promise<void>
}

export async function startWorker(parts: WorkerParts): Promise<Worker> {
  await using started = new AsyncDisposableStack()
  const repeated = (everyMs: number, what: string, work: () => Promise<void>) => {
    const running = repeat(everyMs, () => work().catch((error) => parts.logger.error({ error }, `${what} failed`)))
    started.defer(() => running.stop())
  }
  repeated(CLEANING_INTERVAL_MS, 'cleaning', () => forgetWhatIsPast(parts))
  // A command in a process of its own may be killed at any time, too.
  repeated(RESUMING_INTERVAL_MS, 'going on with an interrupted import', () => resumeImport(parts))
  repeated(LOOKING_INTERVAL_MS, 'following the dates', () => followTheDates(parts))
  repeated(LOOKING_INTERVAL_MS, 'ending past holds', () => endHolds(parts))
  repeated(LOOKING_INTERVAL_MS, 'the morning summary', () => summariseDay(parts))
  // Its queue takes seconds to open: who writes to us is answered before.
  const nudging = parts.areNudgesOn && hasChannel(parts) ? startNudgingLater(parts) : undefined
  started.defer(async () => (await nudging)?.stop())
  const running = started.move()
  return { stop: () => running.disposeAsync() }
}

/** What was planned where nothing can be sent would grow old there. */
function hasChannel({ carries, logger }: WorkerParts): boolean {
  if (carries.size === 0) logger.warn('NUDGES is on, but this process has no channel to send over')
  return carries.size > 0
}

/** Where it cannot start, `health` is red: nothing is planned. */
async function startNudgingLater(parts: WorkerParts): Promise<{ stop(): Promise<void> } | undefined> {
  try {
    const { startNudging } = await import('./nudging.ts')
    return await startNudging(parts)
  } catch (error) {
    parts.logger.error({ error }, 'what is sent unasked could not be started')
    return undefined
  }
}

function followTheDates({ database, policy, now, addWebhookEvents }: WorkerParts): Promise<void> {
  return followDates(openFollowDatesStore(database, telling(addWebhookEvents)), policy, now())
}

async function forgetWhatIsPast({ database, policy, now }: WorkerParts): Promise<void> {
  await forgetHandledUpdates(database, now())
  await forgetRequests(database, now())
  await forgetOldTexts(database, policy.nudges.keepTextDays, now())
}

async function endHolds({ database, policy, now, logger }: WorkerParts): Promise<void> {
  const at = now()
  const count = await endPastHolds(database.prisma, at, dateAt(at, policy.contractZone))
  if (count > 0) logger.info({ count }, 'people are no longer let alone: their last date of silence has passed')
}
