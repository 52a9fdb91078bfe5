/**
 * A base of people to whom one message each is due, in each of the languages, and the planning of it by the planner itself:
 * what stands in the outbox afterwards is what stands there in life, and is carried by the same jobs.
 */
import pg from 'pg'
import { defaultPolicy } from '../src/domain/policy.ts'
import { planNudges } from '../src/nudges/planning/plan-nudges.ts'
import { openPostgres } from '../src/storage/engine/open-postgres.ts'
import { shareJobs } from '../src/storage/engine/shared-jobs.ts'
import { openNudgeJobs } from '../src/storage/nudges/nudge-jobs.ts'
import { openPlannerStore } from '../src/storage/nudges/planner-store.ts'
import type { PostgresServer } from '../test/support/postgres-server.ts'
import { fillBase } from './large-base.ts'

/** When everything is planned: the day after the due date, at noon in Moscow. Delivery's clock runs on from here. */
export const PLANNED_AT = Temporal.Instant.from('2026-03-12T09:00:00Z')

export const LANGUAGES = ['en', 'de', 'es', 'ro', 'hi', 'ru'] as const

const FIRST_CHAT_ID = 10_001

export interface DueBase {
  url: string
  /** Forgets what was planned and sent before, and plans a message for each of the first so many members. */
  plan(count: number): Promise<void>
  close(): Promise<void>
}

export async function createDueBase(server: PostgresServer, name: string, members: number): Promise<DueBase> {
  await server.createDatabase(name)
  const url = `${server.url}/${name}`
  await fillBase(url, members)
  const database = await openPostgres(url)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  for (const statement of makeReachable()) await client.query(statement)
  const jobs = await openNudgeJobs({ database, openJobs: shareJobs(database, tell), pollSeconds: 60 })
  const store = openPlannerStore(database, jobs.queue)
  return {
    url,
    async plan(count) {
      for (const statement of makeDue(count)) await client.query(statement)
      const planned = await planNudges({ store, policy: defaultPolicy, now: () => PLANNED_AT, onError: tell })
      if (!planned.ok || planned.planned !== count) throw new Error(`${JSON.stringify(planned)}, not ${count} planned`)
      await client.query('VACUUM ANALYZE outbox_message, outbox_item, nudge_decision, plan_projection')
    },
    async close() {
      await client.end()
      await jobs.close()
      await database.close()
    },
  }
}

/** Everybody has a chat and a language, and the payments are known up to now. */
function makeReachable(): string[] {
  const languages = LANGUAGES.map((language) => `'${language}'`).join()
  const number = 'substr(member_no, 2)::int'
  return [
    `UPDATE member SET time_zone = 'Europe/Moscow',
       language = (ARRAY[${languages}])[1 + ${number} % ${LANGUAGES.length}]`,
    `INSERT INTO chat_link (channel, chat_id, member_no, linked_at)
       SELECT 'telegram', (${FIRST_CHAT_ID - 1} + ${number})::text, member_no, '2026-01-01Z' FROM member`,
    `INSERT INTO import_run (recorded_at, as_of, report) VALUES ('${PLANNED_AT}', '${PLANNED_AT}', '{}')`,
    'VACUUM ANALYZE',
  ]
}

function makeDue(count: number): string[] {
  return [
    'TRUNCATE outbox_item, outbox_message, nudge_decision',
    'UPDATE plan_projection SET nudge_look_at = NULL WHERE nudge_look_at IS NOT NULL',
    `UPDATE plan_projection SET nudge_look_at = '2026-03-11 21:00Z' WHERE substr(plan_no, 2)::int <= ${count}`,
    'VACUUM ANALYZE plan_projection',
  ]
}

/** Whatever is missing for it shows in the count. */
function tell(error: unknown): void {
  process.stderr.write(`${error}\n`)
}
