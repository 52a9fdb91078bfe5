/** Plans with their schedules, the money booked to them and their events, in one statement. */
import type { PlainDateIso } from '../../domain/calendar.ts'
import type { PlanPayment, PlanRecords } from '../../domain/plan.ts'
import type { Queries } from '../engine/database.ts'
import { Prisma } from '../generated/client.ts'
import { type EventRow, toPlanEvent } from './plan-events.ts'

interface PlanRow {
  plan_no: string
  member_no: string
  package_code: string
  package_name: string
  currency: string
  total_minor: bigint
  shares: bigint
  terms_accepted_on: PlainDateIso
  cancelled_on: PlainDateIso | null
  restored_on: PlainDateIso | null
  is_history: boolean
  /** seq, due on, amount in minor units */
  installments: [number, PlainDateIso, string][]
  /** entry, amount in minor units, and value, recorded and reversed times in milliseconds */
  payments: [string, string, number, number, number | null][] | null
  events: EventRow[] | null
}

export async function loadPlansOfMember(queries: Queries, memberNo: string): Promise<PlanRecords[]> {
  const [plans = []] = await loadPlansOfMembers(queries, [memberNo])
  return plans
}

/** For each of the members, in the order given. */
export async function loadPlansOfMembers(queries: Queries, memberNos: readonly string[]): Promise<PlanRecords[][]> {
  const plans = await loadPlans(queries, Prisma.sql`p.member_no = ANY(${memberNos})`)
  const plansOf = Map.groupBy(plans, ({ terms }) => terms.memberNo)
  return memberNos.map((memberNo) => plansOf.get(memberNo) ?? [])
}

export function loadPlansByNumber(queries: Queries, planNos: readonly string[]): Promise<PlanRecords[]> {
  return loadPlans(queries, Prisma.sql`p.plan_no = ANY(${planNos})`)
}

/** The next ones in order of their numbers. */
export async function loadPlansAfter(queries: Queries, planNo: string | null, most: number): Promise<PlanRecords[]> {
  const next = await queries.$queryRaw<{ plan_no: string }[]>`
    SELECT plan_no FROM plan WHERE plan_no > ${planNo ?? ''} ORDER BY plan_no LIMIT ${most}`
  return loadPlansByNumber(
    queries,
    next.map(({ plan_no }) => plan_no),
  )
}

/** The next members who have ledger entries, or a balance that is kept, in order of their numbers. */
export async function loadPayersAfter(queries: Queries, memberNo: string | null, most: number): Promise<string[]> {
  const rows = await queries.$queryRaw<{ member_no: string }[]>`
    SELECT member_no FROM (
      (SELECT DISTINCT member_no FROM ledger_entry WHERE member_no > ${memberNo ?? ''} ORDER BY member_no LIMIT ${most})
      UNION
      (SELECT DISTINCT member_no FROM member_balance WHERE member_no > ${memberNo ?? ''} ORDER BY member_no LIMIT ${most})
    ) AS payers ORDER BY member_no LIMIT ${most}`
  return rows.map(({ member_no }) => member_no)
}

/** In order of their numbers. */
export function loadAllPlans(queries: Queries): Promise<PlanRecords[]> {
  return loadPlans(queries, Prisma.sql`TRUE`)
}

export interface PlanPage {
  memberNo?: string | undefined
  /** Only plans after this one. */
  after?: string | undefined
  limit: number
}

/** In order of their numbers. */
export function loadPlansPage(queries: Queries, { memberNo, after, limit }: PlanPage): Promise<PlanRecords[]> {
  const conditions = [
    Prisma.sql`TRUE`,
    ...(memberNo === undefined ? [] : [Prisma.sql`p.member_no = ${memberNo}`]),
    ...(after === undefined ? [] : [Prisma.sql`p.plan_no > ${after}`]),
  ]
  return loadPlans(queries, Prisma.join(conditions, ' AND '), Prisma.sql`LIMIT ${limit}`)
}

/** `condition` speaks of the plan as `p`. */
async function loadPlans(
  queries: Queries,
  condition: Prisma.Sql,
  limit: Prisma.Sql = Prisma.empty,
): Promise<PlanRecords[]> {
  const rows = await queries.$queryRaw<PlanRow[]>`
    SELECT p.plan_no, p.member_no, p.package_code, k.name AS package_name, p.currency, p.total_minor, p.shares,
      p.terms_accepted_on::text, p.cancelled_on::text, p.restored_on::text, p.is_history,
      (SELECT json_agg(json_build_array(i.seq, i.due_on::text, i.amount_minor::text) ORDER BY i.seq)
         FROM installment i WHERE i.plan_no = p.plan_no) AS installments,
      (SELECT json_agg(json_build_array(e.entry_id, e.amount_minor::text,
                floor(extract(epoch FROM e.value_at) * 1000), floor(extract(epoch FROM e.recorded_at) * 1000),
                floor(extract(epoch FROM r.recorded_at) * 1000)))
         FROM ledger_entry e LEFT JOIN ledger_entry r ON r.reverses = e.entry_id
        WHERE e.plan_no = p.plan_no AND e.kind <> 'reversal') AS payments,
      (SELECT json_agg(json_build_array(v.kind, floor(extract(epoch FROM v.recorded_at) * 1000), v.details))
         FROM plan_event v WHERE v.plan_no = p.plan_no) AS events
    FROM plan p JOIN package k ON k.package_code = p.package_code
    WHERE ${condition}
    ORDER BY p.plan_no
    ${limit}`
  return rows.map(toRecords)
}

function toRecords(row: PlanRow): PlanRecords {
  return {
    packageName: row.package_name,
    isHistory: row.is_history,
    events: (row.events ?? []).map(toPlanEvent),
    payments: (row.payments ?? []).map(
      ([entryId, amount, value, recorded, reversed]): PlanPayment => ({
        entryId,
        amountMinor: BigInt(amount),
        valueAt: Temporal.Instant.fromEpochMilliseconds(value),
        recordedAt: Temporal.Instant.fromEpochMilliseconds(recorded),
        ...(reversed !== null && { reversedAt: Temporal.Instant.fromEpochMilliseconds(reversed) }),
      }),
    ),
    terms: {
      planNo: row.plan_no,
      memberNo: row.member_no,
      packageCode: row.package_code,
      currency: row.currency,
      totalMinor: row.total_minor,
      shares: row.shares,
      termsAcceptedOn: row.terms_accepted_on,
      installments: row.installments.map(([seq, dueOn, amount]) => ({ seq, dueOn, amountMinor: BigInt(amount) })),
      ...(row.cancelled_on && { cancelledOn: row.cancelled_on }),
      ...(row.restored_on && { restoredOn: row.restored_on }),
    },
  }
}
