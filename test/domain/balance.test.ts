import { expect, test } from 'vitest'
import { type BalanceEntry, balances } from '../../src/domain/balance.ts'
import type { PlanTerms } from '../../src/domain/plan.ts'

const zone = 'Europe/Moscow'
const at = (date: string) => Temporal.PlainDate.from(date).toZonedDateTime(zone).toInstant()
const asOf = at('2026-03-20')

function entry(change: Partial<BalanceEntry>): BalanceEntry {
  return { kind: 'topup', isParked: false, currency: 'EUR', amountMinor: 100n, valueAt: at('2026-03-01'), ...change }
}

const terms: PlanTerms = {
  planNo: 'P',
  memberNo: 'M',
  packageCode: 'K',
  currency: 'EUR',
  totalMinor: 300n,
  shares: 10n,
  termsAcceptedOn: '2026-01-01',
  installments: [{ seq: 1, dueOn: '2026-02-01', amountMinor: 300n }],
}

const paid = (amountMinor: bigint, valueOn: string) => ({
  entryId: valueOn,
  amountMinor,
  valueAt: at(valueOn),
  recordedAt: at(valueOn),
})

test.each<[string, BalanceEntry[], bigint | undefined]>([
  ['top-ups raise it', [entry({}), entry({ amountMinor: 5n })], 105n],
  ['parked money raises it', [entry({ kind: 'installment', isParked: true })], 100n],
  ['money in a plan does not touch it', [entry({ kind: 'installment' })], undefined],
  ['moves lower it', [entry({}), entry({ kind: 'from_balance', amountMinor: 30n })], 70n],
  ['a reversal takes the entry out', [entry({}), entry({ amountMinor: 7n, reversedAt: at('2026-03-10') })], 100n],
  ['a reversal acts from its recorded time', [entry({ reversedAt: at('2026-03-21') })], 100n],
  ['what is valued later does not count yet', [entry({ valueAt: at('2026-03-21') })], undefined],
  [
    'a reversed top-up that was moved leaves it negative',
    [entry({ reversedAt: at('2026-03-10') }), entry({ kind: 'from_balance' })],
    -100n,
  ],
])('%s', (_name, entries, expected) => {
  expect(balances({ entries, plans: [] }, zone, asOf).get('EUR')).toBe(expected)
})

test('currencies stay apart', () => {
  const entries = [entry({}), entry({ currency: 'JPY', amountMinor: 7n })]
  expect([...balances({ entries, plans: [] }, zone, asOf)]).toEqual([
    ['EUR', 100n],
    ['JPY', 7n],
  ])
})

test('plans give back what exceeds them and what came while they were cancelled', () => {
  const full = { terms, payments: [paid(350n, '2026-01-10')], events: [] }
  const late = { ...terms, cancelledOn: '2026-02-21' as const }
  const cancelled = { terms: late, payments: [paid(40n, '2026-02-21')], events: [] }
  expect(balances({ entries: [], plans: [full, cancelled] }, zone, asOf).get('EUR')).toBe(90n)
})
