/**
 * The end of grace: plans that nobody paid, though their last payable date has passed and their members were told, are
 * cancelled, the oldest date first, and no more in one day than the ceiling allows. To be run again and again, about once a
 * minute; two at a time do no harm. (DOMAIN section 4.)
 */
import { dateAt } from '../domain/calendar.ts'
import { lastSettledOn } from '../domain/cancellation.ts'
import type { Policy } from '../domain/policy.ts'
import { cancelPortion, needsWork, type PortionOutcome } from './cancel-portion.ts'
import type { CancellationReport } from './cancellation-report.ts'
import type { CancellationStore, Candidate } from './cancellation-store.ts'
import { askForWord, ceilingOf, endDaysThatAreOver } from './daily-ceiling.ts'
import { judgePlans } from './judge-plans.ts'
import { Tally } from './tally.ts'

export interface CancellationParts {
  store: CancellationStore
  policy: Policy
  /** The process's clock: it is read again for each transaction, once nothing else is under way. */
  now(): Temporal.Instant
}

export async function cancelPlans(parts: CancellationParts): Promise<CancellationReport> {
  const { store, policy, now } = parts
  const tally = new Tally()
  if (!(await endDaysThatAreOver(store, policy, now))) return tally.report(false)
  const startedAt = now()
  const paymentsCompleteTo = await store.paymentsCompleteTo()
  const settledOn = lastSettledOn(paymentsCompleteTo, policy, startedAt)
  tally.wait('settling', await store.countCandidates(dateAt(startedAt, policy.contractZone), settledOn))
  if (!settledOn) return tally.report(true)

  let ceiling: number | undefined
  for await (const planNos of portions(store, settledOn)) {
    ceiling ??= await ceilingOf(store, policy, startedAt)
    const outcome = await onePortion(parts, { planNos, paymentsCompleteTo, ceiling, isFull: tally.isFull })
    if (!outcome) return tally.report(false)
    tally.add(outcome)
  }
  const { ceiling: waiting } = tally.waiting
  if (ceiling === undefined || waiting === 0) return tally.report(true)
  const most = ceiling
  const asked = await store.undisturbed(now, (records, at) => askForWord(records, waiting, most, policy, at))
  return tally.report(asked.ok)
}

interface Found {
  planNos: readonly string[]
  paymentsCompleteTo: Temporal.Instant | undefined
  ceiling: number
  /** The day has no room left. */
  isFull: boolean
}

/** Looks first, and disturbs nobody where there is nothing to do. `undefined`: busy. */
async function onePortion(
  { store, policy, now }: CancellationParts,
  { planNos, paymentsCompleteTo, ceiling, isFull }: Found,
): Promise<PortionOutcome | undefined> {
  const judged = await judgePlans(store, planNos, { policy, paymentsCompleteTo, at: now() })
  const wanted = judged.filter((each) => needsWork(each) && !(isFull && each.decision.ok))
  const left = judged.filter((each) => !wanted.includes(each))
  const untouched = {
    cancelled: [],
    aboveCeiling: left.filter(({ decision }) => decision.ok),
    kept: left.filter(({ decision }) => !decision.ok),
  }
  if (wanted.length === 0) return untouched
  const portion = { policy, paymentsCompleteTo, ceiling, planNos: wanted.map(({ plan }) => plan.terms.planNo) }
  const done = await store.undisturbed(now, (records, at) => cancelPortion(records, portion, at))
  if (!done.ok) return undefined
  const { cancelled, aboveCeiling, kept } = done.value
  return {
    cancelled,
    aboveCeiling: [...aboveCeiling, ...untouched.aboveCeiling],
    kept: [...kept, ...untouched.kept],
  }
}

async function* portions(store: CancellationStore, upTo: Candidate['lastPayableOn']): AsyncGenerator<string[]> {
  let after: Candidate | undefined
  do {
    const found = await store.candidates(upTo, after, store.plansAtOnce)
    if (found.length > 0) yield found.map(({ planNo }) => planNo)
    after = found.length < store.plansAtOnce ? undefined : found.at(-1)
  } while (after)
}
