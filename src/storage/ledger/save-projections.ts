import type { PlanProjection } from '../../ledger/plan-projection.ts'
import type { Queries } from '../engine/database.ts'
import { inChunks, rowSet } from '../engine/row-set.ts'

export async function saveProjections(queries: Queries, projections: readonly PlanProjection[]): Promise<void> {
  for (const chunk of inChunks(projections)) {
    await queries.$executeRaw`
      INSERT INTO plan_projection (plan_no, as_of, policy_version, state, paid_minor, arrears_minor, next_due_on,
        last_payable_on, shares_credited, bonus_secured, nudge_look_at)
      SELECT * FROM json_to_recordset(${rowSet(chunk.map((projection) => ({ ...projection })))}::json) AS r(
        "planNo" text, "asOf" timestamptz, "policyVersion" text, state text, "paidMinor" bigint,
        "arrearsMinor" bigint, "nextDueOn" date, "lastPayableOn" date, "sharesCredited" bigint, "bonusSecured" bigint,
        "nudgeLookAt" timestamptz)
      ON CONFLICT (plan_no) DO UPDATE SET as_of = excluded.as_of, policy_version = excluded.policy_version,
        state = excluded.state, paid_minor = excluded.paid_minor, arrears_minor = excluded.arrears_minor,
        next_due_on = excluded.next_due_on, last_payable_on = excluded.last_payable_on,
        shares_credited = excluded.shares_credited, bonus_secured = excluded.bonus_secured,
        nudge_look_at = excluded.nudge_look_at`
  }
}
