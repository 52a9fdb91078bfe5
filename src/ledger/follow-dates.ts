/**
 * What was recorded for a day to come acts when that day comes, though nothing is recorded then: the back office's
 * cancellation or restoration of a plan, and money of a later value date. Once on each date of the contract zone their plans
 * are settled anew, so that everybody is told who would have been told at once. (DOMAIN sections 3 and 4.)
 */
import { addDays, dateAt, type PlainDateIso } from '../domain/calendar.ts'
import type { PlanRecords } from '../domain/plan.ts'
import type { Policy } from '../domain/policy.ts'
import type { LedgerStore } from './ledger-store.ts'
import { refreshBalances } from './refresh-balances.ts'
import { settlePlans } from './settle-plans.ts'

export interface FollowDatesStore {
  /** The date up to which this was done; none before the first time. */
  followedTo(): Promise<PlainDateIso | undefined>
  /** With the mark that it was done up to this date; nobody else writes plans meanwhile. */
  inTransaction(followedTo: PlainDateIso, work: (records: FollowDatesRecords) => Promise<void>): Promise<void>
}

export interface FollowDatesRecords extends LedgerStore {
  /** Plans for which something recorded earlier begins to act after the first date and up to the second. */
  plansWithDates(after: PlainDateIso, to: PlainDateIso): Promise<PlanRecords[]>
}

/** After an outage what began meanwhile is found, too. */
const FIRST_DAYS_BACK = 31

export async function followDates(store: FollowDatesStore, policy: Policy, now: Temporal.Instant): Promise<void> {
  const today = dateAt(now, policy.contractZone)
  const followedTo = (await store.followedTo()) ?? addDays(today, -FIRST_DAYS_BACK)
  if (followedTo >= today) return
  await store.inTransaction(today, async (records) => {
    const plans = await records.plansWithDates(followedTo, today)
    const unchanged = plans.map((plan) => ({ before: plan, after: plan }))
    await settlePlans(records, unchanged, await records.offers(), policy, now)
    await refreshBalances(records, [...new Set(plans.map(({ terms }) => terms.memberNo))], policy.contractZone, now)
  })
}
