import { describe, expect, test } from 'vitest'
import type { Booking } from '../../src/domain/booking.ts'
import { bookAll, type LedgerBefore } from '../../src/domain/booking-run.ts'
import type { LedgerEntry, Payment } from '../../src/domain/ledger-entry.ts'
import type { PlanPayment, PlanRecords, PlanTerms } from '../../src/domain/plan.ts'

const zone = 'Europe/Moscow'
const now = Temporal.Instant.from('2026-03-20T09:00:00Z')
const at = (date: string) => Temporal.PlainDate.from(date).toZonedDateTime(zone).toInstant()

function payment(change: Partial<Payment>): Payment {
  const rest = {
    kind: 'installment',
    memberNo: 'M1',
    currency: 'EUR',
    amountMinor: 100n,
    valueAt: at('2026-02-01'),
  } as const
  return { paymentId: 'X', ...rest, ...change }
}

function plan(planNo: string, change: Partial<PlanTerms> = {}, payments: PlanPayment[] = []): PlanRecords {
  const terms: PlanTerms = {
    planNo,
    memberNo: 'M1',
    packageCode: 'K',
    currency: 'EUR',
    totalMinor: 300n,
    shares: 100n,
    termsAcceptedOn: '2026-01-01',
    installments: [{ seq: 1, dueOn: '2026-02-01', amountMinor: 300n }],
    ...change,
  }
  return { terms, payments, events: [], packageName: 'K', isHistory: false }
}

function entry(change: Partial<LedgerEntry>): LedgerEntry {
  const { paymentId, ...rest } = payment({})
  const none = { namedPlanNo: null, planNo: null, isParked: false, reverses: null, receivedAt: null, method: null }
  return { entryId: paymentId, ...rest, ...none, recordedAt: now, ...change }
}

function ledger(plans: readonly PlanRecords[] = [plan('P1')], entries: readonly LedgerEntry[] = []): LedgerBefore {
  return {
    contractZone: zone,
    recordedAt: now,
    hasMember: (memberNo) => ['M1', 'M2'].includes(memberNo),
    plan: (planNo) => plans.find(({ terms }) => terms.planNo === planNo)?.terms,
    recordsOfPlansOf: (memberNo) => plans.filter(({ terms }) => terms.memberNo === memberNo),
    balanceEntriesOf: (memberNo) =>
      entries.filter((known) => known.memberNo === memberNo && known.planNo === null && !known.reversedBy),
    entry: (entryId) => entries.find((candidate) => candidate.entryId === entryId),
  }
}

function outcome(booking: Booking | undefined): string {
  if (booking?.outcome !== 'booked')
    return booking?.outcome === 'quarantined' ? booking.reason : String(booking?.outcome)
  const { planNo, isParked } = booking.entry
  return planNo ?? (isParked ? 'parked' : 'balance')
}

function decide(change: Partial<Payment>, before = ledger()): string {
  const one = payment(change)
  return outcome(bookAll([one], before).get(one))
}

describe('where a payment goes', () => {
  test.each<[string, Partial<Payment>, string]>([
    ['a top-up to the balance', { kind: 'topup' }, 'balance'],
    ['a top-up that names a plan nowhere', { kind: 'topup', planNo: 'P1' }, 'topup_names_plan'],
    ['a move to the plan it names', { kind: 'from_balance', planNo: 'P1' }, 'P1'],
    ['a move without a plan nowhere', { kind: 'from_balance' }, 'plan_missing'],
    ['an installment to the plan it names', { planNo: 'P1' }, 'P1'],
    ['an installment without a plan to the only open one', {}, 'P1'],
    ['an unknown member nowhere', { memberNo: 'M9' }, 'unknown_member'],
    ['an unknown plan nowhere', { planNo: 'P9' }, 'unknown_plan'],
    ["another's plan nowhere", { planNo: 'P1', memberNo: 'M2' }, 'plan_of_another_member'],
    ['another currency nowhere', { planNo: 'P1', currency: 'USD' }, 'currency_mismatch'],
    ['another currency without a plan to the balance', { currency: 'USD' }, 'parked'],
    ['a member without plans to the balance', { memberNo: 'M2' }, 'parked'],
    ['something else that reverses nowhere', { reverses: 'E' }, 'reverses_without_reversal'],
    ['a reversal of nothing nowhere', { kind: 'reversal' }, 'reverses_missing'],
    ['a reversal of the unknown nowhere', { kind: 'reversal', reverses: 'E' }, 'unknown_entry'],
    ['a reversal of itself nowhere', { kind: 'reversal', reverses: 'X' }, 'unknown_entry'],
  ])('%s', (_name, change, expected) => expect(decide(change)).toBe(expected))
})

describe('an installment that names no plan', () => {
  const money = (valueOn: string, reversed = false): PlanPayment => ({
    entryId: `at ${valueOn}`,
    amountMinor: 300n,
    valueAt: at(valueOn),
    recordedAt: now,
    ...(reversed && { reversedAt: now }),
  })
  test.each<[string, readonly PlanRecords[], string]>([
    ['is parked with two open plans', [plan('P1'), plan('P2')], 'parked'],
    ['ignores plans of another currency', [plan('P1'), plan('P2', { currency: 'USD' })], 'P1'],
    ['ignores plans accepted later', [plan('P1'), plan('P2', { termsAcceptedOn: '2026-02-02' })], 'P1'],
    ['counts plans accepted that day', [plan('P1'), plan('P2', { termsAcceptedOn: '2026-02-01' })], 'parked'],
    ['ignores plans cancelled on that date', [plan('P1'), plan('P2', { cancelledOn: '2026-02-01' })], 'P1'],
    ['counts plans cancelled later', [plan('P1'), plan('P2', { cancelledOn: '2026-02-02' })], 'parked'],
    ['counts restored plans', [plan('P1', { cancelledOn: '2026-01-20', restoredOn: '2026-02-01' })], 'P1'],
    ['ignores plans completed by then', [plan('P1'), plan('P2', {}, [money('2026-02-01')])], 'P1'],
    ['counts plans completed later', [plan('P1'), plan('P2', {}, [money('2026-02-02')])], 'parked'],
    ['counts plans whose money was taken back', [plan('P1', {}, [money('2026-01-10', true)])], 'P1'],
  ])('%s', (_name, plans, expected) => expect(decide({}, ledger(plans))).toBe(expected))

  test('takes the date in the contract zone', () => {
    const plans = [plan('P1', { termsAcceptedOn: '2026-02-02' })]
    expect(decide({ valueAt: Temporal.Instant.from('2026-02-01T20:59:59Z') }, ledger(plans))).toBe('parked')
    expect(decide({ valueAt: Temporal.Instant.from('2026-02-01T21:00:00Z') }, ledger(plans))).toBe('P1')
  })
})

describe('the same id', () => {
  const there = entry({ namedPlanNo: 'P1', planNo: 'P1', method: 'card', receivedAt: at('2026-02-02') })
  const same = { planNo: 'P1', method: 'card', receivedAt: at('2026-02-02') }
  test.each<[string, Partial<Payment>, string]>([
    ['with the same content changes nothing', same, 'already_there'],
    ['does not contradict what it does not state', {}, 'already_there'],
    ['with a cell emptied conflicts', { ...same, method: null }, 'conflict'],
    ['with an emptied plan conflicts', { ...same, planNo: null }, 'conflict'],
    ['with another amount conflicts', { ...same, amountMinor: 101n }, 'conflict'],
    ['with another value time conflicts', { ...same, valueAt: at('2026-02-03') }, 'conflict'],
    ['with another received time conflicts', { ...same, receivedAt: null }, 'conflict'],
    ['with another member conflicts', { ...same, memberNo: 'M9' }, 'conflict'],
  ])('%s', (_name, change, expected) => expect(decide(change, ledger([plan('P1')], [there]))).toBe(expected))
})

describe('a reversal', () => {
  const target = entry({ entryId: 'E', namedPlanNo: null, planNo: 'P1' })
  const back: Partial<Payment> = { kind: 'reversal', reverses: 'E' }
  test.each<[string, Partial<Payment>, LedgerEntry, string]>([
    ['goes where its entry went', back, target, 'P1'],
    ['may name the plan that was found', { ...back, planNo: 'P1' }, target, 'P1'],
    ['may not name another plan', { ...back, planNo: 'P2' }, target, 'reversal_differs'],
    ['repeats a named plan', back, entry({ entryId: 'E', namedPlanNo: 'P1', planNo: 'P1' }), 'reversal_differs'],
    ['repeats the amount', { ...back, amountMinor: 99n }, target, 'reversal_differs'],
    ['repeats the currency', { ...back, currency: 'USD' }, target, 'reversal_differs'],
    ['repeats the member', { ...back, memberNo: 'M2' }, target, 'reversal_differs'],
    ['comes once', back, { ...target, reversedBy: 'R' }, 'already_reversed'],
    ['takes back no reversal', back, { ...target, kind: 'reversal' }, 'reversal_of_reversal'],
  ])('%s', (_name, change, before, expected) => {
    expect(decide(change, ledger([plan('P1'), plan('P2')], [before]))).toBe(expected)
  })
})

describe('many at once', () => {
  test('what completes a plan is known to what looks for one, in whatever order they stand', () => {
    const full = payment({ paymentId: 'Z', planNo: 'P1', amountMinor: 300n, valueAt: at('2026-01-15') })
    const looking = payment({ paymentId: 'A' })
    for (const order of [
      [full, looking],
      [looking, full],
    ]) {
      expect(outcome(bookAll(order, ledger()).get(looking))).toBe('parked')
    }
  })

  test('a plan that a reversal reopened can be found', () => {
    const full = payment({ paymentId: 'Z', planNo: 'P1', amountMinor: 300n, valueAt: at('2026-01-15') })
    const back = payment({ paymentId: 'B', kind: 'reversal', reverses: 'Z', planNo: 'P1', amountMinor: 300n })
    const looking = payment({ paymentId: 'A' })
    expect(outcome(bookAll([looking, back, full], ledger()).get(looking))).toBe('P1')
  })

  test('a reversal may stand before its entry, and only the first of two is booked', () => {
    const first = payment({ paymentId: 'R1', kind: 'reversal', reverses: 'E' })
    const second = payment({ paymentId: 'R2', kind: 'reversal', reverses: 'E' })
    const bookings = bookAll([second, first, payment({ paymentId: 'E' })], ledger())
    expect([first, second].map((one) => outcome(bookings.get(one)))).toEqual(['P1', 'already_reversed'])
  })

  test('a negative balance from earlier blocks a move; a top-up of the same time lets it through', () => {
    const earlier = now.subtract({ hours: 24 })
    const moved = entry({ entryId: 'M', kind: 'from_balance', namedPlanNo: 'P1', planNo: 'P1', recordedAt: earlier })
    const known = { ...ledger([plan('P1')], [moved]), balanceEntriesOf: () => [moved] }
    const move = payment({ paymentId: 'N', kind: 'from_balance', planNo: 'P1' })
    const topup = payment({ paymentId: 'T', kind: 'topup', amountMinor: moved.amountMinor })
    expect(outcome(bookAll([move], known).get(move))).toBe('balance_negative')
    for (const order of [
      [move, topup],
      [topup, move],
    ])
      expect(outcome(bookAll(order, known).get(move))).toBe('P1')
  })

  test('what is taken back in the same import blocks no move of it, in any order', () => {
    const earlier = now.subtract({ hours: 24 })
    const parked = entry({ entryId: 'E', isParked: true, recordedAt: earlier })
    const moved = entry({ entryId: 'M', kind: 'from_balance', namedPlanNo: 'P1', planNo: 'P1', recordedAt: earlier })
    const known = { ...ledger([plan('P1')], [parked, moved]), balanceEntriesOf: () => [parked, moved] }
    const back = payment({ paymentId: 'R', kind: 'reversal', reverses: 'E' })
    const move = payment({ paymentId: 'N', kind: 'from_balance', planNo: 'P1' })
    for (const repeated of [[], [payment({ paymentId: 'E' })]]) {
      expect(outcome(bookAll([...repeated, back, move], known).get(move))).toBe('P1')
    }
  })

  test('reversals that take back each other are booked nowhere', () => {
    const one = payment({ paymentId: 'R1', kind: 'reversal', reverses: 'R2' })
    const other = payment({ paymentId: 'R2', kind: 'reversal', reverses: 'R1' })
    const bookings = bookAll([one, other], ledger())
    expect([one, other].map((each) => outcome(bookings.get(each)))).toEqual(['unknown_entry', 'unknown_entry'])
  })
})
