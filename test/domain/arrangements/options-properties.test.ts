/** What holds for every option, whatever somebody owes and can pay. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Ability } from '../../../src/domain/arrangements/ability.ts'
import { allArrearsMinor } from '../../../src/domain/arrangements/burden.ts'
import { stepParts } from '../../../src/domain/arrangements/option-meaning.ts'
import type { ArrangementOption, Options, TroubleReason } from '../../../src/domain/arrangements/options.ts'
import { addDays, addMonths, daysBetween, type PlainDateIso } from '../../../src/domain/calendar.ts'
import type { PlanFacts } from '../../../src/domain/plan.ts'
import { planState } from '../../../src/domain/plan-state.ts'
import { defaultPolicy, type Policy } from '../../../src/domain/policy.ts'
import { at } from '../case.ts'
import { optionsAt, ordinary } from './case.ts'

/** No digits, two, three. */
const currencies = ['JPY', 'EUR', 'BHD']

const patience = { timeout: 120_000 }
const tried = { numRuns: process.env.LONG === 'on' ? 20_000 : 300 }

const somePlan = (currency: string, no: number): fc.Arbitrary<PlanFacts> =>
  fc
    .record({
      first: fc.integer({ min: 0, max: 200 }).map((days) => addDays('2025-11-01', days)),
      every: fc.constantFrom(1, 2, 3),
      amounts: fc.array(fc.bigInt(1n, 50_000n), { minLength: 1, maxLength: 12 }),
      paidShare: fc.integer({ min: 0, max: 100 }),
    })
    .map(({ first, every, amounts, paidShare }) => {
      const totalMinor = amounts.reduce((sum, amount) => sum + amount, 0n)
      const paidMinor = (totalMinor * BigInt(paidShare)) / 100n
      const installments = amounts.map((amountMinor, i) => ({
        seq: i + 1,
        dueOn: addMonths(first, i * every),
        amountMinor,
      }))
      return {
        terms: {
          planNo: `K-${no}`,
          memberNo: 'M-1',
          packageCode: 'P',
          currency,
          totalMinor,
          shares: 1000n,
          termsAcceptedOn: first,
          installments,
        },
        payments:
          paidMinor > 0n
            ? [{ entryId: `P-${no}`, amountMinor: paidMinor, valueAt: at('2025-10-01'), recordedAt: at('2025-10-01') }]
            : [],
        events: [],
      }
    })

const someAbility: fc.Arbitrary<Ability> = fc
  .record({
    amountMinor: fc.bigInt(1n, 200_000n),
    every: fc.constantFrom('week', 'two_weeks', 'month'),
    fromOn: fc.integer({ min: -40, max: 60 }).map((days) => addDays('2026-03-28', days)),
    preferredDay: fc.option(fc.integer({ min: 1, max: 31 }), { nil: undefined }),
    atOnceMinor: fc.option(fc.bigInt(1n, 200_000n), { nil: undefined }),
  })
  .map(({ preferredDay, atOnceMinor, ...ability }) => ({
    ...ability,
    ...(preferredDay !== undefined && { preferredDay }),
    ...(atOnceMinor !== undefined && { atOnceMinor }),
  })) as fc.Arbitrary<Ability>

const somePolicy: fc.Arbitrary<Policy> = fc
  .record({
    percent: fc.bigInt(0n, 100n),
    depositDays: fc.integer({ min: 0, max: 10 }),
    maxMonths: fc.integer({ min: 1, max: 12 }),
    pauseDays: fc.integer({ min: 1, max: 90 }),
  })
  .map(({ percent, ...change }) => ({
    ...defaultPolicy,
    arrangements: {
      ...defaultPolicy.arrangements,
      ...change,
      maxMonthsIfTrusted: change.maxMonths * 2,
      minDeposit: { numerator: percent, denominator: 100n },
    },
  }))

const now = at('2026-03-28 14:00')

interface Drawn {
  plans: readonly PlanFacts[]
  ability: Ability
  policy: Policy
  reason: TroubleReason
  tenureMonths: number
}

const someCase: fc.Arbitrary<Drawn> = fc.constantFrom(...currencies).chain((currency) =>
  fc.record({
    plans: fc
      .integer({ min: 1, max: 3 })
      .chain((count) => fc.tuple(...Array.from({ length: count }, (_, no) => somePlan(currency, no)))),
    ability: someAbility,
    policy: somePolicy,
    reason: fc.constantFrom<TroubleReason>('not_said', 'forgotten', 'income_late', 'income_less', 'illness'),
    tenureMonths: fc.integer({ min: 0, max: 60 }),
  }),
)

function optionsFor({ plans, ability, policy, reason, tenureMonths }: Drawn) {
  return optionsAt({ plans, policy, situation: { ...ordinary, ability, reason, tenureMonths } })
}

function shown(options: Options): readonly ArrangementOption[] {
  if (options.ok) return options.options
  return options.only ? [options.only] : []
}

function lateStates({ plans, policy }: Drawn) {
  return plans
    .map((facts) => planState(facts, [], policy, now))
    .filter(({ name }) => name === 'overdue' || name === 'cancellation_due')
}

/** For every option that came of a case. */
function forEveryOption(check: (option: ArrangementOption, drawn: Drawn) => void): void {
  let seen = 0
  fc.assert(
    fc.property(someCase, (drawn) => {
      for (const option of shown(optionsFor(drawn).options)) {
        seen++
        check(option, drawn)
      }
    }),
    tried,
  )
  expect(seen).toBeGreaterThan(50)
}

describe('every option', () => {
  test('adds up exactly to the arrears and what falls due until its end, in each plan', patience, () => {
    forEveryOption(({ steps, plans }, drawn) => {
      const endOn = steps.at(-1)?.on ?? steps[0].on
      const sum = steps.reduce((all, { amountMinor }) => all + amountMinor, 0n)
      const states = lateStates(drawn)
      let owed = 0n
      for (const { installments } of states) {
        for (const { dueOn, amountMinor, paidMinor } of installments)
          if (dueOn <= endOn) owed += amountMinor - paidMinor
      }
      expect(sum).toBe(owed)
      expect(plans.reduce((all, { owedMinor }) => all + owedMinor, 0n)).toBe(owed)
      for (const { planNo, settledAtMinor, owedMinor } of plans) {
        const state = states.find(({ terms }) => terms.planNo === planNo)
        expect(settledAtMinor).toBe((state?.paidMinor ?? 0n) + owedMinor)
      }
    })
  })

  test('covers all late plans and no other', patience, () => {
    forEveryOption(({ plans }, drawn) => {
      expect(plans.map(({ planNo }) => planNo)).toEqual(lateStates(drawn).map(({ terms }) => terms.planNo))
    })
  })

  test('has dates that go forward, and a step for each that pays something', patience, () => {
    forEveryOption(({ steps }) => {
      expect(steps.length).toBeGreaterThan(1)
      steps.forEach(({ on, amountMinor }, place) => {
        expect(amountMinor > 0n).toBe(true)
        if (place > 0) expect(on > (steps[place - 1]?.on ?? on)).toBe(true)
      })
    })
  })

  test('begins with the least deposit that the policy allows, in time', patience, () => {
    forEveryOption(({ steps: [deposit] }, drawn) => {
      const { minDeposit, depositDays } = drawn.policy.arrangements
      const arrears = allArrearsMinor(lateStates(drawn))
      expect(deposit.amountMinor * minDeposit.denominator >= arrears * minDeposit.numerator).toBe(true)
      const oneLess = deposit.amountMinor - 1n
      expect(oneLess === 0n || oneLess * minDeposit.denominator < arrears * minDeposit.numerator).toBe(true)
      expect(deposit.amountMinor <= arrears).toBe(true)
      expect(deposit.on >= '2026-03-28' && deposit.on <= addDays('2026-03-28', depositDays)).toBe(true)
    })
  })

  test('never asks for more, more often or sooner than they can pay', patience, () => {
    forEveryOption(({ steps: [deposit, ...rest] }, { ability, policy, tenureMonths }) => {
      expect(deposit.amountMinor <= (ability.atOnceMinor ?? ability.amountMinor)).toBe(true)
      const leastDays = { week: 7, two_weeks: 14, month: 28 }[ability.every]
      rest.forEach(({ on, amountMinor }, place) => {
        expect(amountMinor <= ability.amountMinor).toBe(true)
        expect(on >= ability.fromOn).toBe(true)
        const before = rest[place - 1]
        if (before) expect(daysBetween(before.on, on)).toBeGreaterThanOrEqual(leastDays)
        if (ability.every === 'month' && ability.preferredDay)
          expect(dayOf(on)).toBe(onThatDay(on, ability.preferredDay))
      })
      const months = policy.arrangements.maxMonths * (tenureMonths >= 12 ? 2 : 1)
      expect((rest.at(-1)?.on ?? '') <= addMonths('2026-03-28', months)).toBe(true)
    })
  })

  test('can be divided over its plans so that each is settled', patience, () => {
    forEveryOption((option, drawn) => {
      const parts = stepParts(option, lateStates(drawn))
      for (const { planNo, owedMinor } of option.plans) {
        const own = parts.filter((part) => part.planNo === planNo)
        expect(own.reduce((sum, { amountMinor }) => sum + amountMinor, 0n)).toBe(owedMinor)
      }
      for (const { on, amountMinor } of option.steps) {
        const own = parts.filter((part) => part.on === on)
        expect(own.reduce((sum, part) => sum + part.amountMinor, 0n)).toBe(amountMinor)
      }
    })
  })
})

test(
  'two or three options, of different kinds and timetables: smaller steps for longer, or a later beginning',
  patience,
  () => {
    let two = 0
    let three = 0
    fc.assert(
      fc.property(someCase, (drawn) => {
        const { options } = optionsFor(drawn)
        if (!options.ok) return
        const found = new Map(options.options.map((option) => [option.kind, option.steps]))
        expect(found.size).toBe(options.options.length)
        expect(found.size >= 2 && found.size <= 3).toBe(true)
        if (found.size === 2) two++
        else three++
        const [catchUp, spread, pause] = [found.get('catch_up'), found.get('spread'), found.get('pause')]
        if (!catchUp) throw new Error('whoever can pay later can pay sooner')
        const perStep = (steps: typeof catchUp) => total(steps.slice(1)) / BigInt(steps.length - 1)
        if (spread) {
          expect((spread.at(-1)?.on ?? '') > (catchUp.at(-1)?.on ?? '')).toBe(true)
          expect(perStep(spread) <= perStep(catchUp)).toBe(true)
        }
        if (pause) {
          expect((pause[1]?.on ?? '') > (catchUp[1]?.on ?? '')).toBe(true)
          expect((pause[1]?.on ?? '') >= addDays('2026-03-28', drawn.policy.arrangements.pauseDays)).toBe(true)
          expect(drawn.reason).not.toBe('forgotten')
        }
      }),
      tried,
    )
    expect(two).toBeGreaterThan(5)
    expect(three).toBeGreaterThan(5)
  },
)

test('the order in which plans are read changes nothing but their order', patience, () => {
  fc.assert(
    fc.property(someCase, (drawn) => {
      const [one, other] = [drawn, { ...drawn, plans: drawn.plans.toReversed() }].map((each) =>
        shown(optionsFor(each).options).map(({ kind, steps }) => [kind, steps]),
      )
      expect(one).toEqual(other)
    }),
  )
})

function total(steps: readonly { amountMinor: bigint }[]): bigint {
  return steps.reduce((sum, { amountMinor }) => sum + amountMinor, 0n)
}

function dayOf(date: PlainDateIso): number {
  return Temporal.PlainDate.from(date).day
}

function onThatDay(date: PlainDateIso, day: number): number {
  return Math.min(day, Temporal.PlainDate.from(date).daysInMonth)
}
