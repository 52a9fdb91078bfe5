/** Ways that an arrangement can take besides those of Example 2. (DOMAIN section 9.) */
import { describe, expect, test } from 'vitest'
import { arrangementLife, offerEndsAt, withdraw } from '../../../src/domain/arrangements/arrangement-life.ts'
import type { PlanFacts } from '../../../src/domain/plan.ts'
import { at, moscow, paid, plan } from '../case.ts'
import { acceptAt, Course, factsOf, firstTwo } from './case.ts'

/** 15.00 by 31 March, 142.50 on 15 April, 142.50 on 15 May. */
const agreement = acceptAt('2026-03-28 14:00', 'catch_up')
const begun = () => new Course(agreement)
const deposit = paid('2026-03-29', 15_00n)
const first = paid('2026-04-15', 142_50n)

describe('the deposit', () => {
  test.each([
    { value: '2026-03-31 23:59', recorded: '2026-04-01 08:00', name: 'active' },
    { value: '2026-03-31', recorded: '2026-04-20 08:00', name: 'lapsed' },
    { value: '2026-04-01', recorded: '2026-04-01 08:00', name: 'expired' },
  ])('valued $value, imported $recorded: $name', ({ value, recorded, name }) => {
    const course = begun().pay(paid(value, 15_00n, { recorded }))
    expect(course.lookAt('2026-04-01 07:59').name).toBe('expired')
    expect(course.lookAt(recorded).name).toBe(name)
  })

  test('of one cent less is none; two payments make one', () => {
    const course = begun().pay(paid('2026-03-29', 14_99n))
    expect(course.lookAt('2026-03-31')).toMatchObject({ name: 'accepted', coming: { missingMinor: 1n } })
    course.pay(paid('2026-03-30', 1n))
    expect(course.lookAt('2026-03-31')).toMatchObject({ name: 'active', activatedOn: '2026-03-30' })
  })

  test('of the day of acceptance counts when the ledger learned of it afterwards, and not when it knew it', () => {
    const known = paid('2026-03-28 09:00', 15_00n, { recorded: '2026-03-28 10:00' })
    const unknown = paid('2026-03-28', 15_00n, { recorded: '2026-03-29 10:00' })
    expect(begun().pay(known).lookAt('2026-03-30').name).toBe('accepted')
    expect(begun().pay(unknown).lookAt('2026-03-30')).toMatchObject({ name: 'active', activatedOn: '2026-03-28' })
  })

  test('that was taken back before the ledger learned of it never was', () => {
    const bounced = paid('2026-03-29', 15_00n, { recorded: '2026-03-30', reversed: '2026-03-30' })
    expect(begun().pay(bounced).lookAt('2026-03-30 12:00').name).toBe('accepted')
  })

  test('into a plan that was cancelled meanwhile is on the balance', () => {
    const facts: PlanFacts = {
      ...factsOf([...firstTwo, paid('2026-03-30', 15_00n, { recorded: '2026-04-05' })]),
      events: [{ kind: 'cancelled', actsOn: '2026-04-01', seq: 3, recordedAt: at('2026-04-03') }],
    }
    expect(arrangementLife({ agreement, plans: [facts] }, moscow, at('2026-04-06')).name).toBe('withdrawn')
  })
})

describe('a lapse', () => {
  test('is withdrawn by money in time that is imported later, and recorded so', () => {
    const course = begun().pay(deposit)
    course.lookAt('2026-03-30')
    expect(course.lookAt('2026-04-19 08:00').name).toBe('lapsed')
    expect(course.planAt('2026-04-19 08:00').name).toBe('overdue')
    course.pay(paid('2026-04-18 23:59', 142_50n, { recorded: '2026-04-21 10:00' }))
    expect(course.lookAt('2026-04-21 10:00')).toMatchObject({ name: 'active', coming: { place: 2 } })
    expect(course.planAt('2026-04-21 10:00').name).toBe('arranged')
    expect(course.recorded).toEqual([
      'arrangement_accepted',
      'arrangement_activated 2026-03-29',
      'arrangement_lapsed 2026-04-19',
      'arrangement_activated 2026-03-29',
    ])
  })

  test('stays when the money came a minute too late', () => {
    const course = begun().pay(deposit, paid('2026-04-19', 142_50n))
    expect(course.lookAt('2026-04-20')).toMatchObject({ name: 'lapsed', lapsedOn: '2026-04-19' })
    course.pay(paid('2026-04-25', 500_00n))
    expect(course.lookAt('2026-04-26')).toMatchObject({ name: 'lapsed', lapsedOn: '2026-04-19' })
  })

  test('moves to a later step when money in time kept the first one', () => {
    const course = begun().pay(deposit)
    expect(course.lookAt('2026-05-20').lapsedOn).toBe('2026-04-19')
    course.pay(paid('2026-04-15', 142_50n, { recorded: '2026-05-21' }))
    expect(course.lookAt('2026-05-21').lapsedOn).toBe('2026-05-19')
    expect(course.recorded.at(-1)).toBe('arrangement_lapsed 2026-05-19')
    expect(course.planAt('2026-05-21').delinquency?.lastPayableOn).toBe('2026-05-22')
  })

  test('shown by one import together with the deposit is recorded with it', () => {
    const course = begun().pay(paid('2026-03-29', 15_00n, { recorded: '2026-04-20' }))
    course.lookAt('2026-04-20')
    expect(course.recorded).toEqual([
      'arrangement_accepted',
      'arrangement_activated 2026-03-29',
      'arrangement_lapsed 2026-04-19',
    ])
  })

  test('is not taken back in the very moment in which it was recorded', () => {
    const course = begun().pay(deposit)
    course.lookAt('2026-04-19 08:00')
    course.pay(paid('2026-04-15', 142_50n, { recorded: '2026-04-19 08:00' }))
    course.lookAt('2026-04-19 08:00')
    expect(course.recorded.at(-1)).toBe('arrangement_lapsed 2026-04-19')
    course.lookAt('2026-04-19 08:01')
    expect(course.recorded.at(-1)).toBe('arrangement_activated 2026-03-29')
  })
})

describe('a reversal', () => {
  test('of a kept step leaves 7 days to pay it again', () => {
    const course = begun().pay(deposit, { ...first, reversedAt: at('2026-05-01 10:00') })
    expect(course.lookAt('2026-05-08 23:59')).toMatchObject({
      name: 'active',
      coming: { place: 1, missingMinor: 142_50n, lastOn: '2026-05-08' },
    })
    expect(course.lookAt('2026-05-09')).toMatchObject({ name: 'lapsed', lapsedOn: '2026-05-09' })
  })

  test('within the tolerated days leaves 7 days as well, and each reversal its own', () => {
    const back = { ...first, reversedAt: at('2026-04-17 10:00') }
    const course = begun().pay(deposit, back)
    expect(course.lookAt('2026-04-24 23:59')).toMatchObject({ name: 'active', coming: { lastOn: '2026-04-24' } })
    expect(course.lookAt('2026-04-25').lapsedOn).toBe('2026-04-25')
    const again = begun().pay(deposit, back, { ...paid('2026-04-20', 142_50n), reversedAt: at('2026-04-22') })
    expect(again.lookAt('2026-04-29 23:59').name).toBe('active')
    expect(again.lookAt('2026-04-30').lapsedOn).toBe('2026-04-30')
  })

  test('is no matter once the step is paid again in time', () => {
    const course = begun().pay(deposit, { ...first, reversedAt: at('2026-05-01 10:00') }, paid('2026-05-08', 142_50n))
    expect(course.lookAt('2026-05-10')).toMatchObject({ name: 'active', coming: { place: 2, on: '2026-05-15' } })
  })

  test('does not make days late that counted as paid, when other money takes its place', () => {
    const second = paid('2026-05-14', 142_50n)
    const course = begun().pay(deposit, { ...first, reversedAt: at('2026-05-20') }, second)
    // Kept on 14 May: everything was paid then.
    expect(course.lookAt('2026-05-30')).toMatchObject({ name: 'kept', keptOn: '2026-05-14' })
    const early = begun().pay(deposit, { ...first, reversedAt: at('2026-05-14 12:00') }, second)
    expect(early.lookAt('2026-05-14 13:00')).toMatchObject({ name: 'kept', keptOn: '2026-05-14' })
  })

  test('of the deposit leaves 7 days, too', () => {
    const course = begun().pay({ ...deposit, reversedAt: at('2026-04-10') })
    expect(course.lookAt('2026-04-09').name).toBe('active')
    expect(course.lookAt('2026-04-17')).toMatchObject({ name: 'active', coming: { place: 0, lastOn: '2026-04-17' } })
    expect(course.lookAt('2026-04-18').lapsedOn).toBe('2026-04-18')
  })

  test('of money from before the acceptance is due with the last step', () => {
    const back = { ...paid('2026-02-10', 100_00n), reversedAt: at('2026-04-20') }
    const payments = [paid('2026-01-10', 100_00n), back, deposit, first, paid('2026-05-15', 142_50n)]
    const course = new Course(agreement, factsOf(payments))
    expect(course.lookAt('2026-05-15')).toMatchObject({
      name: 'active',
      coming: { place: 2, on: '2026-05-15', missingMinor: 100_00n },
    })
    course.pay(paid('2026-05-18', 100_00n))
    expect(course.lookAt('2026-05-19')).toMatchObject({ name: 'kept', keptOn: '2026-05-18' })
  })

  test('after it was kept leaves it kept: its plan has the clock of a reversal', () => {
    const last = { ...paid('2026-05-15', 142_50n), reversedAt: at('2026-06-20') }
    const course = begun().pay(deposit, first, last)
    course.lookAt('2026-05-16')
    expect(course.lookAt('2026-06-20 10:00').name).toBe('kept')
    expect(course.planAt('2026-06-20 10:00')).toMatchObject({
      name: 'overdue',
      delinquency: { lastPayableOn: '2026-06-27' },
    })
  })
})

describe('the end', () => {
  test('comes early when everything is paid early', () => {
    const course = begun().pay(paid('2026-03-30', 300_00n))
    expect(course.lookAt('2026-03-30 12:00')).toEqual({
      name: 'kept',
      activatedOn: '2026-03-30',
      keptOn: '2026-03-30',
      followUpOn: '2026-03-30',
    })
    expect(course.recorded).toEqual([
      'arrangement_accepted',
      'arrangement_activated 2026-03-30',
      'arrangement_kept 2026-03-30',
    ])
    expect(course.planAt('2026-03-30 12:00').name).toBe('active')
  })

  test('is not the day on which the arrears alone are paid', () => {
    expect(begun().pay(paid('2026-03-30', 100_00n)).lookAt('2026-04-05').name).toBe('active')
  })

  test('comes sooner by what was paid before the acceptance and imported after it', () => {
    const before = paid('2026-03-27', 42_50n, { recorded: '2026-04-02' })
    const course = begun().pay(before, deposit, first)
    expect(course.lookAt('2026-04-16')).toMatchObject({ coming: { place: 2, missingMinor: 100_00n } })
    course.pay(paid('2026-05-15', 100_00n))
    expect(course.lookAt('2026-05-15').name).toBe('kept')
  })
})

describe('two plans', () => {
  const other = plan({ dueOn: ['2026-03-20', '2026-07-20'] })
  const plans: PlanFacts[] = [factsOf(), { terms: { ...other, planNo: 'K-2' }, payments: [], events: [] }]
  const situation = {
    ability: { amountMinor: 300_00n, every: 'month', fromOn: '2026-03-28', preferredDay: 15 },
  } as const
  const both = acceptAt('2026-03-28 14:00', 'catch_up', { plans, situation })
  const withMoney = (one: PlanFacts['payments'], two: PlanFacts['payments'], events: PlanFacts['events'] = []) => [
    factsOf([...firstTwo, ...one]),
    { terms: { ...other, planNo: 'K-2' }, payments: two, events },
  ]
  const lifeAt = (now: string, facts: PlanFacts[]) =>
    arrangementLife({ agreement: both, plans: facts }, moscow, at(now))

  test('one arrangement covers both', () => {
    expect(both.steps).toEqual([
      { on: '2026-03-31', amountMinor: 30_00n },
      { on: '2026-04-15', amountMinor: 270_00n },
    ])
    expect(both.plans.map(({ planNo, owedMinor, daysLeft }) => [planNo, owedMinor, daysLeft])).toEqual([
      ['K-1', 200_00n, 1],
      ['K-2', 100_00n, 11],
    ])
  })

  test('it is kept when both are settled, not when one of them got all the money', () => {
    const onlyOne = withMoney([paid('2026-03-30', 30_00n), paid('2026-04-15', 270_00n)], [])
    expect(lifeAt('2026-04-16', onlyOne)).toMatchObject({ name: 'active', coming: { missingMinor: 100_00n } })
    expect(lifeAt('2026-04-19', onlyOne).name).toBe('lapsed')
    const each = withMoney([paid('2026-03-30', 30_00n), paid('2026-04-15', 170_00n)], [paid('2026-04-15', 100_00n)])
    expect(lifeAt('2026-04-16', each).name).toBe('kept')
  })

  test('a plan that is cancelled leaves the other one with its own part', () => {
    const cancelled = { kind: 'cancelled', actsOn: '2026-04-09', seq: 1, recordedAt: at('2026-04-10') } as const
    const facts = withMoney([paid('2026-03-30', 30_00n)], [], [cancelled])
    expect(lifeAt('2026-04-12', facts)).toMatchObject({ name: 'active', coming: { missingMinor: 170_00n } })
    const paidAll = withMoney([paid('2026-03-30', 30_00n), paid('2026-04-15', 170_00n)], [], [cancelled])
    expect(lifeAt('2026-04-16', paidAll).name).toBe('kept')
  })

  test('a plan that is cancelled after a lapse does not bring the arrangement back', () => {
    const facts = withMoney([paid('2026-03-30', 200_00n)], [])
    expect(lifeAt('2026-04-19', facts).name).toBe('lapsed')
    const cancelled = { kind: 'cancelled', actsOn: '2026-04-23', seq: 1, recordedAt: at('2026-04-25') } as const
    expect(lifeAt('2026-04-26', withMoney([paid('2026-03-30', 200_00n)], [], [cancelled])).name).toBe('lapsed')
  })
})

describe('taking it back', () => {
  const facts = (payments: PlanFacts['payments']) => ({ agreement, plans: [factsOf([...firstTwo, ...payments])] })

  test('is possible while it waits for its deposit, and not later', () => {
    expect(withdraw(facts([]), moscow, at('2026-03-29'))).toEqual({ ok: true, withdrawnAt: at('2026-03-29') })
    expect(withdraw(facts([deposit]), moscow, at('2026-03-29 12:00'))).toEqual({ ok: false, reason: 'active' })
    expect(withdraw(facts([]), moscow, at('2026-04-01'))).toEqual({ ok: false, reason: 'over' })
  })

  test('holds, even against a deposit that is imported afterwards', () => {
    const late = paid('2026-03-29', 15_00n, { recorded: '2026-03-31' })
    const withdrawnAt = at('2026-03-30')
    const life = (payments: PlanFacts['payments'], now: string) =>
      arrangementLife({ ...facts(payments), withdrawnAt }, moscow, at(now)).name
    expect(life([late], '2026-03-29 12:00')).toBe('accepted')
    expect(life([late], '2026-03-31')).toBe('withdrawn')
    expect(life([deposit], '2026-03-31')).toBe('active')
  })

  test('an offer ends with its day', () => {
    expect(offerEndsAt(at('2026-03-28 14:00'), moscow)).toEqual(at('2026-03-29'))
  })
})
