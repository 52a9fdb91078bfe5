/** Late fee and early-payment discount: off by default, capped, once per installment. (DOMAIN section 9.) */
import { describe, expect, test } from 'vitest'
import { earlyDiscounts } from '../../../src/domain/fees/early-payment-discount.ts'
import { type ChargedFee, lateFeeAhead, lateFeesDue } from '../../../src/domain/fees/late-fee.ts'
import type { PlanFacts, PlanPayment } from '../../../src/domain/plan.ts'
import { defaultPolicy, type Policy } from '../../../src/domain/policy.ts'
import { paid, percent, plan, stateAt } from '../case.ts'

const policy: Policy = {
  ...defaultPolicy,
  fees: {
    lateFee: { rate: percent(2n), cap: percent(1n) },
    earlyPaymentDiscount: { rate: percent(1n), cap: percent(1n) },
  },
}
const facts = (payments: readonly PlanPayment[], events: PlanFacts['events'] = []) => ({
  terms: plan(),
  payments,
  events,
})

function feesAt(now: string, plan: PlanFacts, charged: readonly ChargedFee[] = []): [number, bigint][] {
  const due = lateFeesDue(plan, stateAt(now, plan), charged, policy)
  return due.map(({ seq, amountMinor }) => [seq, amountMinor])
}

describe('the late fee', () => {
  test('is off unless the operator sets it', () => {
    const unpaid = facts([])
    expect(lateFeesDue(unpaid, stateAt('2026-05-01', unpaid), [], defaultPolicy)).toEqual([])
    expect(lateFeeAhead(unpaid, stateAt('2026-01-09', unpaid), [], defaultPolicy)).toBeUndefined()
  })

  test('bites on the day after the due date, and is shown before', () => {
    const unpaid = facts([paid('2026-01-10', 100_00n)])
    const ahead = lateFeeAhead(unpaid, stateAt('2026-02-10', unpaid), [], policy)
    expect(ahead).toEqual({ seq: 2, amountMinor: 2_00n, bitesOn: '2026-02-11' })
    expect(feesAt('2026-02-10 23:59', unpaid)).toEqual([])
    expect(feesAt('2026-02-11', unpaid)).toEqual([[2, 2_00n]])
    expect(lateFeeAhead(unpaid, stateAt('2026-02-11', unpaid), [], policy)).toBeUndefined()
  })

  test('once per missed installment, also when it is paid late, and never beyond its cap', () => {
    const unpaid = facts([])
    expect(feesAt('2026-02-11', unpaid, [{ seq: 1, amountMinor: 2_00n }])).toEqual([[2, 2_00n]])
    // 1 % of 600.00.
    expect(feesAt('2026-07-01', unpaid)).toEqual([
      [1, 2_00n],
      [2, 2_00n],
      [3, 2_00n],
    ])
    expect(feesAt('2026-07-01', unpaid, [{ seq: 1, amountMinor: 5_00n }])).toEqual([[2, 1_00n]])
    expect(feesAt('2026-01-20', facts([paid('2026-01-12', 100_00n)]))).toEqual([[1, 2_00n]])
  })

  test('not for money in time that is imported late, nor for what was taken back after the due date', () => {
    expect(feesAt('2026-01-20', facts([paid('2026-01-10 23:59', 100_00n, { recorded: '2026-01-19' })]))).toEqual([])
    expect(feesAt('2026-01-20', facts([paid('2026-01-10', 100_00n, { reversed: '2026-01-15' })]))).toEqual([])
    expect(feesAt('2026-01-20', facts([paid('2026-01-09', 100_00n, { reversed: '2026-01-10' })]))).toEqual([[1, 2_00n]])
  })

  test('not for what falls due while an arrangement is active', () => {
    const own = { arrangementNo: 'A-1' }
    const recordedAt = Temporal.Instant.from('2026-01-20T00:00Z')
    const lapsedAt = Temporal.Instant.from('2026-03-01T00:00Z')
    const events: PlanFacts['events'] = [
      { kind: 'arrangement_activated', ...own, actsOn: '2026-01-20', recordedAt },
      { kind: 'arrangement_lapsed', ...own, actsOn: '2026-03-01', recordedAt: lapsedAt },
    ]
    expect(feesAt('2026-03-11', facts([], events))).toEqual([
      [1, 2_00n],
      [3, 2_00n],
    ])
    const running = facts([], events.slice(0, 1))
    expect(feesAt('2026-03-11', running)).toEqual([[1, 2_00n]])
  })

  test('not for a cancelled plan', () => {
    const cancelled = { ...facts([]), terms: plan({ cancelledOn: '2026-02-01' }) }
    expect(feesAt('2026-03-01', cancelled)).toEqual([])
  })
})

describe('the discount', () => {
  const at = (now: string, ...payments: PlanPayment[]) =>
    earlyDiscounts(stateAt(now, { payments }), policy).map(({ seq, amountMinor }) => [seq, amountMinor])

  test('is off unless the operator sets it', () => {
    expect(earlyDiscounts(stateAt('2026-01-09', { payments: [paid('2026-01-08', 600_00n)] }), defaultPolicy)).toEqual(
      [],
    )
  })

  test('for what is complete before its due date, not on it', () => {
    const first = paid('2026-01-08', 250_00n)
    expect(at('2026-03-20', first)).toEqual([
      [1, 1_00n],
      [2, 1_00n],
    ])
    expect(at('2026-03-20', first, paid('2026-03-09', 50_00n))).toHaveLength(3)
    expect(at('2026-03-20', first, paid('2026-03-10', 50_00n))).toHaveLength(2)
    expect(at('2026-03-20', { ...first, reversedAt: Temporal.Instant.from('2026-02-01T00:00Z') })).toEqual([])
  })

  test('never beyond its cap', () => {
    const low = { ...policy, fees: { ...policy.fees, earlyPaymentDiscount: { rate: percent(50n), cap: percent(10n) } } }
    expect(earlyDiscounts(stateAt('2026-01-09', { payments: [paid('2026-01-08', 600_00n)] }), low)).toEqual([
      { seq: 1, amountMinor: 50_00n },
      { seq: 2, amountMinor: 10_00n },
    ])
  })
})
