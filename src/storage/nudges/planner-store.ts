/** The planner's port on the database. */
import type {
  DecisionToKeep,
  NewMessage,
  Planned,
  PlannerStore,
  SeenPlan,
} from '../../nudges/planning/planner-store.ts'
import { fromInstantColumn } from '../engine/columns.ts'
import type { Database, Queries } from '../engine/database.ts'
import { inChunks, rowSet } from '../engine/row-set.ts'
import type { Prisma } from '../generated/client.ts'
import { openTasks } from '../tasks/task-store.ts'
import { loadCommon, loadPeople } from './load-people.ts'
import type { QueueBatches } from './nudge-jobs.ts'
import { readPause } from './pause.ts'
import { savePlannerRun } from './planner-run.ts'
import { noteStuckNewcomers } from './stuck-newcomers.ts'

export function openPlannerStore({ prisma, locks }: Database, queue: QueueBatches): PlannerStore {
  return {
    common: () => loadCommon(prisma),
    people: (memberNos, at, rechecked) => loadPeople(prisma, memberNos, at, rechecked),
    async exclusively(work) {
      const lock = await locks.take('nudge-planner')
      if (!lock) return { ok: false, reason: 'busy' }
      try {
        return { ok: true, value: await work() }
      } finally {
        await lock.release()
      }
    },
    isPaused: async () => (await readPause(prisma)) !== undefined,

    membersInTurn: (now, most) => membersInTurn(prisma, now, most),
    async lookAt(memberNos, at) {
      // Before the records: what changes them in between must not be taken for seen.
      const seen = await loadSeen(prisma, memberNos)
      return { people: await loadPeople(prisma, memberNos, at), seen }
    },

    save: (planned, policyVersion, now) =>
      prisma.$transaction(async (transaction) => {
        await addMessages(transaction, planned.messages, policyVersion, now, queue)
        await keepDecisions(transaction, planned.decisions, policyVersion, now)
        await moveLooks(transaction, planned)
        await openTasks(transaction, planned.tasks, now)
      }),
    noteRun: (run) => savePlannerRun(prisma, run),
    noteStuckNewcomers: (today, stuckDays, now) => noteStuckNewcomers(prisma, { today, stuckDays }, now),
  }
}

/** By the indexes on these times; whoever has several plans is named once. In no order, which would cost as much again. */
async function membersInTurn(queries: Queries, now: Temporal.Instant, most: number): Promise<string[]> {
  const rows = await queries.$queryRaw<{ memberNo: string }[]>`
    SELECT p.member_no AS "memberNo" FROM plan_projection j JOIN plan p ON p.plan_no = j.plan_no
    WHERE j.nudge_look_at <= ${now.toString()}::timestamptz
    UNION
    SELECT member_no FROM nudge_event WHERE look_at <= ${now.toString()}::timestamptz
    LIMIT ${most}`
  return rows.map(({ memberNo }) => memberNo)
}

async function loadSeen(queries: Queries, memberNos: readonly string[]): Promise<Map<string, SeenPlan>> {
  const rows = await queries.$queryRaw<{ planNo: string; lookAt: Date | null; asOf: Date }[]>`
    SELECT p.plan_no AS "planNo", j.nudge_look_at AS "lookAt", j.as_of AS "asOf"
    FROM plan p JOIN plan_projection j ON j.plan_no = p.plan_no WHERE p.member_no = ANY(${memberNos})`
  return new Map(
    rows.map(({ planNo, lookAt, asOf }) => {
      return [planNo, { lookAt: lookAt && fromInstantColumn(lookAt), asOf: fromInstantColumn(asOf) }]
    }),
  )
}

/** So many messages are carried by one job. */
const MESSAGES_A_BATCH = 200

async function addMessages(
  transaction: Prisma.TransactionClient,
  messages: readonly NewMessage[],
  policyVersion: string,
  now: Temporal.Instant,
  queue: QueueBatches,
): Promise<void> {
  for (const chunk of inChunks(messages, MESSAGES_A_BATCH)) {
    const batchId = crypto.randomUUID()
    const rows = chunk.map(({ items, ...message }) => ({
      ...message,
      items: items.map(({ topic, params }, place) => ({ place, ...topic, params })),
    }))
    await transaction.$executeRaw`
      WITH given AS (
        SELECT r.*, nextval(pg_get_serial_sequence('outbox_message', 'id'))::int AS id
        FROM json_to_recordset(${rowSet(rows)}::json) AS r("memberNo" text, "isReminder" boolean, "isAskedFor" boolean,
          items json)
      ), added AS (
        INSERT INTO outbox_message (id, member_no, state, created_at, send_at, ready_at, state_at, is_reminder,
          is_asked_for, batch_id, policy_version)
        SELECT id, "memberNo", 'pending', ${now.toString()}::timestamptz, ${now.toString()}::timestamptz,
          ${now.toString()}::timestamptz, ${now.toString()}::timestamptz, "isReminder", "isAskedFor", ${batchId}::uuid,
          ${policyVersion}
        FROM given
        RETURNING id
      )
      INSERT INTO outbox_item (message_id, place, member_no, obligation, step, due_on, plan_no, params)
      SELECT g.id, i.place, g."memberNo", i.obligation, i.step, i.about, i."planNo", i.params
      FROM added JOIN given g ON g.id = added.id,
        json_to_recordset(g.items) AS i(place int, obligation text, step text, about date, "planNo" text, params jsonb)`
    await queue(transaction, [batchId])
  }
}

async function keepDecisions(
  transaction: Prisma.TransactionClient,
  decisions: readonly DecisionToKeep[],
  policyVersion: string,
  now: Temporal.Instant,
): Promise<void> {
  for (const chunk of inChunks(decisions)) {
    const rows = chunk.map(({ memberNo, decision, reason, topic: { planNo, obligation, step, about } }) => ({
      memberNo,
      planNo,
      obligation,
      step,
      about,
      decision,
      reason,
    }))
    await transaction.$executeRaw`
      INSERT INTO nudge_decision (member_no, plan_no, obligation, step, due_on, decision, reason, decided_at,
        policy_version)
      SELECT r.*, ${now.toString()}::timestamptz, ${policyVersion}
      FROM json_to_recordset(${rowSet(rows)}::json) AS r("memberNo" text, "planNo" text, obligation text, step text,
        about date, decision text, reason text)
      ON CONFLICT (member_no, obligation, step, due_on, reason) DO NOTHING`
  }
}

async function moveLooks(transaction: Prisma.TransactionClient, { plansLookAt, eventsLookAt }: Planned): Promise<void> {
  for (const chunk of inChunks(plansLookAt)) {
    const rows = chunk.map(({ planNo, seen, lookAt }) => ({ planNo, seen: seen.lookAt, asOf: seen.asOf, lookAt }))
    await transaction.$executeRaw`
      UPDATE plan_projection j SET nudge_look_at = r."lookAt"
      FROM json_to_recordset(${rowSet(rows)}::json)
        AS r("planNo" text, seen timestamptz, "asOf" timestamptz, "lookAt" timestamptz)
      WHERE j.plan_no = r."planNo" AND j.nudge_look_at IS NOT DISTINCT FROM r.seen AND j.as_of = r."asOf"
        AND j.nudge_look_at IS DISTINCT FROM r."lookAt"`
  }
  for (const chunk of inChunks(eventsLookAt)) {
    await transaction.$executeRaw`
      UPDATE nudge_event e SET look_at = r."lookAt"
      FROM json_to_recordset(${rowSet(chunk)}::json) AS r(id int, "lookAt" timestamptz)
      WHERE e.id = r.id`
  }
}
