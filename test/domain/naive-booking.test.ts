/**
 * The real booking and the real balances against a second implementation that was written from DOMAIN.md section 3
 * alone. A failure prints the seed and the smallest bags of payments on which the two differ.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { LedgerEntry } from '../../src/domain/ledger-entry.ts'
import { planState } from '../../src/domain/plan-state.ts'
import { defaultPolicy } from '../../src/domain/policy.ts'
import { instant } from './naive/as-real.ts'
import { naiveBalance, naiveMoneyFromOutside } from './naive/naive-balance.ts'
import { naiveBooking } from './naive/naive-booking.ts'
import type { NaiveEntry, NaiveRow } from './naive/naive-ledger.ts'
import { type DrawnLedger, randomLedger } from './naive/random-ledgers.ts'
import { realBalances, realBooking, realPlans } from './naive/real-ledger.ts'
import { patience, tried } from './naive/runs.ts'

/** The outcomes of both bags, each row with what DOMAIN.md allows for it. */
function bookBoth({ world, bags }: DrawnLedger, inOrder: (rows: readonly NaiveRow[]) => readonly NaiveRow[]) {
  let naive: NaiveEntry[] = []
  let real: LedgerEntry[] = []
  for (const { nowMs, rows } of bags) {
    const expected = naiveBooking(world, rows, naive, nowMs)
    const booked = realBooking(world, inOrder(rows), real, nowMs)
    for (const row of rows) {
      const outcome = booked.outcomes.get(row)
      expect(expected.outcomes.get(row), `${row.id} ${row.kind}: ${outcome}`).toContain(outcome)
    }
    naive = expected.ledger
    real = booked.ledger
  }
  return { naive, real }
}

const anyOrder = fc.constantFrom<((rows: readonly NaiveRow[]) => readonly NaiveRow[])[]>(
  (rows) => rows,
  (rows) => rows.toReversed(),
  (rows) => [...rows.slice(2), ...rows.slice(0, 2)],
)

test('where each payment of a bag goes, in whatever order they stand', patience, () => {
  fc.assert(
    fc.property(randomLedger, anyOrder, (drawn, inOrder) => {
      bookBoth(drawn, inOrder)
    }),
    tried,
  )
})

test('balances, and that money is neither made nor lost', patience, () => {
  fc.assert(
    fc.property(randomLedger, (drawn) => {
      const { world, askedMs } = drawn
      const { naive, real } = bookBoth(drawn, (rows) => rows)
      for (const currency of ['EUR', 'JPY']) {
        let onBalances = 0
        for (const member of world.members) {
          const balance = Number(realBalances(world, real, member, askedMs).get(currency) ?? 0n)
          expect(balance, `${member} ${currency}`).toBe(naiveBalance(world, naive, member, currency, askedMs))
          onBalances += balance
        }
        const inPlans = realPlans(world, real)
          .filter(({ terms }) => terms.currency === currency)
          .map((plan) => planState(plan, [], { ...defaultPolicy, contractZone: world.zone }, instant(askedMs)))
          .reduce((sum, { paidMinor }) => sum + Number(paidMinor), 0)
        expect(onBalances + inPlans).toBe(naiveMoneyFromOutside(naive, currency, askedMs))
      }
    }),
    tried,
  )
})

/** One row of each id, and one reversal of each entry: otherwise the first of them wins, and the split decides. */
function unrivalled(rows: readonly NaiveRow[]): NaiveRow[] {
  const reversed = rows.flatMap(({ reverses }) => reverses ?? [])
  const once = rows.filter((row, i) => rows.findIndex(({ id }) => id === row.id) === i)
  return once.filter(({ reverses }) => reverses == null || reversed.filter((id) => id === reverses).length === 1)
}

/** Money that names its place, and what takes it back: nothing else has a say in where it goes. */
function isPlaced(row: NaiveRow, rows: readonly NaiveRow[]): boolean {
  if (row.kind !== 'reversal') return row.kind === 'topup' || (row.kind === 'installment' && Boolean(row.plan))
  const target = rows.find(({ id }) => id === row.reverses)
  return target !== undefined && target.kind !== 'reversal' && isPlaced(target, rows)
}

test('in two batches of one moment as in one, when the first holds only what names its place', patience, () => {
  fc.assert(
    fc.property(randomLedger, fc.infiniteStream(fc.boolean()), ({ world, bags }, isFirst) => {
      const [{ nowMs }, second] = bags
      const rows = unrivalled([...bags[0].rows, ...second.rows])
      const first = rows.filter((row) => isPlaced(row, rows) && isFirst.next().value)
      const whole = realBooking(world, rows, [], nowMs)
      const early = realBooking(world, first, [], nowMs)
      // What is held back is tried again.
      const isHeldBack = (row: NaiveRow) => !['balance', 'K0', 'K1', 'K2', 'K3'].includes(early.outcomes.get(row) ?? '')
      const late = realBooking(world, rows.filter(isHeldBack), early.ledger, nowMs)
      const inTwo = rows.map((row) => late.outcomes.get(row) ?? early.outcomes.get(row))
      expect(inTwo).toEqual(rows.map((row) => whole.outcomes.get(row)))
    }),
    tried,
  )
})
