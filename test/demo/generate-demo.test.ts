import { describe, expect, it } from 'vitest'
import { featuredMemberNos } from '../../src/demo/featured-members.ts'
import { moments } from './moments.ts'
import {
  cell,
  contractZone,
  daysBetween,
  demoAt,
  minor,
  type NaivePlan,
  readBook,
  rowsOf,
  valueInstant,
} from './naive-book.ts'

describe('the demo project', () => {
  it('is the same for the same arguments, and another for another seed', () => {
    const now = '2026-11-22T16:00:00Z'
    expect(demoAt(now)).toEqual(demoAt(now))
    expect(demoAt(now, 2)['members.csv']).not.toBe(demoAt(now)['members.csv'])
  })

  it('keeps its people when it is made again later', () => {
    const people = (now: string) =>
      rowsOf(demoAt(now), 'members.csv').map(({ registered_on, verified_on, partner_agreement_on, ...who }) => who)
    expect(people('2027-03-31T10:00:00Z')).toEqual(people('2026-11-22T16:00:00Z'))
  })
})

describe.each(moments)('made on $when', ({ now, zone = contractZone, seed = 1 }) => {
  const book = readBook(now, seed, zone)
  const { today, plans, members, payments } = book
  const open = plans.filter(({ state }) => state !== 'cancelled' && state !== 'completed')
  const late = open.filter(({ daysOverdue }) => daysOverdue > 0)
  const plansOf = (memberNo: string) => plans.filter((plan) => plan.memberNo === memberNo)

  it('has plans whose installments add up, numbered, a month apart, clamped at month ends', () => {
    expect(plans.length).toBeGreaterThan(540)
    expect(plans.length).toBeLessThan(660)
    for (const { planNo, memberNo, total, installments, acceptedOn } of plans) {
      expect(
        installments.reduce((sum, { amount }) => sum + amount, 0),
        planNo,
      ).toBe(total)
      const dates = installments.map(({ dueOn }) => Temporal.PlainDate.from(dueOn))
      const first = dates[0] ?? today
      const agreedDay = Math.max(...dates.map(({ day }) => day))
      dates.forEach((date, index) => {
        const month = first.toPlainYearMonth().add({ months: index })
        expect(date.toString(), planNo).toBe(
          month.toPlainDate({ day: Math.min(agreedDay, month.daysInMonth) }).toString(),
        )
        // The featured lateness is exact on every day of the year: its first date may be a clamped one.
        const isExact = [featuredMemberNos.jaipurInvestor, featuredMemberNos.berlinInvestor].includes(
          memberNo as 'M-1001',
        )
        if (!isExact) expect(date.equals(first.add({ months: index })), planNo).toBe(true)
      })
      expect(acceptedOn < first.toString() && acceptedOn <= today.toString(), planNo).toBe(true)
    }
  })

  it('sells every plan the package that was on sale, in its currency', () => {
    const packages = new Map(book.packages.map((row) => [cell(row, 'package_code'), row]))
    for (const row of rowsOf(demoAt(now, seed, zone), 'plans.csv')) {
      const sold = packages.get(cell(row, 'package_code')) ?? {}
      expect(cell(sold, 'available_from') <= cell(row, 'terms_accepted_on')).toBe(true)
      expect(cell(sold, 'available_to') >= cell(row, 'terms_accepted_on')).toBe(true)
      expect(cell(sold, 'currency')).toBe(cell(row, 'currency'))
    }
    for (const family of new Set([...packages.keys()].map((code) => code.slice(0, -2)))) {
      const [first, second, third] = [1, 2, 3].map((stage) =>
        minor(cell(packages.get(`${family}-${stage}`) ?? {}, 'nominal_value')),
      )
      expect(first).toBeGreaterThan(second ?? 0)
      expect(second).toBeGreaterThan(third ?? 0)
    }
    expect(new Set(plans.map((plan) => plan.installments.length))).toEqual(new Set([1, 4, 6, 10, 12]))
    expect(new Set(plans.map((plan) => plan.currency))).toEqual(new Set(['EUR', 'USD', 'INR', 'RUB', 'JPY', 'KWD']))
  })

  it('has no payment of the future, and none received before it was made', () => {
    const instant = Temporal.Instant.from(now)
    for (const row of payments) {
      const [valueAt, receivedAt] = [
        valueInstant(cell(row, 'value_at'), zone),
        Temporal.Instant.from(cell(row, 'received_at')),
      ]
      expect(Temporal.Instant.compare(valueAt, instant), cell(row, 'payment_id')).toBeLessThanOrEqual(0)
      expect(Temporal.Instant.compare(valueAt, receivedAt), cell(row, 'payment_id')).toBeLessThanOrEqual(0)
      expect(Temporal.Instant.compare(receivedAt, instant), cell(row, 'payment_id')).toBeLessThanOrEqual(0)
    }
    expect(payments.some((row) => cell(row, 'value_at').length === 10)).toBe(true)
    expect(payments.some((row) => cell(row, 'value_at').endsWith('+05:30'))).toBe(true)
  })

  it('has numbers that fit into a button, and every reversal repeats what it reverses', () => {
    for (const row of members) expect(cell(row, 'member_no')).toMatch(/^M-\d{4}$/)
    for (const { planNo } of plans) expect(planNo).toMatch(/^P-\d{4}$/)
    for (const row of payments) expect(cell(row, 'payment_id')).toMatch(/^PAY-\d{6}$/)
    const byId = new Map(payments.map((row) => [cell(row, 'payment_id'), row]))
    const reversals = payments.filter((row) => cell(row, 'kind') === 'reversal')
    expect(reversals.length).toBeGreaterThanOrEqual(4)
    for (const row of reversals) {
      const reversed = byId.get(cell(row, 'reverses')) ?? {}
      for (const column of ['member_no', 'plan_no', 'currency', 'amount']) expect(row[column]).toBe(reversed[column])
      expect(minor(cell(row, 'amount'))).toBeGreaterThan(0)
    }
  })

  it('has plans on every day of grace that matters, and due soon', () => {
    const countOf = (test: (plan: NaivePlan) => boolean) => open.filter(test).length
    for (const days of [0, 1, 3, 7])
      expect(
        countOf((plan) => plan.dueInDays === days),
        `due in ${days}`,
      ).toBeGreaterThan(1)
    for (const days of [1, 5, 10, 18, 19])
      expect(
        countOf((plan) => plan.daysOverdue === days),
        `late ${days}`,
      ).toBeGreaterThan(1)
    const cancellationDue = open.filter(({ state }) => state === 'cancellation_due')
    expect(cancellationDue.filter(({ daysOverdue }) => daysOverdue === 20).length).toBeGreaterThanOrEqual(3)
    expect(cancellationDue.filter(({ daysOverdue }) => daysOverdue > 20).length).toBe(2)
    expect(countOf((plan) => plan.daysOverdue > 0 && plan.partOfNext > 0)).toBeGreaterThan(1)
    expect(countOf((plan) => plan.daysOverdue === 0 && plan.partOfNext > 0)).toBeGreaterThan(1)
    expect(countOf((plan) => plan.daysOverdue > 0 && plan.reversedCount > 0)).toBe(2)
    expect(late.length / open.length).toBeGreaterThan(0.12)
    expect(late.length / open.length).toBeLessThan(0.18)
  })

  it('has people who are ahead, done, and back', () => {
    const ahead = open.filter((plan) => daysBetween(today, plan.installments[plan.paidInFull - 1]?.dueOn ?? today) > 0)
    expect(ahead.length).toBeGreaterThan(8)
    const completed = plans.filter(({ state }) => state === 'completed')
    expect(completed.length).toBeGreaterThan(60)
    expect(completed.some((plan) => daysBetween(today, plan.installments.at(-1)?.dueOn ?? today) > 0)).toBe(true)
    expect(plans.filter(({ restoredOn, daysOverdue }) => restoredOn && daysOverdue === 0).length).toBe(2)
    expect(plans.filter(({ restoredOn, state }) => restoredOn && state === 'overdue').length).toBe(1)
    const sizes = new Set(members.map((row) => plansOf(cell(row, 'member_no')).length))
    expect(sizes).toEqual(new Set([0, 1, 2, 3, 4]))
  })

  it('has cancelled plans that were unpaid on the day after their last payable day', () => {
    for (const { planNo, cancelledOn, restoredOn, paidInFull, installments, state } of plans) {
      if (cancelledOn === '') continue
      expect(cancelledOn <= today.toString(), planNo).toBe(true)
      if (restoredOn !== '') continue
      expect(state).toBe('cancelled')
      expect(daysBetween(installments[paidInFull]?.dueOn ?? '', cancelledOn), planNo).toBe(20)
    }
  })

  it('has a third of the money of every currency in cancelled plans', () => {
    for (const currency of ['EUR', 'USD', 'INR', 'RUB']) {
      const own = plans.filter((plan) => plan.currency === currency)
      const paid = own.reduce((sum, plan) => sum + plan.paid, 0)
      const lost = own.filter(({ state }) => state === 'cancelled').reduce((sum, plan) => sum + plan.paid, 0)
      expect(lost / paid, currency).toBeGreaterThan(0.32)
      expect(lost / paid, currency).toBeLessThan(0.36)
    }
  })

  it('has balances of every kind, parked money, and people on every step of onboarding', () => {
    const balance = (plan: NaivePlan) => book.balances.get(`${plan.memberNo} ${plan.currency}`) ?? 0
    const nextAmount = (plan: NaivePlan) => (plan.installments[plan.paidInFull]?.amount ?? 0) - plan.partOfNext
    expect(open.filter((plan) => balance(plan) >= nextAmount(plan)).length).toBeGreaterThanOrEqual(6)
    expect([...book.balances.values()].filter((sum) => sum < 0).length).toBe(2)
    expect(book.parked.map((row) => [cell(row, 'kind'), cell(row, 'plan_no')])).toEqual(
      Array(2).fill(['installment', '']),
    )
    expect(
      payments.filter((row) => cell(row, 'kind') === 'installment' && cell(row, 'plan_no') === '').length,
    ).toBeGreaterThan(10)
    expect(payments.filter((row) => cell(row, 'kind') === 'from_balance').length).toBeGreaterThan(50)
    const without = members.filter(
      (row) => !cell(row, 'partner_agreement_on') && plansOf(cell(row, 'member_no')).length === 0,
    )
    const toppedUp = without.filter((row) => payments.some((payment) => payment.member_no === row.member_no))
    expect(toppedUp.length).toBe(13)
    expect(without.filter((row) => cell(row, 'verified_on') && !toppedUp.includes(row)).length).toBe(18)
    expect(without.filter((row) => !cell(row, 'verified_on')).length).toBe(25)
    expect(
      members.filter((row) => !cell(row, 'verified_on') && plansOf(cell(row, 'member_no')).length > 0).length,
    ).toBeGreaterThan(5)
  })

  it('has members who registered before they did anything', () => {
    for (const row of members) {
      const [registeredOn, verifiedOn] = [cell(row, 'registered_on'), cell(row, 'verified_on')]
      expect(registeredOn <= (verifiedOn || today.toString())).toBe(true)
      expect(verifiedOn <= today.toString() && cell(row, 'partner_agreement_on') <= today.toString()).toBe(true)
      for (const { acceptedOn } of plansOf(cell(row, 'member_no'))) expect(registeredOn <= acceptedOn).toBe(true)
    }
  })

  it('has offers valid today and one expired', () => {
    const valid = book.offers.filter((row) => cell(row, 'valid_to') >= today.toString())
    expect(valid.map((row) => [cell(row, 'kind'), cell(row, 'rate'), cell(row, 'min_installments_ahead')])).toEqual([
      ['on_time', '0.05', ''],
      ['double_payment', '0.07', ''],
      ['early_repayment', '0.10', '2'],
    ])
    expect(book.offers.length).toBe(4)
  })
})
