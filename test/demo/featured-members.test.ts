import { describe, expect, it } from 'vitest'
import { featuredMemberNos } from '../../src/demo/featured-members.ts'
import { moments } from './moments.ts'
import { cell, contractZone, demoAt, type NaivePlan, readBook, rowsOf } from './naive-book.ts'

describe.each(moments)('featured members on $when', ({ now, zone = contractZone, seed = 1 }) => {
  const { plans, members, payments } = readBook(now, seed, zone)
  const late = plans.filter(({ daysOverdue }) => daysOverdue > 0)
  const plansOf = (memberNo: string) => plans.filter((plan) => plan.memberNo === memberNo)
  const only = (memberNo: string): NaivePlan => {
    const [plan, ...others] = plansOf(memberNo)
    if (!plan || others.length > 0) throw new Error(`${memberNo} has not one plan`)
    return plan
  }

  it('has its featured people in their situations', () => {
    const member = (no: string) => members.find((row) => row.member_no === no) ?? {}
    const people = featuredMemberNos
    const jaipur = only(people.jaipurInvestor)
    expect(jaipur).toMatchObject({ total: 600_00, daysOverdue: 18, paidInFull: 2, state: 'overdue', currency: 'EUR' })
    expect(jaipur.installments.map(({ amount }) => amount)).toEqual(Array(6).fill(100_00))
    const terms = rowsOf(demoAt(now, seed, zone), 'plans.csv').find((row) => row.plan_no === jaipur.planNo)
    expect(terms).toMatchObject({ shares: '2000', total: '600.00' })
    expect(member(people.jaipurInvestor)).toMatchObject({ language: 'hi', sponsor_no: people.madridPartner })

    const below = new Set<string>([people.madridPartner])
    for (let level = 0; level < 5; level++) {
      for (const row of members) if (below.has(cell(row, 'sponsor_no'))) below.add(cell(row, 'member_no'))
    }
    expect(below.size - 1).toBeGreaterThanOrEqual(30)
    const lateBelow = late.filter(({ memberNo }) => below.has(memberNo))
    expect(lateBelow.length).toBeGreaterThanOrEqual(12)
    expect(new Set(lateBelow.map(({ currency }) => currency)).size).toBeGreaterThanOrEqual(4)

    expect(only(people.berlinInvestor)).toMatchObject({ state: 'active', dueInDays: 0 })
    expect(only(people.bucharestInvestor).dueInDays).toBeGreaterThan(28)
    expect(only(people.moscowInvestor)).toMatchObject({ state: 'overdue', daysOverdue: 19 })
    expect(only(people.londonInvestor).state).toBe('completed')
    expect(plansOf(people.toppedUpNewcomer)).toEqual([])
    expect(payments.some((row) => row.member_no === people.toppedUpNewcomer && row.kind === 'topup')).toBe(true)
    expect(only(people.viennaInvestor).state).toBe('cancelled')
    expect(plansOf(people.severalPlansInvestor).length).toBe(4)
    expect(plansOf(people.investingPartner).length).toBe(2)
    expect(cell(member(people.investingPartner), 'partner_agreement_on')).not.toBe('')
    expect(only(people.aucklandInvestor).dueInDays).toBe(1)
    expect(only(people.cancellationDueInvestor)).toMatchObject({ state: 'cancellation_due', daysOverdue: 20 })
    expect(cell(member(people.registeredNewcomer), 'verified_on')).toBe('')
  })
})
