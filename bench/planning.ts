/**
 * What planning costs when some plans of a base are due: it must not grow with those that are not. The selection of who is
 * looked at, by itself, next to the shortest SQL that finds the same.
 */
import pg from 'pg'
import { textTable } from '../src/command-line/text-table.ts'
import { defaultPolicy } from '../src/domain/policy.ts'
import { planNudges } from '../src/nudges/planning/plan-nudges.ts'
import type { Database } from '../src/storage/engine/database.ts'
import { openPostgres } from '../src/storage/engine/open-postgres.ts'
import { membersInTurn, openPlannerStore } from '../src/storage/nudges/planner-store.ts'
import type { PostgresServer } from '../test/support/postgres-server.ts'
import { fillBase } from './large-base.ts'
import { median, withSpread } from './statistics.ts'

const AIM_SECONDS = 60
const AIM_TO_SMALLER = 1.3
const AIM_TO_SQL = 1.5

/** The day after the due date, at noon in Moscow: the first late step is right. */
const NOW = Temporal.Instant.from('2026-03-12T09:00:00Z')

interface Base {
  plans: number
  url: string
  database: Database
  planningSeconds: number[]
  selectionMs: number[]
  sqlMs: number[]
}

export async function measurePlanning(
  server: PostgresServer,
  { sizes, due, rounds }: { sizes: readonly number[]; due: number; rounds: number },
): Promise<string[]> {
  const bases: Base[] = []
  for (const plans of sizes) {
    const name = `planning_${plans}`
    await server.createDatabase(name)
    const url = `${server.url}/${name}`
    await fillBase(url, plans)
    await prepare(url)
    bases.push({ plans, url, database: await openPostgres(url), planningSeconds: [], selectionMs: [], sqlMs: [] })
  }
  for (let round = 0; round <= rounds; round++) {
    for (const base of bases) {
      await makeDue(base, due)
      const selected = await timed(() => membersInTurn(base.database.prisma, NOW, due))
      const bare = await timed(() => bareSelection(base.database))
      if (selected.value.length !== due || bare.value.length !== due)
        throw new Error(`${selected.value.length} selected`)
      const planned = await timed(() =>
        planNudges({
          store: openPlannerStore(base.database, async () => {}),
          policy: defaultPolicy,
          now: () => NOW,
          onError(error) {
            throw error
          },
        }),
      )
      if (!planned.value.ok || planned.value.planned !== due) throw new Error(JSON.stringify(planned.value))
      // The first round warms up.
      if (round === 0) continue
      base.planningSeconds.push(planned.ms / 1000)
      base.selectionMs.push(selected.ms)
      base.sqlMs.push(bare.ms)
    }
  }
  for (const { database } of bases) await database.close()
  return table(bases, due)
}

function table(bases: readonly Base[], due: number): string[] {
  const smallest = median(bases[0]?.planningSeconds ?? [])
  const header = [
    `planning, ${due.toLocaleString('en')} plans due`,
    's',
    'to the smaller base',
    'selection ms',
    'to bare SQL',
    'aims',
  ]
  return textTable(
    header,
    bases.map(({ plans, planningSeconds, selectionMs, sqlMs }) => [
      `of ${plans.toLocaleString('en')}`,
      withSpread(planningSeconds, 1),
      (median(planningSeconds) / smallest).toFixed(2),
      withSpread(selectionMs, 1),
      (median(selectionMs) / median(sqlMs)).toFixed(2),
      `${AIM_SECONDS} s, ${AIM_TO_SMALLER}, ${AIM_TO_SQL}`,
    ]),
  )
}

/** Everybody has a chat, and the payments are known up to now. */
async function prepare(url: string): Promise<void> {
  await execute(url, [
    `UPDATE member SET time_zone = 'Europe/Moscow', language = 'ru'`,
    `INSERT INTO chat_link (channel, chat_id, member_no, linked_at)
       SELECT 'telegram', member_no, member_no, '2026-01-01Z' FROM member`,
    `INSERT INTO import_run (recorded_at, as_of, report) VALUES ('${NOW}', '${NOW}', '{}')`,
    'VACUUM ANALYZE',
  ])
}

/** As if nothing had been planned: plans all over the base are due, the others at their next step. */
async function makeDue({ url, plans }: Base, due: number): Promise<void> {
  await execute(url, [
    'TRUNCATE outbox_item, outbox_message, nudge_decision',
    `UPDATE plan_projection SET nudge_look_at = CASE WHEN substr(plan_no, 2)::int % ${plans / due} = 0
       THEN timestamptz '2026-03-11 21:00Z' ELSE timestamptz '2026-03-15 21:00Z' END
       WHERE nudge_look_at IS NULL OR substr(plan_no, 2)::int % ${plans / due} = 0`,
    'VACUUM ANALYZE plan_projection',
  ])
}

function bareSelection({ prisma }: Database): Promise<unknown[]> {
  return prisma.$queryRaw`
    SELECT p.member_no FROM plan_projection j JOIN plan p ON p.plan_no = j.plan_no
    WHERE j.nudge_look_at <= ${NOW.toString()}::timestamptz`
}

async function execute(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; ms: number }> {
  const startedMs = performance.now()
  const value = await work()
  return { value, ms: performance.now() - startedMs }
}
