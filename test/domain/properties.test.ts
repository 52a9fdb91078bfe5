/** What holds for every history. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { earliestDate, endOfDate, startOfDate } from '../../src/domain/calendar.ts'
import type { Offer } from '../../src/domain/offers/offer.ts'
import type { PlanPayment, PlanTerms } from '../../src/domain/plan.ts'
import type { PlanEvent } from '../../src/domain/plan-event.ts'
import { type PlanState, planState } from '../../src/domain/plan-state.ts'
import { defaultPolicy, type Policy } from '../../src/domain/policy.ts'
import { unpaidMinor } from '../../src/domain/schedule.ts'
import { offer, offersIn, onTime5, plan, toBalanceMinor } from './case.ts'
import { eventOf, offerOf, paymentOf, policyOf, termsOf } from './naive/as-real.ts'
import { dayNumber, firstMomentOf } from './naive/naive-calendar.ts'
import { randomHistory, zones } from './naive/random-histories.ts'
import type { Drawn } from './naive/readable.ts'

interface Question {
  terms: PlanTerms
  payments: PlanPayment[]
  events: PlanEvent[]
  offers: Offer[]
  policy: Policy
  now: Temporal.Instant
}

function questionOf({ history, nowMs }: Drawn): Question {
  return {
    terms: termsOf(history),
    payments: history.payments.map(paymentOf),
    events: history.events.map(eventOf),
    offers: history.offers.map(offerOf),
    policy: policyOf(history),
    now: Temporal.Instant.fromEpochMilliseconds(nowMs),
  }
}

const someQuestion = randomHistory.map(questionOf)

function answer(question: Question, change: Partial<Question> = {}): PlanState {
  const { terms, payments, events, offers, policy, now } = question
  return planState(
    { terms: change.terms ?? terms, payments: change.payments ?? payments, events: change.events ?? events },
    change.offers ?? offers,
    change.policy ?? policy,
    change.now ?? now,
  )
}

function isBy(instant: Temporal.Instant, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(instant, now) <= 0
}

/** Nothing comes after `now`: the future holds no records. */
function withoutFuture(question: Question): Question {
  const { terms, now } = question
  const { cancelledOn: _, restoredOn: __, ...open } = terms
  return {
    ...question,
    terms: open,
    payments: question.payments
      .filter(({ valueAt }) => isBy(valueAt, now))
      .map(({ reversedAt, ...payment }) => ({
        ...payment,
        ...(reversedAt && isBy(reversedAt, now) && { reversedAt }),
      })),
    events: question.events.filter(({ recordedAt }) => isBy(recordedAt, now)),
    offers: question.offers.map((offered) => {
      const [first, ...later] = offered.versions
      return { ...offered, versions: [first, ...later.filter(({ recordedAt }) => isBy(recordedAt, now))] }
    }),
  }
}

function knowingItsMoney(question: Question): Question {
  const { now, payments } = question
  const known = (payment: PlanPayment) =>
    isBy(payment.valueAt, now) && !isBy(payment.recordedAt, now) ? { ...payment, recordedAt: now } : payment
  return { ...question, payments: payments.map(known) }
}

const oneNanosecond = { nanoseconds: 1 }

describe('amounts and shares add up', () => {
  test('S = credited + from the next payments + locked; of a cancelled plan the credited ones are left', () => {
    fc.assert(
      fc.property(someQuestion, (question) => {
        const { shares, name, terms } = answer(question)
        expect(shares.credited >= 0n && shares.fromNextPayments >= 0n && shares.locked >= 0n).toBe(true)
        if (name === 'cancelled') {
          expect(shares).toMatchObject({ fromNextPayments: 0n, locked: 0n })
          expect(shares.credited <= terms.shares).toBe(true)
        } else {
          expect(shares.credited + shares.fromNextPayments + shares.locked).toBe(terms.shares)
        }
        expect(name === 'completed' ? shares.credited === terms.shares : true).toBe(true)
      }),
    )
  })

  test('what installments hold, and what went to the balance, is the money in force', () => {
    fc.assert(
      fc.property(someQuestion, (question) => {
        const state = answer(question)
        const inForce = question.payments
          .filter(
            ({ valueAt, reversedAt }) => isBy(valueAt, question.now) && !(reversedAt && isBy(reversedAt, question.now)),
          )
          .reduce((sum, { amountMinor }) => sum + amountMinor, 0n)
        const held = state.installments.reduce((sum, { paidMinor }) => sum + paidMinor, 0n)
        expect(held).toBe(state.paidMinor)
        expect(held + toBalanceMinor(state)).toBe(inForce)
        for (const installment of state.installments) {
          expect(installment.paidMinor >= 0n && unpaidMinor(installment) >= 0n).toBe(true)
        }
        if (state.name !== 'cancelled') expect(state.outstandingMinor).toBe(question.terms.totalMinor - held)
      }),
    )
  })

  test('the fractions of section 5 are exact for amounts of any size', () => {
    const big = fc.bigInt({ min: 1n, max: 10n ** 20n })
    fc.assert(
      fc.property(fc.array(big, { minLength: 2, maxLength: 8 }), big, fc.nat(6), (amounts, shares, count) => {
        const paidCount = Math.min(count, amounts.length - 1)
        const paidMinor = amounts.slice(0, paidCount).reduce((sum, amount) => sum + amount, 0n)
        const terms = plan({ amounts, shares })
        const now = Temporal.Instant.from('2026-01-01T00:00Z')
        const payments = paidMinor > 0n ? [{ entryId: 'P', amountMinor: paidMinor, valueAt: now, recordedAt: now }] : []
        const state = planState({ terms, payments, events: [] }, [onTime5], defaultPolicy, now)
        const early = shares - state.shares.locked
        expect(3n * early <= shares && shares < 3n * (early + 1n)).toBe(true)
        const beforeLast = terms.totalMinor - (amounts.at(-1) ?? 0n)
        const { credited } = state.shares
        expect(credited * beforeLast <= early * paidMinor && early * paidMinor < (credited + 1n) * beforeLast).toBe(
          true,
        )
        const weighted = 5n * shares * paidMinor
        const whole = 100n * terms.totalMinor
        expect(state.bonusSecured * whole <= weighted && weighted < (state.bonusSecured + 1n) * whole).toBe(true)
      }),
    )
  })
})

describe('the same records give the same state', () => {
  test('in any order of payments and offers', () => {
    const shuffled = someQuestion.chain((question) =>
      fc.record({
        question: fc.constant(question),
        payments: fc.shuffledSubarray(question.payments, { minLength: question.payments.length }),
        offers: fc.shuffledSubarray(question.offers, { minLength: question.offers.length }),
      }),
    )
    fc.assert(
      fc.property(shuffled, ({ question, payments, offers }) => {
        const { offers: offered, ...state } = answer(question)
        const { offers: offeredAgain, ...again } = answer(question, { payments, offers })
        expect(again).toEqual(state)
        expect(new Set(offeredAgain.map(written))).toEqual(new Set(offered.map(written)))
      }),
    )
  })

  test('what is recorded after the moment asked about changes nothing', () => {
    fc.assert(
      // Money counts by its value time; here it is also known by then, so that later versions of offers do not judge it.
      fc.property(someQuestion.map(knowingItsMoney), (question) => {
        const { cancelledOn, restoredOn } = question.terms
        const known = withoutFuture(question)
        const terms = {
          ...known.terms,
          ...(cancelledOn !== undefined && { cancelledOn }),
          ...(restoredOn !== undefined && { restoredOn }),
        }
        const { terms: _, offers: __, ...state } = answer(question)
        const { terms: ___, offers: ____, ...before } = answer(known, { terms })
        expect(state).toEqual(before)
        expect(offersIn(answer(question))).toEqual(offersIn(answer(known, { terms })))
      }),
    )
  })
})

describe('without new records the state changes only at D+1 00:00 and X+1 00:00 of the contract zone', () => {
  const settled = fc.record({
    // An arrangement has dates of its own.
    question: someQuestion.map(withoutFuture).map((question) => ({ ...question, events: [] })),
    zone: fc.constantFrom(...zones),
    laterMinutes: fc.array(fc.integer({ min: 0, max: 400 * 24 * 60 }), { maxLength: 6 }),
  })

  test('in every zone, over changes of the clock', () => {
    fc.assert(
      fc.property(settled, ({ question, zone, laterMinutes }) => {
        const inZone = { ...question, policy: { ...question.policy, contractZone: zone } }
        const first = answer(inZone)
        const { next, delinquency } = first
        const moments = laterMinutes.map((minutes) => question.now.add({ minutes }))
        if (!next || !delinquency) {
          for (const now of moments) expect(answer(inZone, { now }).name).toBe('completed')
          return
        }
        const overdueAt = Temporal.Instant.fromEpochMilliseconds(firstMomentOf(zone, dayNumber(next.dueOn) + 1))
        const tooLateAt = Temporal.Instant.fromEpochMilliseconds(
          firstMomentOf(zone, dayNumber(delinquency.lastPayableOn) + 1),
        )
        expect(delinquency.tooLateAt.equals(tooLateAt)).toBe(true)
        const edges = [overdueAt, tooLateAt].flatMap((edge) => [edge.subtract(oneNanosecond), edge])
        for (const now of [...edges, ...moments]) {
          if (!isBy(question.now, now)) continue
          const state = answer(inZone, { now })
          expect(state.name).toBe(
            isBy(tooLateAt, now) ? 'cancellation_due' : isBy(overdueAt, now) ? 'overdue' : 'active',
          )
          expect(state.delinquency?.lastPayableOn).toBe(delinquency.lastPayableOn)
          expect(state.shares).toEqual(first.shares)
          expect(state.bonusSecured).toBe(first.bonusSecured)
        }
      }),
    )
  })
})

describe('bonuses', () => {
  test('secured, and secured with what can still be won, never exceed what perfect payment would earn', () => {
    fc.assert(
      fc.property(someQuestion, (question) => {
        const state = answer(question)
        const { shares } = question.terms
        const competing = state.offers.filter(({ offer: { kind } }) => kind !== 'on_time')
        for (const { offer: offered, secured, stillToWin } of state.offers) {
          expect(secured >= 0n && stillToWin >= 0n).toBe(true)
          expect(secured + stillToWin <= bonusAtBest([offered], shares)).toBe(true)
        }
        const sum = competing.reduce((total, { secured }) => total + secured, 0n)
        expect(
          sum <=
            bonusAtBest(
              competing.map(({ offer: offered }) => offered),
              shares,
            ),
        ).toBe(true)
        expect(state.bonusSecured).toBe(state.offers.reduce((total, { secured }) => total + secured, 0n))
      }),
    )
  })

  test('a cancelled plan has none and can win none; one due for cancellation or completed can win none', () => {
    fc.assert(
      fc.property(someQuestion, (question) => {
        const { name, offers } = answer(question)
        for (const { secured, stillToWin, status, chance } of offers) {
          if (name === 'cancelled') expect(secured).toBe(0n)
          if (name === 'cancelled' || name === 'cancellation_due' || name === 'completed') expect(stillToWin).toBe(0n)
          expect(status === 'winning').toBe(stillToWin > 0n)
          expect(chance !== undefined).toBe(stillToWin > 0n)
          if (status === 'done') expect(secured > 0n).toBe(true)
          if (status === 'lost' || status === 'not_offered') expect(secured).toBe(0n)
        }
      }),
    )
  })

  test('who does the act that is named wins what is named; a cent less does not', () => {
    fc.assert(
      fc.property(someQuestion.map(withoutFuture), (question) => {
        for (const offered of question.offers) {
          const alone = { ...question, offers: [offered] }
          const [now] = answer(alone).offers
          if (!now?.chance) continue
          const { payMinor, payOn } = now.chance
          const start = startOfDate(payOn, question.policy.contractZone)
          const valueAt = isBy(start, question.now) ? question.now : start
          const bonusAfter = (amountMinor: bigint) => {
            const act = { entryId: '~', amountMinor, valueAt, recordedAt: question.now.add(oneNanosecond) }
            return answer(alone, { now: valueAt, payments: [...question.payments, act] }).bonusSecured
          }
          expect(bonusAfter(payMinor)).toBe(now.secured + now.stillToWin)
          if (payMinor > 1n && offered.kind !== 'on_time') {
            expect(bonusAfter(payMinor - 1n) < now.secured + now.stillToWin).toBe(true)
          }
        }
      }),
    )
  })

  test('what can be won is still to win at the last moment of the day that is named', () => {
    fc.assert(
      fc.property(someQuestion.map(withoutFuture), (question) => {
        for (const offered of question.offers) {
          const [today] = answer(question, { offers: [offered] }).offers
          if (!today?.chance) continue
          // What is past due has a limit of its own, which may come first.
          const { lastOn, afterArrears } = today.chance
          const { name, delinquency } = answer(question, { offers: [] })
          const limit = afterArrears && name !== 'arranged' ? delinquency?.lastPayableOn : undefined
          const lastDay = earliestDate(lastOn, limit ?? lastOn)
          const now = endOfDate(lastDay, question.policy.contractZone).subtract(oneNanosecond)
          const [then] = answer(question, { now, offers: [offered] }).offers
          expect(then?.stillToWin).toBe(today.stillToWin)
        }
      }),
    )
  })
})

describe('paying more', () => {
  const withMore = fc.record({
    question: someQuestion,
    amountMinor: fc.bigInt({ min: 1n, max: 30n }),
    earlierMinutes: fc.integer({ min: 0, max: 100 * 24 * 60 }),
  })

  test('never lowers credited shares, never raises days overdue, arrears or what is outstanding', () => {
    fc.assert(
      fc.property(withMore, ({ question, amountMinor, earlierMinutes }) => {
        const valueAt = question.now.subtract({ minutes: earlierMinutes })
        const more = { entryId: 'P-more', amountMinor, valueAt, recordedAt: question.now }
        const before = answer(question)
        const after = answer(question, { payments: [...question.payments, more] })
        expect(after.shares.credited >= before.shares.credited).toBe(true)
        expect((after.delinquency?.daysOverdue ?? 0) <= (before.delinquency?.daysOverdue ?? 0)).toBe(true)
        expect(after.arrearsMinor <= before.arrearsMinor).toBe(true)
        expect(after.outstandingMinor <= before.outstandingMinor).toBe(true)
      }),
    )
  })

  test('on time and at once earns every offer’s best', () => {
    const offers = [onTime5, offer('early_repayment', 10n)]
    const terms = plan()
    const now = Temporal.Instant.from('2026-01-05T00:00Z')
    const all = { entryId: 'P', amountMinor: terms.totalMinor, valueAt: now, recordedAt: now }
    const state = planState({ terms, payments: [all], events: [] }, offers, defaultPolicy, now)
    expect(state.bonusSecured).toBe(bonusAtBest([onTime5], 2000n) + 200n)
  })
})

/** The highest rate of these offers on all shares. */
function bonusAtBest(offers: readonly Offer[], shares: bigint): bigint {
  const rates = offers.flatMap(({ versions }) =>
    versions.map(({ rate }) => (shares * rate.numerator) / rate.denominator),
  )
  return rates.reduce((best, bonus) => (bonus > best ? bonus : best), 0n)
}

function written(value: object): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part))
}
