/** Delivery over a fresh database to the Bot API double, with pauses that a test can wait for. */

import { createTelegramCarry } from '../../src/channels/telegram/carry-nudge.ts'
import { startClock } from '../../src/clock.ts'
import {
  type NudgeDelivery,
  type NudgeDeliveryParts,
  startNudgeDelivery,
} from '../../src/composition/nudge-delivery.ts'
import { defaultPolicy } from '../../src/domain/policy.ts'
import type { DeliveryOutcome } from '../../src/nudges/delivery/ports.ts'
import type { Database } from '../../src/storage/engine/database.ts'
import { shareJobs } from '../../src/storage/engine/shared-jobs.ts'
import { type BotApi, startBotApi } from '../support/bot-api/start-bot-api.ts'
import { freshDatabase } from '../support/databases.ts'
import { type Filling, fillOutbox, reachTask, recheckFrom, writePlainly } from '../support/outbox.ts'

export interface DeliveryBase {
  database: Database
  api: BotApi
  clock: ReturnType<typeof startClock>
  outcomes: DeliveryOutcome[]
  refused: unknown[]
  errors: unknown[]
  /** One more run, on the same outbox. */
  start(parts?: Partial<NudgeDeliveryParts>): Promise<NudgeDelivery>
  fill(filling: Partial<Filling>): Promise<string[]>
  states(): Promise<Record<string, number>>
  /** Of message number n. */
  message(number?: number): Promise<Record<string, unknown>>
  /** What the double was told, by what the messages are about; a call counts when it arrives. */
  calls(): string[]
  close(): Promise<void>
}

export const patient = { timeout: 20_000, interval: 20 }
export const TOKEN = '42:TEST'

export async function startDeliveryBase(engine: Database['engine']): Promise<DeliveryBase> {
  const [database, api] = await Promise.all([freshDatabase(engine), startBotApi({ token: TOKEN, admitsAnyChat: true })])
  const clock = startClock(Temporal.Instant.from('2026-03-20T09:30:00Z'))
  const runs: NudgeDelivery[] = []
  const base: DeliveryBase = {
    database,
    api,
    clock,
    outcomes: [],
    refused: [],
    errors: [],
    async start(parts = {}) {
      const delivery = await startNudgeDelivery({
        database,
        openJobs: shareJobs(database, (error) => base.errors.push(error)),
        policy: { ...defaultPolicy, nudges: { ...defaultPolicy.nudges, messagesPerSecond: 1000 } },
        now: () => clock.now(),
        recheck: recheckFrom(database),
        write: writePlainly,
        channels: new Map([['telegram', createTelegramCarry({ token: TOKEN, apiRoot: api.url })]]),
        toReach: reachTask,
        onOutcome: (outcome) => base.outcomes.push(outcome),
        onRefused: (refused) => base.refused.push(refused),
        onError: (error) => base.errors.push(error),
        pollSeconds: 0.5,
        ...parts,
      })
      runs.push(delivery)
      return delivery
    },
    fill: (filling) => fillOutbox(database, { count: 1, now: clock.now(), ...filling }),
    async states() {
      const groups = await database.prisma.outboxMessage.groupBy({ by: ['state'], _count: true })
      return Object.fromEntries(groups.map(({ state, _count }) => [state, _count]))
    },
    async message(number = 1) {
      return { ...(await database.prisma.outboxMessage.findFirstOrThrow({ where: { memberNo: `M-${number}` } })) }
    },
    calls: () => api.callsOf('sendMessage').map(({ payload }) => String(payload.text).split(':', 1)[0] ?? ''),
    async close() {
      for (const run of runs) await run.stop()
      await api.close()
      await database.close()
    },
  }
  return base
}
