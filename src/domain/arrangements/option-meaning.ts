/**
 * What an option means for shares, bonuses and cancellation, if every step is paid on its date: the state at the end of the
 * timetable, next to now, and to paying the arrears today and every installment on its due date.
 *
 * Of two late plans the money of each step goes to the oldest installment first. With 2,000 shares and 5 % on time, #3 to #5
 * of 6 carried by steps that come after their due dates: 266 shares are credited now, 666 at the end; #4 and #5 would have
 * earned bonuses on their dates, and do not: they are forgone. (DOMAIN sections 5, 6 and 9.)
 */
import { addDays, endOfDate, type PlainDateIso, startOfDate } from '../calendar.ts'
import { sumMinor } from '../money.ts'
import type { Offer } from '../offers/offer.ts'
import type { PlanFacts, PlanPayment } from '../plan.ts'
import { type PlanState, planState } from '../plan-state.ts'
import type { Policy } from '../policy.ts'
import { unpaidMinor } from '../schedule.ts'
import { depositDueOn, endOn, type Timetable } from './agreement.ts'

export interface OptionMeaning {
  /** Of all its plans together. */
  shares: { creditedNow: bigint; creditedAtEnd: bigint; lockedAtEnd: bigint }
  bonus: { securedNow: bigint; securedAtEnd: bigint; forgone: bigint }
  cancellation: {
    /** Without it: the first X of its plans. */
    lastPayableOn: PlainDateIso
    /** While it waits for the deposit, nothing is cancelled until then. */
    depositDueOn: PlainDateIso
    /** Each step may be this late. */
    toleranceDays: number
    endOn: PlainDateIso
  }
}

/** What one step pays into one plan. */
export interface StepPart {
  on: PlainDateIso
  planNo: string
  amountMinor: bigint
}

/** How the timetable's money is best paid in: always into the installment that was due first. In order of the steps. */
export function stepParts(timetable: Timetable, states: readonly PlanState[]): StepPart[] {
  const ends = new Map(timetable.plans.map(({ planNo, settledAtMinor }) => [planNo, settledAtMinor]))
  const owed = states
    .flatMap(({ terms: { planNo }, installments }) =>
      installments
        .filter(({ cumulativeMinor }) => cumulativeMinor <= (ends.get(planNo) ?? 0n))
        .map((installment) => ({ planNo, dueOn: installment.dueOn, minor: unpaidMinor(installment) })),
    )
    .toSorted((a, b) => compareTexts(a.dueOn, b.dueOn) || compareTexts(a.planNo, b.planNo))
  const parts: StepPart[] = []
  for (const { on, amountMinor } of timetable.steps) {
    const byPlan = new Map<string, bigint>()
    let leftMinor = amountMinor
    for (const installment of owed) {
      const takenMinor = installment.minor < leftMinor ? installment.minor : leftMinor
      if (takenMinor === 0n) continue
      installment.minor -= takenMinor
      leftMinor -= takenMinor
      byPlan.set(installment.planNo, (byPlan.get(installment.planNo) ?? 0n) + takenMinor)
    }
    for (const [planNo, minor] of byPlan) parts.push({ on, planNo, amountMinor: minor })
  }
  return parts
}

/** `plans`: those of the timetable, with all their records, as of now. */
export function optionMeaning(
  timetable: Timetable,
  plans: readonly PlanFacts[],
  offers: readonly Offer[],
  policy: Policy,
  now: Temporal.Instant,
): OptionMeaning {
  const states = plans.map((plan) => planState(plan, offers, policy, now))
  const lastOn = endOn(timetable)
  const endAt = endOfDate(lastOn, policy.contractZone)
  const ifPaid = (parts: readonly StepPart[]) =>
    plans.map((plan) => planState(withMoney(plan, parts, policy, now), offers, policy, endAt))
  const atEnd = ifPaid(stepParts(timetable, states))
  const onSchedule = ifPaid(scheduleParts(timetable, states, lastOn))
  const securedAtEnd = sumMinor(atEnd.map(({ bonusSecured }) => bonusSecured))
  const forgone = sumMinor(onSchedule.map(({ bonusSecured }) => bonusSecured)) - securedAtEnd
  const [firstX = lastOn] = timetable.plans.map(({ lastPayableOn }) => lastPayableOn).toSorted()
  return {
    shares: {
      creditedNow: sumMinor(states.map(({ shares }) => shares.credited)),
      creditedAtEnd: sumMinor(atEnd.map(({ shares }) => shares.credited)),
      lockedAtEnd: sumMinor(atEnd.map(({ shares }) => shares.locked)),
    },
    bonus: {
      securedNow: sumMinor(states.map(({ bonusSecured }) => bonusSecured)),
      securedAtEnd,
      forgone: forgone > 0n ? forgone : 0n,
    },
    cancellation: {
      lastPayableOn: firstX,
      depositDueOn: depositDueOn(timetable),
      toleranceDays: policy.arrangements.toleranceDays,
      endOn: lastOn,
    },
  }
}

/** The arrears at once, and everything else on its due date. */
function scheduleParts({ plans }: Timetable, states: readonly PlanState[], lastOn: PlainDateIso): StepPart[] {
  const planNos = new Set(plans.map(({ planNo }) => planNo))
  return states
    .filter(({ terms }) => planNos.has(terms.planNo))
    .flatMap(({ terms: { planNo }, installments, today }) =>
      installments
        .filter((installment) => installment.dueOn <= lastOn && unpaidMinor(installment) > 0n)
        .map((installment) => ({
          on: installment.dueOn < today ? today : installment.dueOn,
          planNo,
          amountMinor: unpaidMinor(installment),
        })),
    )
}

function withMoney(plan: PlanFacts, parts: readonly StepPart[], policy: Policy, now: Temporal.Instant): PlanFacts {
  const imagined = parts
    .filter(({ planNo }) => planNo === plan.terms.planNo)
    .map(({ on, amountMinor }, place): PlanPayment => {
      // The last moment of the day, so that money already announced for it comes first.
      const valueAt = startOfDate(addDays(on, 1), policy.contractZone).subtract({ nanoseconds: 1 })
      const entryId = `\u{10ffff}${String(place).padStart(6, '0')}`
      return { entryId, amountMinor, valueAt, recordedAt: now }
    })
  return { ...plan, payments: [...plan.payments, ...imagined] }
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
