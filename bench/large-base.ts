/** A base with any number of plans, written in SQL: what is in it does not matter, only how much there is. */
import pg from 'pg'
import { openPostgres } from '../src/storage/engine/open-postgres.ts'

/** One plan of three installments a member, the first of them paid. */
export async function fillBase(url: string, plans: number): Promise<void> {
  await (await openPostgres(url)).close()
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const statement of statements(plans)) await client.query(statement)
  } finally {
    await client.end()
  }
}

function statements(plans: number): string[] {
  const no = `lpad(n::text, 8, '0')`
  const each = `FROM generate_series(1, ${plans}) AS n`
  return [
    `INSERT INTO package VALUES ('K', 'Classic', '1', 'EUR', 30000, 30000, 2000, 3, '2024-01-01', NULL)`,
    `INSERT INTO member (member_no, full_name) SELECT 'M' || ${no}, 'Member ' || n ${each}`,
    `INSERT INTO plan (plan_no, member_no, package_code, currency, total_minor, shares, terms_accepted_on)
       SELECT 'P' || ${no}, 'M' || ${no}, 'K', 'EUR', 30000, 2000, '2025-12-20' ${each}`,
    `INSERT INTO installment (plan_no, seq, due_on, amount_minor)
       SELECT 'P' || ${no}, seq, date '2026-01-10' + 30 * seq, 10000 ${each}, generate_series(1, 3) AS seq`,
    `INSERT INTO ledger_entry (entry_id, kind, member_no, named_plan_no, plan_no, is_parked, currency, amount_minor,
       value_at, recorded_at)
       SELECT 'T' || ${no}, 'installment', 'M' || ${no}, 'P' || ${no}, 'P' || ${no}, false, 'EUR', 10000, '2026-02-01Z',
         '2026-02-02Z' ${each}`,
    `INSERT INTO plan_projection (plan_no, as_of, policy_version, state, paid_minor, arrears_minor, next_due_on,
       last_payable_on, shares_credited, bonus_secured)
       SELECT 'P' || ${no}, '2026-02-02Z', 'built-in-1', 'active', 10000, 0, '2026-03-11', '2026-03-30', 333, 0 ${each}`,
    'ANALYZE',
  ]
}
