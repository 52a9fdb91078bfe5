/**
 * An outbox to deliver from, and what its delivery asks others for, as simple as it can be: members M-1 ... with a Telegram
 * chat each, a message each. Also for processes of their own and for benchmarks, so nothing of vitest is in here.
 */
import { randomUUID } from 'node:crypto'
import type { PlainDateIso } from '../../src/domain/calendar.ts'
import type { Recheck, RecheckMessages, WriteMessage } from '../../src/nudges/delivery/ports.ts'
import type { NudgeMessage } from '../../src/nudges/outbox.ts'
import { toInstantColumn } from '../../src/storage/engine/columns.ts'
import type { Database } from '../../src/storage/engine/database.ts'
import type { QueueBatches } from '../../src/storage/nudges/nudge-jobs.ts'
import type { NewTask } from '../../src/tasks/task.ts'

export const FIRST_CHAT_ID = 10_001
/** X of every final notice. */
export const LAST_PAYABLE_ON = '2026-03-29' as PlainDateIso

export interface Filling {
  count: number
  /** The number of the first member. */
  from?: number
  step?: string
  now: Temporal.Instant
  batchSize?: number
  /** Left out: no job carries them. */
  queue?: QueueBatches
}

/** Message number n goes to member M-n about plan K-n. Gives the ids of their batches. */
export async function fillOutbox({ prisma }: Database, filling: Filling): Promise<string[]> {
  const { count, from = 1, step = '-1', now, batchSize = 500, queue } = filling
  const last = from + count - 1
  const batchIds = Array.from({ length: Math.ceil(count / batchSize) }, () => randomUUID())
  await prisma.$transaction(async (transaction) => {
    await transaction.$executeRaw`
      INSERT INTO member (member_no, full_name) SELECT 'M-' || n, 'Person ' || n FROM generate_series(${from}::int, ${last}::int) n
      ON CONFLICT DO NOTHING`
    await transaction.$executeRaw`
      INSERT INTO chat_link (channel, chat_id, member_no, linked_at)
      SELECT 'telegram', (${FIRST_CHAT_ID}::int - 1 + n)::text, 'M-' || n, ${toInstantColumn(now)}
      FROM generate_series(${from}::int, ${last}::int) n ON CONFLICT DO NOTHING`
    if (step === '+18') {
      await transaction.$executeRaw`
        INSERT INTO package VALUES ('P', 'P', 'S', 'EUR', 1, 1, 1, 1, '2026-01-01', NULL) ON CONFLICT DO NOTHING`
      await transaction.$executeRaw`
        INSERT INTO plan (plan_no, member_no, package_code, currency, total_minor, shares, terms_accepted_on)
        SELECT 'K-' || n, 'M-' || n, 'P', 'EUR', 1, 1, '2026-01-01' FROM generate_series(${from}::int, ${last}::int) n`
    }
    await transaction.$executeRaw`
      WITH message AS (
        INSERT INTO outbox_message
          (member_no, state, created_at, send_at, ready_at, state_at, is_reminder, is_asked_for, batch_id, policy_version)
        SELECT 'M-' || n, 'pending', ${toInstantColumn(now)}, ${toInstantColumn(now)}, ${toInstantColumn(now)},
          ${toInstantColumn(now)}, true, false,
          CASE WHEN ${queue !== undefined} THEN (${batchIds}::text[])[1 + (n - ${from}::int) / ${batchSize}::int]::uuid END, 'test'
        FROM generate_series(${from}::int, ${last}::int) n ORDER BY n
        RETURNING id, member_no
      )
      INSERT INTO outbox_item (message_id, place, member_no, obligation, step, due_on, plan_no, params)
      SELECT id, 0, member_no, 'plan K-' || substr(member_no, 3), ${step}, ${LAST_PAYABLE_ON}::date, 'K-' || substr(member_no, 3), '{}'
      FROM message`
    await queue?.(transaction, batchIds)
  })
  return queue ? batchIds : []
}

interface MessageRow {
  id: number
  memberNo: string
  obligation: string
  planNo: string
  step: string
}

/** Everything may go, to those of the member's chats that are not known to be unreachable, the one linked first first. */
export function recheckFrom({ prisma }: Pick<Database, 'prisma'>): RecheckMessages {
  return async (ids) => {
    const rows = await prisma.$queryRaw<MessageRow[]>`
      SELECT message_id AS id, member_no AS "memberNo", obligation, plan_no AS "planNo", step
      FROM outbox_item WHERE message_id = ANY(${[...ids]}::int[])`
    const links = await prisma.$queryRaw<{ memberNo: string; channel: string; chatId: string }[]>`
      SELECT member_no AS "memberNo", channel, chat_id AS "chatId" FROM chat_link
      WHERE unreachable_since IS NULL AND member_no = ANY(${rows.map(({ memberNo }) => memberNo)}::text[])
      ORDER BY linked_at`
    const chats = Map.groupBy(links, ({ memberNo }) => memberNo)
    return new Map(
      rows.map((row): [number, Recheck] => {
        const { id, memberNo } = row
        const recipient = { memberNo, fullName: '', language: null, chosenLanguage: null, timeZone: null }
        return [
          id,
          { kind: 'go', message: messageOf(row), recipient: { ...recipient, chats: chats.get(memberNo) ?? [] } },
        ]
      }),
    )
  }
}

function messageOf({ memberNo, obligation, planNo, step }: MessageRow): NudgeMessage {
  const kind = step === '+18' ? 'final_notice' : 'before'
  const topic = { obligation, planNo, step, kind, about: LAST_PAYABLE_ON } as const
  return { memberNo, topics: [{ topic, params: {} }], unnamed: 0, mayBePaid: false, offers: [] }
}

/** What it is about stands first, so that it is known again where it arrives. */
export const writePlainly: WriteMessage = ({ topics: [{ topic }] }) => {
  const text = `${topic.obligation}: ${'Amount due, by when, and what it adds. '.repeat(10)}`
  return { locale: 'en', text, rendered: { locale: 'en', blocks: [{ block: 'text', text }] } }
}

export function reachTask({ memberNo, topics: [{ topic }] }: NudgeMessage): NewTask[] {
  const { planNo, about } = topic
  return [
    { kind: 'reach_member', subject: `${planNo} ${about}`, memberNo, planNo, details: { last_payable_on: about } },
  ]
}
