/**
 * Plans, delivers and cancels, where nudges are on: at the start, once a minute, and at once when the clock of a demo is
 * moved. Claims to have paid are settled first, so that their silence ends; cancellations come last, and not while sending
 * is paused, for nobody could be told of them.
 */
import { settleClaims } from '../nudges/claims.ts'
import { planNudges } from '../nudges/planning/plan-nudges.ts'
import { recheckMessages } from '../nudges/planning/recheck.ts'
import { tasksToReach } from '../nudges/planning/tasks-to-reach.ts'
import { keepPaymentsComplete } from '../storage/base/demo-base.ts'
import { openClaimStore } from '../storage/nudges/claims.ts'
import { readPause } from '../storage/nudges/pause.ts'
import { openPlannerStore } from '../storage/nudges/planner-store.ts'
import { openRecheckStore } from '../storage/nudges/recheck-store.ts'
import { cancellationsOf } from './cancellations.ts'
import { startNudgeDelivery } from './nudge-delivery.ts'
import { createNudgeWriter } from './nudge-writer.ts'
import type { WorkerParts } from './parts.ts'
import { repeat } from './repeat.ts'

const LOOKING_INTERVAL_MS = 60_000

export async function startNudging(parts: WorkerParts): Promise<{ stop(): Promise<void> }> {
  const { database, base, policy, now, logger, meter, carries, clock } = parts
  const onError = (error: unknown) => logger.error({ error }, 'sending failed')
  const recheckStore = openRecheckStore(database, policy.grace.days)
  const delivery = await startNudgeDelivery({
    database,
    openJobs: parts.openJobs,
    policy,
    now,
    recheck: (messageIds) => recheckMessages(recheckStore, policy, messageIds, now()),
    write: createNudgeWriter({ ...parts, languages: parts.locales.map(({ tag }) => tag) }),
    channels: carries,
    toReach: tasksToReach,
    onOutcome: (outcome) => meter.countOutcome(outcome),
    onRefused: (refused) => logger.error(refused, 'a message was refused'),
    onError,
  })
  const planner = openPlannerStore(database, delivery.queue)
  const claims = openClaimStore(database)
  const cancellations = cancellationsOf(parts)

  const look = async () => {
    if (base.kind === 'demo') await keepPaymentsComplete(database, now())
    while ((await settleClaims({ store: claims, policy, now: now() })) > 0);
    // Whatever hinders planning, plans are cancelled all the same.
    await planNudges({ store: planner, policy, now, onError, onDecision: meter.countDecision }).catch(onError)
    delivery.wake()
    if (await readPause(database.prisma)) return
    const { cancelled } = await cancellations.run()
    if (cancelled.length > 0) logger.info({ count: cancelled.length }, 'plans were cancelled')
  }
  const looking = repeat(LOOKING_INTERVAL_MS, () => look().catch(onError))
  clock.onAdvanced(looking.now)
  return {
    async stop() {
      await looking.stop()
      await delivery.stop()
    },
  }
}
