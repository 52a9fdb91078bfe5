/**
 * What the owner of a plan is told of a change of the ledger: bought, paid, part-paid, completed, taken back, cancelled,
 * restored. What lies long back is no news: whoever brings in the past of a project writes to nobody. (DOMAIN section 7.)
 */
import { allocate } from '../domain/allocation.ts'
import { addDays, dateAt, type PlainDateIso } from '../domain/calendar.ts'
import type { LedgerEntry } from '../domain/ledger-entry.ts'
import { formatAmount, sumMinor } from '../domain/money.ts'
import type { EventName } from '../domain/nudges/catalogue.ts'
import type { Policy } from '../domain/policy.ts'
import { isPaid, schedule } from '../domain/schedule.ts'
import { countShares } from '../domain/shares.ts'
import type { NewNudgeEvent } from '../nudges/nudge-event.ts'
import type { EventDetails } from '../nudges/outbox.ts'
import type { SettledPlan } from './plan-change.ts'
import { isUnpaidByReversal, takenBackAt } from './taken-back.ts'

export function newsOfPlan(plan: SettledPlan, policy: Policy, now: Temporal.Instant): NewNudgeEvent[] {
  const { before, after, state, projected } = plan
  const stateBefore = projected?.state
  const { terms, name, today, cancelledOn } = state
  if (after.isHistory) return []
  if (!before) {
    const isNew = stateBefore === undefined && isRecent(terms.termsAcceptedOn, today, policy) && name === 'active'
    return isNew ? [news('plan_bought', plan, terms.planNo, now)] : []
  }
  if (name === 'cancelled') {
    const on = cancelledOn ?? today
    // Recorded here it is news whenever that is; what the back office states may lie long back.
    const isOurs = plan.newEvents.some(({ kind }) => kind === 'cancelled')
    const isNews = stateBefore !== undefined && stateBefore !== 'cancelled' && (isOurs || isRecent(on, today, policy))
    return isNews ? [news('cancelled', plan, `${terms.planNo} ${on}`, now)] : []
  }
  if (stateBefore === 'cancelled') return [news('restored', plan, `${terms.planNo} ${today}`, now)]
  return isUnpaidByReversal(after, policy.contractZone, now) ? newsOfReversal(plan, now) : []
}

/** One for all that was taken back at once. A payment is taken back once, so its id names this reversal and no other. */
function newsOfReversal(plan: SettledPlan, now: Temporal.Instant): NewNudgeEvent[] {
  const { terms, next } = plan.state
  const takenBack = takenBackAt(plan.after, now)
  const last = takenBack.at(-1)
  if (!next || !last) return []
  return [news('reversed', plan, last.entryId, now, { amount: sumOf(takenBack, terms.currency), seq: next.seq })]
}

/** One for each plan, whatever number of payments came in together; what is taken back with them is no news. */
export function newsOfPayments(
  entries: readonly LedgerEntry[],
  settled: readonly SettledPlan[],
  policy: Policy,
  now: Temporal.Instant,
): NewNudgeEvent[] {
  const takenBack = new Set(entries.map(({ reverses }) => reverses))
  const paid = entries.filter(
    ({ entryId, kind, planNo }) => planNo !== null && kind !== 'reversal' && !takenBack.has(entryId),
  )
  if (paid.length === 0) return []
  const entriesOf = Map.groupBy(paid, ({ planNo }) => planNo)
  return settled.flatMap((plan) => {
    const money = entriesOf.get(plan.state.terms.planNo) ?? []
    const lately = money.filter(({ valueAt }) =>
      isRecent(dateAt(valueAt, policy.contractZone), plan.state.today, policy),
    )
    const last = lately.at(-1)
    const isOver = plan.state.name === 'cancelled' || plan.after.isHistory || plan.isRestored
    if (!last || !plan.before || isOver) return []
    return [newsOfPayment(plan, lately, last.entryId, policy, now)]
  })
}

function newsOfPayment(
  plan: SettledPlan,
  money: readonly LedgerEntry[],
  subject: string,
  policy: Policy,
  now: Temporal.Instant,
): NewNudgeEvent {
  const { state, before } = plan
  const { terms, shares, installments } = state
  const heldBefore = before ? schedule(terms, allocate({ ...before, terms }, policy.contractZone, now)) : []
  const creditedBefore = heldBefore.length > 0 ? countShares(terms, heldBefore, policy.heldBack).credited : 0n
  const paidCount = installments.filter(isPaid).length
  const completes = state.name === 'completed'
  const isPart = !completes && paidCount === heldBefore.filter(isPaid).length
  const kind = completes ? 'completed' : isPart ? 'part_paid' : 'payment_received'
  const details = {
    payments: money.map(({ entryId }) => entryId),
    amount: sumOf(money, terms.currency),
    shares_added: Number(shares.credited - creditedBefore),
    bonus_added: Number(state.bonusSecured - (plan.projected?.bonusSecured ?? 0n)),
  }
  return news(kind, plan, subject, now, details)
}

function news(
  kind: EventName,
  { state }: SettledPlan,
  subject: string,
  now: Temporal.Instant,
  more: EventDetails = {},
): NewNudgeEvent {
  const { planNo, memberNo, currency } = state.terms
  return { kind, memberNo, planNo, subject, happenedOn: state.today, details: { currency, ...more }, fromAt: now }
}

function sumOf(money: readonly { amountMinor: bigint }[], currency: string): string {
  return formatAmount({ minor: sumMinor(money.map(({ amountMinor }) => amountMinor)), currency })
}

function isRecent(on: PlainDateIso, today: PlainDateIso, { nudges }: Policy): boolean {
  return on >= addDays(today, -nudges.noticeDays)
}
