/** Payments on their way in, in columns of their own types. */
import type { StagedPayment, Staging } from '../../back-office/importing/staging.ts'
import type { PaymentKind } from '../../domain/ledger-entry.ts'
import type { CopyIn, Queries } from '../engine/database.ts'
import { Prisma } from '../generated/client.ts'

type PaymentStaging = Pick<
  Staging,
  'addPayments' | 'paymentsAfter' | 'withPayments' | 'waitingNamed' | 'bringEqualIdsTogether'
>

interface StagedRow {
  booked_with: string
  line: number
  payment_id: string
  kind: PaymentKind
  member_no: string
  plan_no: string | null
  reverses: string | null
  currency: string
  amount_minor: bigint
  /** In milliseconds. */
  value_at: number
  received_at: number | null
  method: string | null
  unstated: readonly Optional[]
  waited_for: string | null
}

const optionalColumns = ['plan_no', 'reverses', 'received_at', 'method'] as const
type Optional = (typeof optionalColumns)[number]

const columns = [
  'booked_with',
  'line',
  'payment_id',
  'kind',
  'member_no',
  'plan_no',
  'reverses',
  'currency',
  'amount_minor',
  'value_at',
  'received_at',
  'method',
  'unstated',
  'waited_for',
]

export function paymentStagingOn(queries: Queries, copyIn?: CopyIn): PaymentStaging {
  return {
    async addPayments(payments) {
      if (payments.length === 0) return
      const rows = payments.map(cellsOf)
      if (copyIn) return copyIn('staged_payment', columns, rows.map(toCopyLine))
      const column = (index: number) => rows.map((row) => row[index] ?? null)
      await queries.$executeRaw`
        INSERT INTO staged_payment (booked_with, line, payment_id, kind, member_no, plan_no, reverses, currency,
          amount_minor, value_at, received_at, method, unstated, waited_for)
        SELECT a, b::int, c, d, e, f, g, h, i::bigint, j::timestamptz, k::timestamptz, l, m::text[], n
        FROM unnest(${column(0)}::text[], ${column(1)}::text[], ${column(2)}::text[], ${column(3)}::text[],
          ${column(4)}::text[], ${column(5)}::text[], ${column(6)}::text[], ${column(7)}::text[], ${column(8)}::text[],
          ${column(9)}::text[], ${column(10)}::text[], ${column(11)}::text[], ${column(12)}::text[],
          ${column(13)}::text[]) AS r(a, b, c, d, e, f, g, h, i, j, k, l, m, n)`
    },

    async paymentsAfter(bookedWith, atLeast) {
      const after = bookedWith ?? ''
      const [last] = await queries.$queryRaw<{ booked_with: string }[]>`
        SELECT booked_with FROM staged_payment WHERE booked_with > ${after}
        ORDER BY booked_with, line OFFSET ${atLeast - 1} LIMIT 1`
      const upTo = last ? Prisma.sql`AND booked_with <= ${last.booked_with}` : Prisma.empty
      const rows = await queries.$queryRaw<StagedRow[]>`
        SELECT booked_with, line, payment_id, kind, member_no, plan_no, reverses, currency, amount_minor,
          (extract(epoch FROM value_at) * 1000)::float8 AS value_at,
          (extract(epoch FROM received_at) * 1000)::float8 AS received_at, method, unstated, waited_for
        FROM staged_payment WHERE booked_with > ${after} ${upTo} ORDER BY booked_with, line`
      return rows.map(toStaged)
    },

    async withPayments(memberNos) {
      const rows = await queries.$queryRaw<{ booked_with: string }[]>`
        SELECT DISTINCT booked_with FROM staged_payment WHERE booked_with = ANY(${memberNos})`
      return rows.map(({ booked_with }) => booked_with)
    },

    async waitingNamed(after, most) {
      const [waiting] = await queries.$queryRaw<{ any: boolean }[]>`
        SELECT EXISTS (SELECT FROM quarantined_payment) AS any`
      if (!waiting?.any) return []
      return queries.$queryRaw`
        SELECT q.payment_id AS "paymentId", q.content_hash AS "contentHash", q.row AS content, q.reason
        FROM quarantined_payment q JOIN (
          SELECT w.payment_id, w.content_hash FROM staged_payment s JOIN quarantined_payment w
            ON w.payment_id = s.payment_id
          UNION SELECT w.payment_id, w.content_hash FROM staged_payment s JOIN quarantined_payment w
            ON w.member_no = s.booked_with
          UNION SELECT w.payment_id, w.content_hash FROM staged_payment s JOIN quarantined_payment w
            ON w.reverses = s.payment_id
          UNION SELECT w.payment_id, w.content_hash FROM staged_record r JOIN quarantined_payment w
            ON r.file = 'members.csv' AND w.member_no = r.key
          UNION SELECT w.payment_id, w.content_hash FROM staged_record r JOIN quarantined_payment w
            ON r.file = 'plans.csv' AND w.plan_no = r.key
          UNION SELECT w.payment_id, w.content_hash FROM staged_record r JOIN quarantined_payment w
            ON r.file = 'plans.csv' AND w.member_no = r.fields ->> 'member_no'
        ) AS named ON named.payment_id = q.payment_id AND named.content_hash = q.content_hash
        WHERE (q.payment_id, q.content_hash) > (${after?.paymentId ?? ''}, ${after?.contentHash ?? ''})
        ORDER BY q.payment_id, q.content_hash LIMIT ${most}`
    },

    async bringEqualIdsTogether() {
      await queries.$executeRaw`
        UPDATE staged_payment s SET booked_with = same.booked_with
        FROM (
          SELECT payment_id, COALESCE(min(booked_with) FILTER (WHERE line > 0), min(booked_with)) AS booked_with
          FROM staged_payment GROUP BY payment_id HAVING min(booked_with) <> max(booked_with)
        ) AS same
        WHERE s.payment_id = same.payment_id AND s.booked_with <> same.booked_with`
    },
  }
}

/** In the order of `columns`. */
function cellsOf({ bookedWith, line, payment, waitedFor }: StagedPayment): (string | null)[] {
  const { planNo, reverses, receivedAt, method } = payment
  const stated = { plan_no: planNo, reverses, received_at: receivedAt, method }
  return [
    bookedWith,
    line.toString(),
    payment.paymentId,
    payment.kind,
    payment.memberNo,
    planNo ?? null,
    reverses ?? null,
    payment.currency,
    payment.amountMinor.toString(),
    payment.valueAt.toString(),
    receivedAt?.toString() ?? null,
    method ?? null,
    `{${optionalColumns.filter((column) => stated[column] === undefined).join(',')}}`,
    waitedFor,
  ]
}

function toStaged(row: StagedRow): StagedPayment {
  const isStated = (column: Optional) => !row.unstated.includes(column)
  return {
    bookedWith: row.booked_with,
    line: row.line,
    waitedFor: row.waited_for,
    payment: {
      paymentId: row.payment_id,
      kind: row.kind,
      memberNo: row.member_no,
      currency: row.currency,
      amountMinor: row.amount_minor,
      valueAt: Temporal.Instant.fromEpochMilliseconds(row.value_at),
      ...(isStated('plan_no') && { planNo: row.plan_no }),
      ...(isStated('reverses') && { reverses: row.reverses }),
      ...(isStated('received_at') && {
        receivedAt: row.received_at === null ? null : Temporal.Instant.fromEpochMilliseconds(row.received_at),
      }),
      ...(isStated('method') && { method: row.method }),
    },
  }
}

/** PostgreSQL's text format: tabs between cells, `\N` for none. */
function toCopyLine(cells: readonly (string | null)[]): string {
  let line = ''
  for (const [index, cell] of cells.entries()) {
    if (index > 0) line += '\t'
    line += cell === null ? '\\N' : NEEDS_ESCAPE.test(cell) ? cell.replace(ESCAPED, escaped) : cell
  }
  return `${line}\n`
}

const NEEDS_ESCAPE = /[\\\n\r\t]/
const ESCAPED = /[\\\n\r\t]/g
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function escaped(character: string): string {
  return escapes[character] ?? character
}
