/**
 * What planning costs when some plans of a base are due: it must not grow with those that are not. What of it goes into
 * finding who is looked at, next to the shortest SQL that finds the same plans. Some members have two that are due.
 */
import pg from 'pg'
import { textTable } from '../src/command-line/text-table.ts'
import { defaultPolicy } from '../src/domain/policy.ts'
import { planNudges } from '../src/nudges/planning/plan-nudges.ts'
import type { PlannerStore } from '../src/nudges/planning/planner-store.ts'
import type { Database } from '../src/storage/engine/database.ts'
import { openPostgres } from '../src/storage/engine/open-postgres.ts'
import { openPlannerStore } from '../src/storage/nudges/planner-store.ts'
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
    await prepare(url, plans / due)
    bases.push({ plans, url, database: await openPostgres(url), planningSeconds: [], selectionMs: [], sqlMs: [] })
  }
  for (let round = 0; round <= rounds; round++) {
    for (const base of bases) {
      await makeDue(base, due)
      // Both find their pages in memory.
      await bareSelection(base.database)
      const bare = await timed(() => bareSelection(base.database))
      const members = new Set(bare.value.map(({ member_no }) => member_no)).size
      if (bare.value.length !== due || members !== (due * 3) / 4) throw new Error(`${bare.value.length} found`)
      const { store, selection } = watched(openPlannerStore(base.database, async () => {}))
      const planned = await timed(() =>
        planNudges({
          store,
          policy: defaultPolicy,
          now: () => NOW,
          onError(error) {
            throw error
          },
        }),
      )
      if (!planned.value.ok || planned.value.planned !== members) throw new Error(JSON.stringify(planned.value))
      // The first round warms up.
      if (round === 0) continue
      base.planningSeconds.push(planned.ms / 1000)
      base.selectionMs.push(selection.ms)
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

/** How long it takes to find those whose time has come, all in all. */
function watched(store: PlannerStore): { store: PlannerStore; selection: { ms: number } } {
  const selection = { ms: 0 }
  const membersInTurn: PlannerStore['membersInTurn'] = async (...asked) => {
    const { value, ms } = await timed(() => store.membersInTurn(...asked))
    selection.ms += ms
    return value
  }
  return { store: { ...store, membersInTurn }, selection }
}

/** Everybody has a chat, and the payments are known up to now; of four plans that are due two are one member's. */
async function prepare(url: string, one: number): Promise<void> {
  await execute(url, [
    `UPDATE plan SET member_no = 'M' || lpad((substr(plan_no, 2)::int - ${one})::text, 8, '0')
       WHERE substr(plan_no, 2)::int % ${4 * one} = 0`,
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

function bareSelection({ prisma }: Database): Promise<{ member_no: string }[]> {
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
