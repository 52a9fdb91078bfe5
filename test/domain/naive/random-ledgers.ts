/**
 * Random members, plans and two bags of payments, the second recorded later or at the same moment. Amounts and dates
 * are few, so that plans are completed, balances turn negative and value times meet; rows are often about one another.
 */
import fc from 'fast-check'
import { dayNumber, firstMomentOf, isoOf } from './naive-calendar.ts'
import type { NaiveEvent } from './naive-history.ts'
import type { NaivePlan, NaiveRow, NaiveWorld } from './naive-ledger.ts'
import { sometimes, starts, zones } from './random-histories.ts'
import { clockTime, words } from './readable.ts'

const MS_PER_DAY = 86_400_000

export interface DrawnLedger {
  world: NaiveWorld
  bags: readonly [Bag, Bag]
  /** A moment at which balances are asked. */
  askedMs: number
}

interface Bag {
  nowMs: number
  rows: readonly NaiveRow[]
}

const days = fc.oneof(fc.constantFrom(0, 9, 10, 11, 20), fc.integer({ min: -2, max: 30 }))

/** Close to midnight of the contract zone, or at noon. */
function momentFrom(start: string, zone: string): fc.Arbitrary<number> {
  return fc
    .tuple(days, fc.constantFrom(0, 0, -1, 1, 43_200_000, 43_200_000))
    .map(([day, laterMs]) => firstMomentOf(zone, dayNumber(start) + day) + laterMs)
}

function dateFrom(start: string): fc.Arbitrary<string> {
  return days.map((day) => isoOf(dayNumber(start) + day))
}

function recordedEvents(start: string, zone: string): fc.Arbitrary<NaiveEvent[]> {
  return fc
    .record({
      on: dateFrom(start),
      laterMs: fc.constantFrom(0, MS_PER_DAY, 2 * MS_PER_DAY + 1),
      restoredLaterMs: sometimes(fc.constantFrom(1, MS_PER_DAY, 3 * MS_PER_DAY)),
    })
    .map(({ on, laterMs, restoredLaterMs }) => {
      const recordedAtMs = firstMomentOf(zone, dayNumber(on)) + laterMs
      const cancelled = { kind: 'cancelled', recordedAtMs, on, seq: 1 } as const
      if (restoredLaterMs === undefined) return [cancelled]
      const restoredMs = recordedAtMs + restoredLaterMs
      const restoredOn = Temporal.Instant.fromEpochMilliseconds(restoredMs).toZonedDateTimeISO(zone).toPlainDate()
      return [cancelled, { kind: 'restored', recordedAtMs: restoredMs, on: restoredOn.toString() }]
    })
}

function plansFrom(start: string, zone: string): fc.Arbitrary<NaivePlan[]> {
  const plan = fc.record({
    member: fc.constantFrom('M1', 'M1', 'M1', 'M2'),
    currency: fc.constantFrom('EUR', 'EUR', 'EUR', 'JPY'),
    acceptedOn: fc.oneof(fc.constant(isoOf(dayNumber(start) - 9)), dateFrom(start)),
    amounts: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 }),
    cancelledOn: sometimes(sometimes(dateFrom(start))),
    restoredOn: sometimes(sometimes(dateFrom(start))),
    events: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, recordedEvents(start, zone)),
  })
  return fc.array(plan, { minLength: 1, maxLength: 4 }).map((plans) =>
    plans.map(({ amounts, cancelledOn, restoredOn, ...plan }, i) => ({
      planNo: `K${i}`,
      zone,
      ...plan,
      installments: amounts.map((amount, j) => ({ dueOn: isoOf(dayNumber(start) + 10 * j), amount })),
      ...(cancelledOn !== undefined && { cancelledOn }),
      ...(restoredOn !== undefined && { restoredOn }),
    })),
  )
}

type OwnKind = Exclude<NaiveRow['kind'], 'reversal'>
type Wish = OwnKind | 'reversal' | 'same again' | 'same again and taken back'

interface RowWish {
  wish: Wish
  isSecond: boolean
  namesPlan: boolean
  /** What is odd about it, mostly nothing. */
  oddity: number
  pick: number
  amount: number
  valueAtMs: number
}

function wishes(start: string, zone: string): fc.Arbitrary<RowWish[]> {
  const wish = fc.constantFrom<Wish[]>(
    ...(['topup', 'topup', 'installment', 'installment', 'installment', 'installment'] as const),
    ...(['from_balance', 'from_balance', 'reversal', 'reversal', 'same again', 'same again and taken back'] as const),
  )
  return fc.array(
    fc.record({
      wish,
      isSecond: fc.boolean(),
      namesPlan: fc.boolean(),
      oddity: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 9 })),
      pick: fc.nat({ max: 23 }),
      amount: fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 20 })),
      valueAtMs: momentFrom(start, zone),
    }),
    { minLength: 1, maxLength: 10 },
  )
}

interface RowInBag {
  row: NaiveRow
  isSecond: boolean
}

/** Rows that stand on their own first; then those that speak of another row, which may stand in either bag. */
function rowsOf(drawn: readonly RowWish[], plans: readonly NaivePlan[]): RowInBag[] {
  const rows = drawn.flatMap((wish, i): RowInBag[] =>
    standsOnItsOwn(wish.wish)
      ? [{ row: ownRow(wish, wish.wish, `P${(i * 7) % 10}`, plans), isSecond: wish.isSecond }]
      : [],
  )
  for (const [i, wish] of drawn.entries()) {
    const other = rows[wish.pick % Math.max(1, rows.length)]
    const id = `P${(i * 7) % 10}`
    if (!other || standsOnItsOwn(wish.wish)) continue
    if (wish.wish === 'reversal') rows.push({ row: reversalOf(other.row, wish, id), isSecond: wish.isSecond })
    else if (wish.wish === 'same again') rows.push({ row: again(other.row, wish), isSecond: wish.isSecond })
    else {
      other.isSecond = false
      rows.push({ row: { ...other.row }, isSecond: true }, { row: reversalOf(other.row, wish, id), isSecond: true })
    }
  }
  return rows
}

function standsOnItsOwn(wish: Wish): wish is OwnKind {
  return wish === 'topup' || wish === 'installment' || wish === 'from_balance'
}

function ownRow(wish: RowWish, kind: OwnKind, id: string, plans: readonly NaivePlan[]): NaiveRow {
  const { amount, valueAtMs, pick, oddity } = wish
  const plan = plans[pick % plans.length]
  const isNamed = kind === 'from_balance' || (kind === 'installment' && wish.namesPlan)
  const row: NaiveRow = {
    id,
    kind,
    member: plan?.member ?? 'M1',
    currency: plan?.currency ?? 'EUR',
    amount,
    valueAtMs,
    ...(isNamed && plan ? { plan: plan.planNo } : pick % 2 === 0 ? { plan: null } : {}),
  }
  if (oddity === 1) return { ...row, member: 'M9' }
  if (oddity === 2) return { ...row, plan: 'K9' }
  if (oddity === 3) return { ...row, member: row.member === 'M1' ? 'M2' : 'M1' }
  if (oddity === 4) return { ...row, currency: row.currency === 'EUR' ? 'JPY' : 'EUR' }
  if (oddity === 5) return { ...row, reverses: 'P0' }
  if (oddity === 6) return { ...row, plan: row.plan ? null : (plan?.planNo ?? null) }
  return row
}

function reversalOf(target: NaiveRow, wish: RowWish, id: string): NaiveRow {
  const { valueAtMs, oddity } = wish
  const row: NaiveRow = { ...target, id, kind: 'reversal', reverses: target.id, valueAtMs }
  if (oddity === 1) return { ...row, amount: row.amount + 1 }
  if (oddity === 2) return { ...row, plan: row.plan ? null : 'K0' }
  if (oddity === 3) return { ...row, member: row.member === 'M1' ? 'M2' : 'M1' }
  if (oddity === 4) return { ...row, currency: row.currency === 'EUR' ? 'JPY' : 'EUR' }
  if (oddity === 5) return { ...row, reverses: null }
  if (oddity === 6) return { ...row, reverses: 'P99' }
  if (oddity === 7) return { ...row, reverses: id }
  return row
}

/** The same id with the same content, with less of it, or with other content. */
function again(row: NaiveRow, { oddity, pick }: RowWish): NaiveRow {
  const { plan: _, ...unnamed } = row
  if (oddity === 1) return { ...row, amount: row.amount + 1 }
  if (oddity === 2) return unnamed
  if (oddity === 3) return { ...row, valueAtMs: row.valueAtMs + 1 }
  if (oddity === 4) return { ...row, method: pick % 2 === 0 ? 'card' : null }
  return { ...row }
}

/** Every row once in each bag: the same object is the same row. */
export const randomLedger: fc.Arbitrary<DrawnLedger> = fc
  .record({ start: fc.constantFrom(...starts), zone: fc.constantFrom(...zones) })
  .chain(({ start, zone }) =>
    fc
      .record({
        plans: plansFrom(start, zone),
        wishes: wishes(start, zone),
        firstMs: momentFrom(start, zone),
        laterMs: fc.constantFrom(0, 1, MS_PER_DAY, 9 * MS_PER_DAY),
        askedMs: momentFrom(start, zone),
      })
      .map(({ plans, wishes, firstMs, laterMs, askedMs }) => {
        const rows = rowsOf(wishes, plans)
        const bagOf = (isSecond: boolean) => rows.filter((row) => row.isSecond === isSecond).map(({ row }) => row)
        const drawn: DrawnLedger = {
          world: { zone, members: ['M1', 'M2'], plans },
          bags: [
            { nowMs: firstMs, rows: bagOf(false) },
            { nowMs: firstMs + laterMs, rows: bagOf(true) },
          ],
          askedMs,
        }
        return { ...drawn, [fc.toStringMethod]: () => readableLedger(drawn) }
      }),
  )

function readableLedger({ world, bags, askedMs }: DrawnLedger): string {
  const when = (ms: number) => clockTime(ms, world.zone)
  const lines = [
    `zone ${world.zone}, balances asked at ${when(askedMs)}`,
    ...world.plans.flatMap(({ planNo, zone: _, installments, events, ...plan }) => [
      `${planNo}: ${installments.map(({ amount }) => amount).join(' + ')}, ${words(plan)}`,
      ...events.map(({ recordedAtMs, ...event }) => `  recorded ${when(recordedAtMs)}: ${words(event)}`),
    ]),
    ...bags.flatMap(({ nowMs, rows }) => [
      `booked at ${when(nowMs)}:`,
      ...rows.map(({ id, valueAtMs, ...row }) => `  ${id}: ${words(row)}, valued ${when(valueAtMs)}`),
    ]),
  ]
  return `\n${lines.map((line) => `  ${line}`).join('\n')}\n`
}
