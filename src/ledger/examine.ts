/**
 * Does everything that is kept beside the ledger still equal what the ledger comes to, and what waits for a person?
 * Every plan is recomputed from its entries and events and compared with its projection, at the projection's own
 * instant; every balance likewise; and for each day what came in is what lies in plans and on balances.
 * (CONTRACT "doctor".)
 */
import { formatAmount } from '../domain/money.ts'
import { planState } from '../domain/plan-state.ts'
import type { Policy } from '../domain/policy.ts'
import { balancesOfMembers, type MemberBalance } from './balances-of-members.ts'
import { balanceFaults } from './compare-balances.ts'
import { bonusFaults, projectionFaults, totalFaults } from './compare-plans.ts'
import { type DaySums, dayFaults, sumDays } from './day-sums.ts'
import type { ExamineStore } from './examine-store.ts'
import type { Detail } from './finding.ts'
import { totalsFaults } from './stated-totals.ts'

export interface Finding {
  check:
    | 'projections'
    | 'bonuses'
    | 'balances'
    | 'sums'
    | 'bank_entries'
    | 'unfinished_import'
    | 'quarantined'
    | 'parked'
    | 'negative_balances'
    | 'history_plans'
  /** Holds. What only waits for a person is listed in `details` and is no fault of the installation. */
  ok: boolean
  /** The first thousand. */
  details: readonly Detail[]
}

export type Examined = { ok: true; findings: Finding[] } | { ok: false; reason: 'busy' }

export interface Examination {
  store: ExamineStore
  policy: Policy
  now: Temporal.Instant
}

const AT_ONCE = 500
const MOST_LISTED = 1_000

export async function examine(examination: Examination): Promise<Examined> {
  const done = await examination.store.exclusively(() => examineAll(examination))
  return done.ok ? { ok: true, findings: done.value } : { ok: false, reason: 'busy' }
}

async function examineAll(examination: Examination): Promise<Finding[]> {
  const { store } = examination
  const plans = await examinePlans(examination)
  const members = await examineMembers(examination)
  const stated = totalsFaults(await store.statedTotals(), await store.recordedTotals())
  const history = (await store.historyPlanNos()).map((planNo) => ({ plan_no: planNo }))
  return [
    found('projections', plans.projections),
    found('bonuses', plans.bonuses),
    found('balances', members.balances),
    found('sums', [...members.days, ...plans.totals]),
    found('bank_entries', stated),
    found('unfinished_import', await unfinished(store)),
    listed('quarantined', await quarantinedDetails(store)),
    listed('parked', members.parked),
    listed('negative_balances', members.negative),
    listed('history_plans', history),
  ]
}

async function examinePlans({ store, policy }: Examination) {
  const faults = { projections: [] as Detail[], bonuses: [] as Detail[], totals: [] as Detail[] }
  const offers = await store.offers()
  for await (const plans of portions(
    (after) => store.plansAfter(after, AT_ONCE),
    ({ terms }) => terms.planNo,
  )) {
    const planNos = plans.map(({ terms }) => terms.planNo)
    const projections = new Map((await store.projections(planNos)).map((kept) => [kept.planNo, kept]))
    const decisions = Map.groupBy(await store.lastBonusDecisions(planNos), ({ planNo }) => planNo)
    for (const plan of plans) {
      const { planNo } = plan.terms
      const kept = projections.get(planNo)
      const state = kept && planState(plan, offers, policy, kept.asOf)
      add(faults.projections, projectionFaults(planNo, kept, state, policy))
      add(faults.bonuses, state ? bonusFaults(state, decisions.get(planNo) ?? []) : [])
    }
    add(faults.totals, totalFaults(plans))
  }
  return faults
}

async function examineMembers({ store, policy: { contractZone }, now }: Examination) {
  const days: DaySums = new Map()
  const found = { balances: [] as Detail[], parked: [] as Detail[], negative: [] as Detail[] }
  for await (const memberNos of portions(
    (after) => store.payersAfter(after, AT_ONCE),
    (memberNo) => memberNo,
  )) {
    const entries = await store.entriesOfMembers(memberNos)
    const plans = await store.plansOfMembers(memberNos)
    const standing = sumDays(days, entries, plans, contractZone, now)
    const balances = balancesOfMembers(memberNos, standing, plans, contractZone, now)
    add(found.balances, balanceFaults(standing, plans, await store.balances(memberNos), memberNos, contractZone))
    add(
      found.negative,
      balances.filter(({ minor }) => minor < 0n).map((balance) => balanceDetail(balance)),
    )
    add(
      found.parked,
      entries
        .filter(({ isParked, reversedBy }) => isParked && reversedBy === undefined)
        .map((entry) => ({
          payment_id: entry.entryId,
          ...balanceDetail({ memberNo: entry.memberNo, currency: entry.currency, minor: entry.amountMinor }),
        })),
    )
  }
  return { ...found, days: dayFaults(days) }
}

function balanceDetail({ memberNo, currency, minor }: MemberBalance): Detail {
  return { member_no: memberNo, currency, amount: formatAmount({ minor, currency }) }
}

/** It goes on by itself within a minute where an assistant runs; until then the base has only a part of it. */
async function unfinished(store: ExamineStore): Promise<Detail[]> {
  const run = await store.unfinishedImport()
  return run ? [{ recorded_at: run.recordedAt, left: run.phasesLeft.join(', ') }] : []
}

async function quarantinedDetails(store: ExamineStore): Promise<Detail[]> {
  return (await store.quarantined()).map(({ paymentId, reason, quarantinedAt }) => ({
    payment_id: paymentId,
    reason,
    quarantined_at: quarantinedAt.toString(),
  }))
}

async function* portions<T>(
  load: (after: string | null) => Promise<readonly T[]>,
  keyOf: (item: T) => string,
): AsyncGenerator<readonly T[]> {
  let after: string | null = null
  let portion: readonly T[]
  do {
    portion = await load(after)
    if (portion.length > 0) yield portion
    const last = portion.at(-1)
    after = last === undefined ? null : keyOf(last)
  } while (portion.length === AT_ONCE)
}

function add(list: Detail[], more: readonly Detail[]): void {
  list.push(...more.slice(0, MOST_LISTED - list.length))
}

function found(check: Finding['check'], faults: readonly Detail[]): Finding {
  return { check, ok: faults.length === 0, details: faults.slice(0, MOST_LISTED) }
}

function listed(check: Finding['check'], details: readonly Detail[]): Finding {
  return { check, ok: true, details: details.slice(0, MOST_LISTED) }
}
