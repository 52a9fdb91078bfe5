/** What follows from a change of the ledger, in the transaction of the change. */
import type { MemberBalance } from '../../ledger/balances-of-members.ts'
import type { BonusDecision } from '../../ledger/bonus-decision.ts'
import type { LedgerStore } from '../../ledger/ledger-store.ts'
import type { ProjectedBefore } from '../../ledger/plan-projection.ts'
import type { Queries } from '../engine/database.ts'
import { inChunks, rowSet } from '../engine/row-set.ts'
import { lookAtLaddersOf } from '../nudges/look-at.ts'
import { loadBalanceEntries } from './load-balances.ts'
import { loadOffers } from './load-offers.ts'
import { loadPlansByNumber, loadPlansOfMembers } from './load-plans.ts'
import { toEventColumns } from './plan-events.ts'
import { saveProjections } from './save-projections.ts'

/** Whom to tell, and what to look at, is the caller's. */
export type LedgerTables = Omit<LedgerStore, 'openTasks' | 'closeTasks' | 'announce' | 'tellMembers'>

export function ledgerTablesOn(queries: Queries): LedgerTables {
  return {
    planRecords: (planNos) => loadPlansByNumber(queries, planNos),
    plansOfMembers: async (memberNos) => (await loadPlansOfMembers(queries, memberNos)).flat(),
    offers: () => loadOffers(queries),
    balanceEntries: (memberNos) => loadBalanceEntries(queries, memberNos),
    saveProjections: (projections) => saveProjections(queries, projections),

    async projectedBefore(planNos) {
      const rows = await queries.$queryRaw<({ planNo: string } & ProjectedBefore)[]>`
        SELECT plan_no AS "planNo", state, next_due_on::text AS "nextDueOn", last_payable_on::text AS "lastPayableOn",
          bonus_secured AS "bonusSecured"
        FROM plan_projection WHERE plan_no = ANY(${planNos})`
      return new Map(rows.map(({ planNo, ...projected }) => [planNo, projected]))
    },

    async lastBonusDecisions(planNos) {
      const rows = await queries.$queryRaw<(Omit<BonusDecision, 'decidedAt'> & { decidedAt: number })[]>`
        SELECT DISTINCT ON (plan_no, offer_code) plan_no AS "planNo", offer_code AS "offerCode",
          offer_versions AS "offerVersions", policy_version AS "policyVersion", secured, change,
          (extract(epoch FROM decided_at) * 1000)::float8 AS "decidedAt"
        FROM bonus_decision WHERE plan_no = ANY(${planNos})
        ORDER BY plan_no, offer_code, id DESC`
      return rows.map((row) => ({ ...row, decidedAt: Temporal.Instant.fromEpochMilliseconds(row.decidedAt) }))
    },

    async addBonusDecisions(decisions) {
      for (const chunk of inChunks(decisions)) {
        await queries.$executeRaw`
          INSERT INTO bonus_decision (plan_no, offer_code, offer_versions, policy_version, secured, change, decided_at)
          SELECT "planNo", "offerCode", ARRAY(SELECT json_array_elements_text("offerVersions")::int), "policyVersion",
            secured, change, "decidedAt"
          FROM json_to_recordset(${rowSet(chunk.map((decision) => ({ ...decision })))}::json) AS r("planNo" text,
            "offerCode" text, "offerVersions" json, "policyVersion" text, secured bigint, change text,
            "decidedAt" timestamptz)`
      }
    },

    async addPlanEvents(events) {
      if (events.length === 0) return
      await queries.$executeRaw`
        INSERT INTO plan_event (plan_no, kind, recorded_at, policy_version, details)
        SELECT * FROM json_to_recordset(${rowSet(events.map(toEventColumns))}::json) AS r("planNo" text, kind text,
          "recordedAt" timestamptz, "policyVersion" text, details jsonb)`
    },

    async saveBalances(memberNos, balances, asOf) {
      const before = await queries.$queryRaw<MemberBalance[]>`
        DELETE FROM member_balance WHERE member_no = ANY(${memberNos})
        RETURNING member_no AS "memberNo", currency, minor`
      if (balances.length === 0) return before
      await queries.$executeRaw`
        INSERT INTO member_balance (member_no, currency, minor, as_of)
        SELECT r.*, ${asOf.toString()}::timestamptz
        FROM json_to_recordset(${rowSet(balances.map((balance) => ({ ...balance })))}::json)
          AS r("memberNo" text, currency text, minor bigint)`
      return before
    },

    async lookAtPlans(memberNos, now) {
      if (memberNos.length > 0) await lookAtLaddersOf(queries, memberNos, now)
    },

    async endHistory(planNos) {
      if (planNos.length === 0) return
      await queries.$executeRaw`UPDATE plan SET is_history = false WHERE plan_no = ANY(${planNos})`
    },
  }
}
