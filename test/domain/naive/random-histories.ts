/**
 * Random histories for both implementations: small plans, money of every kind of day, facts in every order. What was
 * recorded about a plan comes from `random-events.ts`; the moment of the question is mostly close to something that
 * happens: a payment, an event, the days around D and X, midnight in the contract zone.
 */
import fc from 'fast-check'
import { type DayNumber, dayIn, dayNumber, firstMomentOf, isoOf } from './naive-calendar.ts'
import type { NaiveHistory, NaiveOffer, NaivePayment, NaiveVersion } from './naive-history.ts'
import { withEvents } from './random-events.ts'
import { type Drawn, readableHistory } from './readable.ts'

const MS_PER_MINUTE = 60_000
const MS_PER_HOUR = 3_600_000
const MS_PER_DAY = 86_400_000

export const zones = [
  'Europe/Moscow',
  'Asia/Kolkata',
  'America/New_York',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'America/Sao_Paulo',
  'Africa/Casablanca',
] as const

/** Days after which the plan starts, near leap days, changes of the clock and the day that Samoa left out. */
export const starts = ['2026-01-10', '2024-01-31', '2023-12-31', '2011-12-10', '2017-09-28', '2019-02-28', '2026-03-08']

/** Moments from 60 days before the start to 260 after it, often close to midnight somewhere. */
function momentFrom(start: string): fc.Arbitrary<number> {
  return fc
    .record({
      day: fc.oneof({ weight: 3, arbitrary: fc.integer({ min: -10, max: 120 }) }, fc.integer({ min: -60, max: 260 })),
      minute: fc.oneof(fc.constantFrom(0, 1, 720, 1439, 1259, 1260, 1261), fc.integer({ min: 0, max: 1439 })),
    })
    .map(({ day, minute }) => dayNumber(start) * MS_PER_DAY + day * MS_PER_DAY + minute * MS_PER_MINUTE)
}

function dateFrom(start: string): fc.Arbitrary<string> {
  return fc.integer({ min: -30, max: 200 }).map((days) => isoOf(dayNumber(start) + days))
}

export function installmentsFrom(start: string): fc.Arbitrary<{ dueOn: string; amount: number }[]> {
  return fc
    .array(fc.record({ gap: fc.constantFrom(0, 1, 7, 28, 30, 31), amount: fc.integer({ min: 1, max: 12 }) }), {
      minLength: 1,
      maxLength: 6,
    })
    .map((rows) => {
      let day = dayNumber(start)
      return rows.map(({ gap, amount }) => {
        day += gap
        return { dueOn: isoOf(day), amount }
      })
    })
}

function paymentsFrom(start: string): fc.Arbitrary<NaivePayment[]> {
  const moment = momentFrom(start)
  const payment = fc.record({
    amount: fc.oneof(fc.integer({ min: 1, max: 14 }), fc.integer({ min: 1, max: 40 })),
    valueAtMs: moment,
    // Paid on the same day as the payment before it, as offers look at whole days.
    isSameDay: fc.boolean(),
    delayMs: fc.oneof(
      fc.constant(0),
      fc.integer({ min: -3, max: 40 }).map((days) => days * MS_PER_DAY),
    ),
    reversedAtMs: sometimes(moment),
    isSameReversal: fc.boolean(),
  })
  return fc.array(payment, { maxLength: 8 }).map((rows) => {
    const payments: NaivePayment[] = []
    for (const [i, row] of rows.entries()) {
      const previous = payments.at(-1)
      const valueAtMs = row.isSameDay && previous ? previous.valueAtMs + (i % 2) * MS_PER_MINUTE : row.valueAtMs
      const reversedAtMs =
        row.isSameReversal && previous?.reversedAtMs !== undefined ? previous.reversedAtMs : row.reversedAtMs
      payments.push({
        id: `P${(i * 5) % 8}`,
        amount: row.amount,
        valueAtMs,
        recordedAtMs: valueAtMs + row.delayMs,
        ...(row.reversedAtMs !== undefined && reversedAtMs !== undefined && { reversedAtMs }),
      })
    }
    return payments
  })
}

interface VersionWish extends Omit<NaiveVersion, 'validFrom' | 'validTo'> {
  validity: { from: string; to: string }
  /** Recorded together with one of the payments. */
  withPayment: number | undefined
}

function versionsFrom(start: string): fc.Arbitrary<VersionWish> {
  return fc.record({
    rateBp: fc.constantFrom(0, 50, 333, 500, 700, 700, 1000),
    // Mostly a long validity: edges come from the short ones.
    validity: fc.oneof(
      fc.constant({ from: isoOf(dayNumber(start) - 90), to: isoOf(dayNumber(start) + 300) }),
      fc.tuple(dateFrom(start), fc.integer({ min: 0, max: 90 })).map(([from, days]) => ({
        from,
        to: isoOf(dayNumber(from) + days),
      })),
    ),
    minAhead: fc.integer({ min: 0, max: 4 }),
    recordedAtMs: momentFrom(start),
    withPayment: fc.option(fc.nat({ max: 7 }), { nil: undefined, freq: 2 }),
  })
}

type OfferWish = Pick<NaiveOffer, 'kind'> & { versions: VersionWish[] }

function offersFrom(start: string): fc.Arbitrary<OfferWish[]> {
  const versions = fc.array(versionsFrom(start), { minLength: 1, maxLength: 3 })
  const kind = fc.constantFrom('on_time', 'double_payment', 'early_repayment')
  const rivals = versionsFrom(start).map((version): OfferWish[] => {
    const always = { ...version, validity: { from: '2000-01-01', to: '2099-12-31' }, minAhead: 1 }
    return [
      { kind: 'double_payment', versions: [always] },
      { kind: 'early_repayment', versions: [always] },
    ]
  })
  return fc.oneof(
    { weight: 4, arbitrary: fc.array(fc.record({ kind, versions }), { maxLength: 4 }) },
    { weight: 1, arbitrary: rivals },
  )
}

function offersOf(wishes: readonly OfferWish[], payments: readonly NaivePayment[]): NaiveOffer[] {
  const versionOf = ({ validity, withPayment, ...version }: VersionWish): NaiveVersion => {
    const payment = withPayment === undefined ? undefined : payments[withPayment % payments.length]
    const recordedAtMs = payment?.recordedAtMs ?? version.recordedAtMs
    return { ...version, recordedAtMs, validFrom: validity.from, validTo: validity.to }
  }
  return wishes.map(({ kind, versions }, i) => ({
    code: `O${(i * 3) % 4}`,
    kind,
    versions: versions
      .map(versionOf)
      .toSorted((a, b) => a.recordedAtMs - b.recordedAtMs)
      .filter((version, j, all) => all[j - 1]?.recordedAtMs !== version.recordedAtMs),
  }))
}

/** In one of three. */
export function sometimes<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value })
}

function withoutEvents(start: string, zone: string): fc.Arbitrary<NaiveHistory> {
  return fc
    .record({
      zone: fc.constant(zone),
      graceDays: fc.constantFrom(19, 19, 19, 5, 0),
      daysAfterReversal: fc.constantFrom(7, 7, 0, 30),
      daysAfterRestoration: fc.constantFrom(7, 7, 0, 30),
      minDaysAfterLapse: fc.constantFrom(3, 3, 0, 30),
      heldBack: fc.constantFrom<[number, number]>([2, 3], [2, 3], [1, 2], [0, 1], [1, 1], [3, 7]),
      shares: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 5000 })),
      installments: installmentsFrom(start),
      cancelledOn: sometimes(dateFrom(start)),
      restoredOn: sometimes(dateFrom(start)),
      payments: paymentsFrom(start),
      offers: offersFrom(start),
      events: fc.constant([]),
    })
    .map(({ cancelledOn, restoredOn, offers, ...history }) => ({
      ...history,
      offers: offersOf(offers, history.payments),
      ...(cancelledOn !== undefined && { cancelledOn }),
      ...(restoredOn !== undefined && { restoredOn }),
    }))
}

/** Moments at which something changes, or may. */
function turningPoints(history: NaiveHistory): (() => number)[] {
  const { zone, graceDays, daysAfterReversal, daysAfterRestoration, restoredOn, cancelledOn } = history
  const startOf = (day: DayNumber) => () => firstMomentOf(zone, day)
  const at = (ms: number) => () => ms
  const reversals = history.payments.flatMap(({ reversedAtMs }) => (reversedAtMs === undefined ? [] : [reversedAtMs]))
  return [
    ...history.payments.flatMap(({ valueAtMs, recordedAtMs }) => [at(valueAtMs), at(recordedAtMs)]),
    ...reversals.flatMap((ms) => [at(ms), at(ms), startOf(dayIn(zone, ms) + daysAfterReversal + 1)]),
    ...history.events.flatMap((event) => {
      const recorded = at(event.recordedAtMs)
      if (event.kind === 'notice_delivered') return [recorded]
      if (event.kind === 'arrangement_accepted') return [recorded, startOf(dayNumber(event.depositDueOn) + 1)]
      const after = event.kind === 'restored' ? daysAfterRestoration : history.minDaysAfterLapse
      return [recorded, recorded, startOf(dayNumber(event.on)), startOf(dayNumber(event.on) + after + 1)]
    }),
    ...history.installments.flatMap(({ dueOn }) => [
      startOf(dayNumber(dueOn) + 1),
      startOf(dayNumber(dueOn) + graceDays + 1),
    ]),
    ...(cancelledOn === undefined ? [] : [startOf(dayNumber(cancelledOn))]),
    ...(restoredOn === undefined
      ? []
      : [startOf(dayNumber(restoredOn)), startOf(dayNumber(restoredOn) + daysAfterRestoration + 1)]),
  ]
}

const laterMs = fc.constantFrom(0, 0, 0, 0, -1, 1, MS_PER_MINUTE, 5 * MS_PER_HOUR, 23 * MS_PER_HOUR, -MS_PER_MINUTE)

function question(start: string): fc.Arbitrary<(history: NaiveHistory) => number> {
  return fc
    .record({ momentMs: momentFrom(start), near: fc.option(fc.nat(), { nil: undefined, freq: 6 }), laterMs })
    .map(({ momentMs, near, laterMs }) => (history: NaiveHistory) => {
      const points = turningPoints(history)
      const point = near === undefined ? undefined : points[near % points.length]
      return point ? point() + laterMs : momentMs
    })
}

function drawnHistory(kind: { mostlyCancelled: boolean }): fc.Arbitrary<Drawn> {
  return fc.record({ start: fc.constantFrom(...starts), zone: fc.constantFrom(...zones) }).chain(({ start, zone }) =>
    fc
      .record({ now: question(start), history: withEvents(withoutEvents(start, zone), kind) })
      .map(({ now, history }) => {
        const drawn = { history, nowMs: now(history) }
        return { ...drawn, [fc.toStringMethod]: () => readableHistory(drawn) }
      }),
  )
}

/** Also those in which nothing was recorded besides money. */
export const randomHistory = drawnHistory({ mostlyCancelled: false })
export const cancelledHistory = drawnHistory({ mostlyCancelled: true })
