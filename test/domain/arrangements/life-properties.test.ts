/** What holds for the life of every arrangement, whatever is paid, imported late and taken back. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ArrangementState } from '../../../src/domain/arrangements/arrangement-life.ts'
import { arrangementLife } from '../../../src/domain/arrangements/arrangement-life.ts'
import type { PlanPayment } from '../../../src/domain/plan.ts'
import { planState } from '../../../src/domain/plan-state.ts'
import { defaultPolicy } from '../../../src/domain/policy.ts'
import { at, moscow, plan } from '../case.ts'
import { acceptAt, Course, factsOf, firstTwo } from './case.ts'

const begin = at('2026-03-28 14:00')
const agreements = (['catch_up', 'spread', 'pause'] as const).map((kind) => acceptAt('2026-03-28 14:00', kind))

function hoursLater(hours: number): Temporal.Instant {
  return begin.add({ hours })
}

const somePayment: fc.Arbitrary<PlanPayment> = fc
  .record({
    no: fc.nat(1_000_000_000),
    hours: fc.integer({ min: -60, max: 24 * 200 }),
    isDate: fc.boolean(),
    amountMinor: fc.constantFrom(15_00n, 42_50n, 64_17n, 100_00n, 128_34n, 142_50n, 300_00n),
    lateHours: fc.constantFrom(0, 1, 30, 100, 300),
    backHours: fc.option(fc.constantFrom(0, 5, 24, 200, 1_000), { nil: undefined, freq: 4 }),
  })
  .map(({ no, hours, isDate, amountMinor, lateHours, backHours }) => {
    const exact = hoursLater(hours)
    const valueAt = isDate ? exact.toZonedDateTimeISO(moscow).startOfDay().toInstant() : exact
    const recordedAt = valueAt.add({ hours: lateHours })
    return {
      entryId: `P-${no}`,
      amountMinor,
      valueAt,
      recordedAt,
      ...(backHours !== undefined && { reversedAt: recordedAt.add({ hours: backHours }) }),
    }
  })

/** The machine may be busy with other tests. */
const patience = { timeout: 120_000 }
const tried = { numRuns: process.env.LONG === 'on' ? 20_000 : 300 }

/** Money in time for the timetable itself, in part. */
const onTimetable = fc
  .record({
    which: fc.nat(2),
    paidShare: fc.array(
      fc.integer({ min: 0, max: 4 }).map((each) => each > 0),
      { minLength: 7, maxLength: 7 },
    ),
  })
  .map(({ which, paidShare }) => {
    const agreement = agreements[which] ?? agreements[0]
    if (!agreement) throw new Error('no agreement')
    const payments = agreement.steps.flatMap(({ on, amountMinor }, place): PlanPayment[] => {
      if (!paidShare[place]) return []
      return [{ entryId: `T-${place}`, amountMinor, valueAt: at(on), recordedAt: at(on) }]
    })
    return { agreement, payments }
  })

const someCourse = fc
  .record({
    timetable: onTimetable,
    others: fc.uniqueArray(somePayment, { maxLength: 5, selector: ({ entryId }) => entryId }),
    looks: fc.array(fc.integer({ min: 0, max: 24 * 220 }), { minLength: 1, maxLength: 12 }),
  })
  .map(({ timetable, others, looks }) => ({
    agreement: timetable.agreement,
    payments: [...firstTwo, ...timetable.payments, ...others],
    looks: looks.toSorted((a, b) => a - b).map(hoursLater),
  }))

type Drawn = typeof someCourse extends fc.Arbitrary<infer T> ? T : never

function lifeAt({ agreement, payments }: Drawn, now: Temporal.Instant): ArrangementState {
  return arrangementLife({ agreement, plans: [factsOf(payments)] }, moscow, now)
}

function last<T>(items: readonly T[]): T {
  const item = items.at(-1)
  if (item === undefined) throw new Error('none')
  return item
}

test('each state comes up, and has the dates that belong to it: kept or lapsed, never both', patience, () => {
  const seen = new Map<string, number>()
  fc.assert(
    fc.property(someCourse, (drawn) => {
      for (const now of drawn.looks) {
        const state = lifeAt(drawn, now)
        seen.set(state.name, (seen.get(state.name) ?? 0) + 1)
        expect(state.keptOn !== undefined).toBe(state.name === 'kept')
        expect(state.lapsedOn !== undefined).toBe(state.name === 'lapsed')
        expect(state.activatedOn !== undefined).toBe(['active', 'kept', 'lapsed'].includes(state.name))
        const { activatedOn = '', keptOn, lapsedOn } = state
        expect(activatedOn <= drawn.agreement.steps[0].on).toBe(true)
        if (keptOn) expect(keptOn >= activatedOn).toBe(true)
        if (lapsedOn) expect(lapsedOn > drawn.agreement.steps[0].on).toBe(true)
        if (state.coming) {
          expect(state.coming.missingMinor > 0n).toBe(true)
          expect(state.coming.lastOn >= state.coming.on).toBe(true)
        }
      }
    }),
    tried,
  )
  for (const name of ['accepted', 'expired', 'active', 'kept', 'lapsed']) expect(seen.get(name) ?? 0).toBeGreaterThan(5)
})

test('the order of the facts does not matter', patience, () => {
  fc.assert(
    fc.property(someCourse, fc.infiniteStream(fc.nat(1_000)), (drawn, keys) => {
      const weights = new Map(drawn.payments.map((payment) => [payment, keys.next().value ?? 0]))
      const payments = drawn.payments.toSorted((a, b) => (weights.get(a) ?? 0) - (weights.get(b) ?? 0))
      for (const now of drawn.looks) expect(lifeAt({ ...drawn, payments }, now)).toEqual(lifeAt(drawn, now))
    }),
  )
})

test('with no news, what was kept or lapsed stays so; only the day can expire or lapse it', patience, () => {
  fc.assert(
    fc.property(someCourse, fc.integer({ min: 0, max: 5_000 }), (drawn, hours) => {
      const now = last(drawn.looks)
      const known = drawn.payments.filter(({ valueAt, recordedAt, reversedAt }) =>
        [valueAt, recordedAt, reversedAt ?? now].every((each) => Temporal.Instant.compare(each, now) <= 0),
      )
      const [before, after] = [now, now.add({ hours })].map((each) => lifeAt({ ...drawn, payments: known }, each))
      if (!before || !after) throw new Error('none')
      if (before.name === 'accepted') expect(['accepted', 'expired']).toContain(after.name)
      else if (before.name === 'active') expect(['active', 'lapsed']).toContain(after.name)
      else expect(after).toEqual(before)
    }),
    tried,
  )
})

test('what was recorded on the plan says the same as the life, at every look', patience, () => {
  fc.assert(
    fc.property(someCourse, (drawn) => {
      const course = new Course(drawn.agreement, factsOf(drawn.payments))
      let wasKept = false
      for (const now of drawn.looks) {
        const wall = now.toZonedDateTimeISO(moscow).toPlainDateTime().toString()
        const life = course.lookAt(wall)
        const state = planState({ ...course.facts, events: course.events }, [], defaultPolicy, now)
        wasKept ||= course.recorded.some((words) => words.startsWith('arrangement_kept'))
        if (life.name === 'active' && !wasKept && state.next) expect(state.name).toBe('arranged')
        if (life.name !== 'active') expect(state.name).not.toBe('arranged')
        if (life.name === 'active' || life.name === 'accepted') expect(state.name).not.toBe('cancellation_due')
        const kinds = course.events.map(({ kind }) => kind)
        if (kinds.includes('arrangement_kept')) expect(kinds.at(-1)).toBe('arrangement_kept')
      }
    }),
    tried,
  )
})

/** What is recorded is never moved: money that becomes known later can only mean an earlier day. */
test('many looks or one: the same state, and nothing recorded twice by a second look', patience, () => {
  fc.assert(
    fc.property(someCourse, (drawn) => {
      const now = last(drawn.looks)
      const wall = now.toZonedDateTimeISO(moscow).toPlainDateTime().toString()
      const often = new Course(drawn.agreement, factsOf(drawn.payments))
      for (const each of drawn.looks) often.lookAt(each.toZonedDateTimeISO(moscow).toPlainDateTime().toString())
      const once = new Course(drawn.agreement, factsOf(drawn.payments))
      once.lookAt(wall)
      expect(often.state).toEqual(once.state)
      const count = often.events.length
      often.lookAt(wall)
      expect(often.events.length).toBe(count)
      const [last1, last2] = [last(often.recorded), last(once.recorded)]
      const kindOf = (recorded: string) => recorded.split(' ')[0]
      expect(kindOf(last1)).toBe(kindOf(last2))
      expect(last1 >= last2).toBe(true)
    }),
    tried,
  )
})

test('more money, paid earlier, never makes it worse', patience, () => {
  const rank = { withdrawn: 0, expired: 0, lapsed: 1, accepted: 2, active: 2, kept: 3 }
  fc.assert(
    fc.property(someCourse, fc.bigInt(1n, 300_00n), (drawn, amountMinor) => {
      const more = { entryId: 'more', amountMinor, valueAt: begin, recordedAt: begin.add({ hours: 1 }) }
      for (const now of drawn.looks) {
        const [without, withMore] = [drawn, { ...drawn, payments: [...drawn.payments, more] }].map(
          (each) => rank[lifeAt(each, now).name],
        )
        if (without === 0) continue
        expect((withMore ?? 0) >= (without ?? 0)).toBe(true)
      }
    }),
  )
})

test('all steps paid on their dates: kept on the last one', patience, () => {
  for (const agreement of agreements) {
    const payments = agreement.steps.map(
      ({ on, amountMinor }): PlanPayment => ({ entryId: on, amountMinor, valueAt: at(on), recordedAt: at(on) }),
    )
    const drawn = { agreement, payments: [...firstTwo, ...payments], looks: [] }
    const endOn = last(agreement.steps).on
    expect(lifeAt(drawn, at(`${endOn} 12:00`))).toEqual({
      name: 'kept',
      activatedOn: '2026-03-31',
      keptOn: endOn,
      followUpOn: endOn,
    })
    expect(planState(factsOf(drawn.payments, plan()), [], defaultPolicy, at(`${endOn} 12:00`)).arrearsMinor).toBe(0n)
  }
})
