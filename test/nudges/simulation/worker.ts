/** Claims, planner, delivery and cancellations as the worker runs them, with the clock in the simulation's hands. */
import type { CancellationReport } from '../../../src/cancellation/cancellation-report.ts'
import { createTelegramCarry } from '../../../src/channels/telegram/carry-nudge.ts'
import { cancellationsOf } from '../../../src/composition/cancellations.ts'
import { createNudgeWriter } from '../../../src/composition/nudge-writer.ts'
import { dateAt } from '../../../src/domain/calendar.ts'
import type { Policy } from '../../../src/domain/policy.ts'
import { loadLocales } from '../../../src/i18n/locales.ts'
import { createRenderer } from '../../../src/i18n/render-reply.ts'
import { settleClaims } from '../../../src/nudges/claims.ts'
import { createChannelPauses } from '../../../src/nudges/delivery/channel-pauses.ts'
import { type BatchParts, deliverBatch } from '../../../src/nudges/delivery/deliver-batch.ts'
import { createInFlight } from '../../../src/nudges/delivery/in-flight.ts'
import { recover } from '../../../src/nudges/delivery/recover.ts'
import { planNudges } from '../../../src/nudges/planning/plan-nudges.ts'
import { recheckMessages } from '../../../src/nudges/planning/recheck.ts'
import { tasksToReach } from '../../../src/nudges/planning/tasks-to-reach.ts'
import type { Database } from '../../../src/storage/engine/database.ts'
import { openClaimStore } from '../../../src/storage/nudges/claims.ts'
import { endPastHolds } from '../../../src/storage/nudges/holds.ts'
import { openOutboxStore } from '../../../src/storage/nudges/outbox-delivery.ts'
import { openRecoveryStore } from '../../../src/storage/nudges/outbox-recovery.ts'
import { openPlannerStore } from '../../../src/storage/nudges/planner-store.ts'
import { openRecheckStore } from '../../../src/storage/nudges/recheck-store.ts'

export interface SimulatedWorker {
  /** Looks once, as it does every minute. */
  run(look: Look): Promise<CancellationReport | undefined>
  /** Its process ends when messages are planned, before any of them is sent. */
  planAndEnd(): Promise<void>
  end(): Promise<void>
}

export interface Look {
  mayCancel: boolean
  /** Messages of earlier looks may wait. */
  mayBeLeft: boolean
}

export interface WorkerOrder {
  database: Database
  policy: Policy
  token: string
  apiRoot: string
  now(): Temporal.Instant
}

export function createWorker({ database, policy, token, apiRoot, now }: WorkerOrder): SimulatedWorker {
  const queued: string[] = []
  const run = { database, worker: crypto.randomUUID(), policyVersion: policy.version, now }
  const recheckStore = openRecheckStore(database, policy.grace.days)
  const recheck = (ids: readonly number[]) => recheckMessages(recheckStore, policy, ids, now())
  const locales = loadLocales()
  const write = createNudgeWriter({
    renderer: createRenderer(locales),
    policy,
    languages: locales.map(({ tag }) => tag),
  })
  const recovery = openRecoveryStore(run, async (_transaction, batchIds) => {
    queued.push(...batchIds)
  })
  const onError = (error: unknown) => {
    throw error
  }
  const inFlight = createInFlight(50)
  const parts: BatchParts = {
    store: openOutboxStore(run),
    recheck,
    write,
    channels: new Map([['telegram', createTelegramCarry({ token, apiRoot, timeoutSeconds: 2 })]]),
    toReach: tasksToReach,
    pauses: createChannelPauses(),
    pace: async () => {},
    inFlight,
    partSize: 100,
    now,
    onWait: () => {},
    onOutcome: () => {},
    onRefused: () => {},
    onError,
    stop: new AbortController().signal,
    stopping: new AbortController().signal,
  }
  const planner = {
    onError,
    store: openPlannerStore(database, async (_transaction, batchIds) => {
      queued.push(...batchIds)
    }),
    policy,
    now,
  }
  const claims = openClaimStore(database)
  const cancellations = cancellationsOf({ database, policy, now })
  let heldOn: string | undefined
  const plan = async () => {
    // Holds end with a date.
    const today = dateAt(now(), policy.contractZone)
    if (today !== heldOn) await endPastHolds(database.prisma, now(), today)
    heldOn = today
    while ((await settleClaims({ store: claims, policy, now: now() })) > 0);
    await planNudges(planner)
  }
  return {
    async run({ mayCancel, mayBeLeft }) {
      await plan()
      const deliver = async () => {
        for (const batchId of queued.splice(0)) await deliverBatch(parts, batchId)
        await inFlight.empty()
      }
      await deliver()
      // No job of the queue's own carries what is left: all of it counts as left lying.
      if (mayBeLeft) {
        await recover({ store: recovery, recheck, toReach: tasksToReach, onError, onInterrupted: () => {} })
        await deliver()
      }
      return mayCancel ? cancellations.run() : undefined
    },
    async planAndEnd() {
      await plan()
      queued.splice(0)
    },
    end: () => inFlight.empty(),
  }
}
