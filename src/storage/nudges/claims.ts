/** Claims to have paid: at most one is open about a plan. */
import type { PlainDateIso } from '../../domain/calendar.ts'
import type { ClaimStore, ClaimsInHand } from '../../nudges/claims.ts'
import type { ClaimOutcome, NewClaim, PaymentClaim } from '../../nudges/contact-desk.ts'
import { fromDateColumn, fromInstantColumn, toDateColumn, toInstantColumn } from '../engine/columns.ts'
import type { Database, Queries } from '../engine/database.ts'
import { Prisma, type PaymentClaim as Row } from '../generated/client.ts'
import { loadPlansByNumber } from '../ledger/load-plans.ts'
import { openTasks } from '../tasks/task-store.ts'

/** The open one about this plan, or else the last one about the installment of this due date. */
export async function lastClaim(
  queries: Queries,
  planNo: string,
  dueOn: PlainDateIso,
): Promise<PaymentClaim | undefined> {
  const row = await queries.paymentClaim.findFirst({
    where: { planNo, OR: [{ closedAt: null }, { dueOn: toDateColumn(dueOn) }] },
    orderBy: [{ closedAt: { sort: 'desc', nulls: 'first' } }, { id: 'desc' }],
  })
  return row ? toClaim(row) : undefined
}

/** Needs a transaction. Whoever claims about the same plan at the same moment comes after it. */
export async function addClaim(queries: Queries, claim: NewClaim): Promise<PaymentClaim | undefined> {
  const { planNo, memberNo } = claim
  await queries.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`payment claim ${planNo}`}, 0))`
  if ((await queries.paymentClaim.count({ where: { planNo, closedAt: null } })) > 0) return undefined
  const row = await queries.paymentClaim.create({
    data: {
      memberNo,
      planNo,
      dueOn: toDateColumn(claim.dueOn),
      claimedAt: toInstantColumn(claim.claimedAt),
      holdUntil: toInstantColumn(claim.holdUntil),
    },
  })
  return toClaim(row)
}

/** What is closed stays so. */
export async function closeClaims(
  queries: Queries,
  ids: readonly number[],
  outcome: ClaimOutcome,
  now: Temporal.Instant,
): Promise<void> {
  const data = { closedAt: toInstantColumn(now), outcome }
  if (ids.length > 0) await queries.paymentClaim.updateMany({ where: { id: { in: [...ids] }, closedAt: null }, data })
}

export function openClaimStore({ prisma }: Database): ClaimStore {
  return {
    async withClaims(now, most, work) {
      // Most of the time there is none.
      if ((await claimsToSettle(prisma, now, 1, Prisma.empty)).length === 0) return work(noClaims)
      return prisma.$transaction(async (transaction) => {
        const ids = await claimsToSettle(transaction, now, most, Prisma.sql`FOR UPDATE OF c SKIP LOCKED`)
        const rows = await transaction.paymentClaim.findMany({ where: { id: { in: ids } }, orderBy: { id: 'asc' } })
        return work({
          claims: rows.map(toClaim),
          plans: (planNos) => loadPlansByNumber(transaction, planNos),
          openTasks: (tasks, at) => openTasks(transaction, tasks, at),
          close: (ids, outcome, at) => closeClaims(transaction, ids, outcome, at),
        })
      })
    },
  }
}

const noClaims: ClaimsInHand = {
  claims: [],
  plans: async () => [],
  openTasks: async () => {},
  close: async () => {},
}

/** Few are open at a time. Besides those that have run out, those whose installment is not the next one any more. */
async function claimsToSettle(
  queries: Queries,
  now: Temporal.Instant,
  most: number,
  locking: Prisma.Sql,
): Promise<number[]> {
  const found = await queries.$queryRaw<{ id: number }[]>`
    SELECT c.id FROM payment_claim c
    WHERE c.closed_at IS NULL AND (c.hold_until <= ${now.toString()}::timestamptz
      OR EXISTS (SELECT FROM plan_projection p
        WHERE p.plan_no = c.plan_no AND p.state <> 'cancelled' AND p.next_due_on IS DISTINCT FROM c.due_on))
    ORDER BY c.hold_until, c.id LIMIT ${most} ${locking}`
  return found.map(({ id }) => id)
}

function toClaim({ id, memberNo, planNo, dueOn, claimedAt, holdUntil, outcome }: Row): PaymentClaim {
  return {
    id,
    memberNo,
    planNo,
    dueOn: fromDateColumn(dueOn),
    claimedAt: fromInstantColumn(claimedAt),
    holdUntil: fromInstantColumn(holdUntil),
    outcome: outcome as ClaimOutcome | null,
  }
}
