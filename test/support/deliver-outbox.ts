#!/usr/bin/env node
/**
 * A process that delivers the outbox of a database, and nothing else, so that it can be killed:
 *   node test/support/deliver-outbox.ts <address of the Bot API double> [how many a second]
 * with DATABASE_URL, or DATA_DIR of an embedded database. Prints `ready`, and `done` when nothing is left to send.
 */
import { flushCompileCache } from 'node:module'
import { createTelegramCarry } from '../../src/channels/telegram/carry-nudge.ts'
import { startNudgeDelivery } from '../../src/composition/nudge-delivery.ts'
import { openEmbedded } from '../../src/storage/engine/open-embedded.ts'
import { openPostgres } from '../../src/storage/engine/open-postgres.ts'
import { shareJobs } from '../../src/storage/engine/shared-jobs.ts'
import { reachTask, recheckFrom, writePlainly } from './outbox.ts'

const [apiRoot = '', perSecond = '1000'] = process.argv.slice(2)
const { DATABASE_URL, DATA_DIR = '' } = process.env

const database = DATABASE_URL ? await openPostgres(DATABASE_URL) : await embedded()
const onError = (error: unknown) => process.stderr.write(`${error}\n`)
const delivery = await startNudgeDelivery({
  database,
  openJobs: shareJobs(database, onError),
  policy: { version: 'test', nudges: { messagesPerSecond: Number(perSecond) } as never },
  now: () => Temporal.Instant.fromEpochMilliseconds(Date.now()),
  recheck: recheckFrom(database),
  write: writePlainly,
  channels: new Map([['telegram', createTelegramCarry({ token: '42:TEST', apiRoot })]]),
  toReach: reachTask,
  onError,
  concurrency: 50,
  pollSeconds: 0.5,
})
// It may be killed from now on, and what it compiled is of use to the next one.
flushCompileCache()
process.stdout.write('ready\n')

while ((await database.prisma.outboxMessage.count({ where: { state: { in: ['pending', 'sending'] } } })) > 0) {
  await new Promise((resolve) => setTimeout(resolve, 250))
  await delivery.lookForLost()
}
await delivery.stop()
await database.close()
process.stdout.write('done\n')

async function embedded() {
  const opened = await openEmbedded(DATA_DIR)
  if (!opened.ok) throw new Error(`${DATA_DIR} is in use`)
  return opened.database
}
