/**
 * A second implementation of DOMAIN.md sections 4 to 6, written from that page alone and made to be read against it:
 * money is a row of single coins, nothing is kept between questions, nothing is fast. Arrangements are not in it.
 */
import { type DayNumber, dayIn, dayNumber, isoOf } from './naive-calendar.ts'

export interface NaivePayment {
  id: string
  amount: number
  valueAtMs: number
  recordedAtMs: number
  reversedAtMs?: number
}

interface NaiveVersion {
  /** In hundredths of a percent: 500 is 5 %. */
  rateBp: number
  validFrom: string
  validTo: string
  minAhead: number
  recordedAtMs: number
}

export interface NaiveOffer {
  code: string
  kind: 'on_time' | 'double_payment' | 'early_repayment'
  versions: readonly NaiveVersion[]
}

export interface NaiveHistory {
  zone: string
  graceDays: number
  daysAfterReversal: number
  daysAfterRestoration: number
  /** Held back share of the package: numerator and denominator. */
  heldBack: readonly [number, number]
  shares: number
  installments: readonly { dueOn: string; amount: number }[]
  cancelledOn?: string
  restoredOn?: string
  payments: readonly NaivePayment[]
  offers: readonly NaiveOffer[]
}

export interface NaiveState {
  state: 'active' | 'overdue' | 'cancellation_due' | 'cancelled' | 'completed'
  paid: number
  toBalance: number
  outstanding: number
  arrears: number
  heldBy: number[]
  credited: number
  fromNextPayments: number
  locked: number
  nextSeq: number | null
  daysOverdue: number
  lastPayableOn: string | null
  offers: { code: string; status: string; secured: number; stillToWin: number }[]
}

/** One minor unit of money, with the payment it came from. */
interface Coin {
  from: NaivePayment
  day: DayNumber
}

/** Amounts of installments that earned a bonus, each with the rate at which it earned. */
type Earning = { installment: number; rateBp: number }

export function naiveState(history: NaiveHistory, nowMs: number): NaiveState {
  const today = dayIn(history.zone, nowMs)
  const cancelled = isClosedOn(history, today)
  const coins = coinsInForce(history, nowMs)
  const piles = pour(history, coins)
  const heldBy = piles.map((pile) => pile.length)
  const paid = heldBy.reduce((sum, held) => sum + held, 0)
  const firstUnpaid = history.installments.findIndex((installment, i) => heldBy[i] !== installment.amount)
  const total = totalOf(history)
  const allMoney = history.payments.filter((payment) => standsAt(payment, nowMs))
  const toBalance = allMoney.reduce((sum, payment) => sum + payment.amount, 0) - paid

  const late = cancelled || firstUnpaid < 0 ? undefined : lateness(history, firstUnpaid, nowMs)
  const state = cancelled ? 'cancelled' : late === undefined ? 'completed' : late.state
  const shares = sharesOf(history, piles)
  return {
    state,
    paid,
    toBalance,
    outstanding: cancelled ? 0 : total - paid,
    arrears: cancelled
      ? 0
      : history.installments.reduce(
          (sum, { dueOn, amount }, i) => sum + (dayNumber(dueOn) < today ? amount - (heldBy[i] ?? 0) : 0),
          0,
        ),
    heldBy,
    credited: shares.credited,
    fromNextPayments: cancelled ? 0 : shares.fromNextPayments,
    locked: cancelled ? 0 : shares.locked,
    nextSeq: late ? firstUnpaid + 1 : null,
    daysOverdue: late ? late.daysOverdue : 0,
    lastPayableOn: late ? isoOf(late.lastPayable) : null,
    offers: offersOf(history, coins, state, nowMs),
  }
}

// --- section 3: which money is in force, and where it lies ---

function standsAt(payment: NaivePayment, atMs: number): boolean {
  const takenBack = payment.reversedAtMs !== undefined && payment.reversedAtMs <= atMs
  return payment.valueAtMs <= atMs && !takenBack
}

/** From `cancelledOn` on the plan takes no money, until `restoredOn` reopens it. */
function isClosedOn(history: NaiveHistory, day: DayNumber): boolean {
  if (history.cancelledOn === undefined) return false
  const closed = dayNumber(history.cancelledOn)
  if (day < closed) return false
  if (history.restoredOn === undefined) return true
  const reopened = dayNumber(history.restoredOn)
  const isAnOlderRestoration = reopened < closed
  return isAnOlderRestoration || day < reopened
}

function coinsInForce(history: NaiveHistory, atMs: number): Coin[] {
  return coinsOf(
    history,
    history.payments.filter((payment) => standsAt(payment, atMs)),
  )
}

/** The coins of these payments in the order of their value, without those that came while the plan was closed. */
function coinsOf(history: NaiveHistory, payments: readonly NaivePayment[]): Coin[] {
  const inOrder = [...payments].sort((a, b) => a.valueAtMs - b.valueAtMs || (a.id < b.id ? -1 : 1))
  const coins: Coin[] = []
  for (const from of inOrder) {
    const day = dayIn(history.zone, from.valueAtMs)
    if (isClosedOn(history, day)) continue
    for (let i = 0; i < from.amount; i++) coins.push({ from, day })
  }
  return coins
}

/** Coin by coin into the oldest unpaid installment; what does not fit any more lies on the balance. */
function pour(history: NaiveHistory, coins: readonly Coin[]): Coin[][] {
  const piles = history.installments.map((): Coin[] => [])
  for (const coin of coins) {
    const pile = piles.find((held, i) => held.length < (history.installments[i]?.amount ?? 0))
    pile?.push(coin)
  }
  return piles
}

function isFull(history: NaiveHistory, piles: readonly Coin[][], i: number): boolean {
  return piles[i]?.length === history.installments[i]?.amount
}

function totalOf(history: NaiveHistory): number {
  return history.installments.reduce((sum, { amount }) => sum + amount, 0)
}

// --- section 4 ---

function lateness(history: NaiveHistory, firstUnpaid: number, nowMs: number) {
  const today = dayIn(history.zone, nowMs)
  const due = dayNumber(history.installments[firstUnpaid]?.dueOn ?? '')
  const candidates = [due + history.graceDays]
  for (const { reversedAtMs } of history.payments) {
    if (reversedAtMs === undefined || reversedAtMs > nowMs) continue
    const notReversedEarlier = history.payments.filter(
      (payment) =>
        payment.valueAtMs <= reversedAtMs &&
        (payment.reversedAtMs === undefined || payment.reversedAtMs >= reversedAtMs),
    )
    const without = pour(history, coinsOf(history, notReversedEarlier))
    const withIt = pour(history, coinsInForce(history, reversedAtMs))
    const madeUnpaid = isFull(history, without, firstUnpaid) && !isFull(history, withIt, firstUnpaid)
    if (madeUnpaid) candidates.push(dayIn(history.zone, reversedAtMs) + history.daysAfterReversal)
  }
  if (history.restoredOn !== undefined && dayNumber(history.restoredOn) <= today) {
    candidates.push(dayNumber(history.restoredOn) + history.daysAfterRestoration)
  }
  const lastPayable = Math.max(...candidates)
  const state = today > lastPayable ? 'cancellation_due' : today > due ? 'overdue' : 'active'
  return { state, daysOverdue: Math.max(0, today - due), lastPayable } as const
}

// --- section 5 ---

function sharesOf(history: NaiveHistory, piles: readonly Coin[][]) {
  const { shares, installments } = history
  const count = installments.length
  const full = installments.map((_, i) => isFull(history, piles, i))
  if (full.every(Boolean)) return { credited: shares, fromNextPayments: 0, locked: 0 }
  if (count === 1) return { credited: 0, fromNextPayments: 0, locked: shares }
  const [numerator, denominator] = history.heldBack
  const early = Math.floor((shares * (denominator - numerator)) / denominator)
  const paidInFull = installments.reduce((sum, { amount }, i) => sum + (full[i] ? amount : 0), 0)
  const last = installments[count - 1]?.amount ?? 0
  const credited = Math.floor((early * paidInFull) / (totalOf(history) - last))
  return { credited, fromNextPayments: early - credited, locked: shares - early }
}

// --- section 6 ---

function versionFor(offer: NaiveOffer, recordedAtMs: number): NaiveVersion {
  const [first, ...later] = [...offer.versions].sort((a, b) => a.recordedAtMs - b.recordedAtMs)
  if (!first) throw new Error('an offer has a version')
  let current = first
  for (const version of later) if (version.recordedAtMs <= recordedAtMs) current = version
  return current
}

function isValid(version: NaiveVersion, day: DayNumber): boolean {
  return dayNumber(version.validFrom) <= day && day <= dayNumber(version.validTo)
}

/** Everything that one offer would earn if it were the only one. */
function earnings(history: NaiveHistory, offer: NaiveOffer, coins: readonly Coin[]): Earning[] {
  if (offer.kind === 'on_time') return onTimeEarnings(history, offer, coins)
  const days = [...new Set(coins.map((coin) => coin.day))]
  return days.flatMap((day) =>
    offer.kind === 'double_payment'
      ? doubleEarnings(history, offer, coins, day)
      : earlyEarnings(history, offer, coins, day),
  )
}

function onTimeEarnings(history: NaiveHistory, offer: NaiveOffer, coins: readonly Coin[]): Earning[] {
  const piles = pour(history, coins)
  return history.installments.flatMap(({ dueOn }, installment) => {
    const lastCoin = piles[installment]?.at(-1)
    if (!lastCoin || !isFull(history, piles, installment)) return []
    const version = versionFor(offer, lastCoin.from.recordedAtMs)
    const earned = isValid(version, lastCoin.day) && lastCoin.day <= dayNumber(dueOn)
    return earned ? [{ installment, rateBp: version.rateBp }] : []
  })
}

function doubleEarnings(history: NaiveHistory, offer: NaiveOffer, coins: readonly Coin[], day: DayNumber): Earning[] {
  const before = pour(
    history,
    coins.filter((coin) => coin.day < day),
  )
  const after = pour(
    history,
    coins.filter((coin) => coin.day <= day),
  )
  const first = history.installments.findIndex((_, i) => !isFull(history, before, i))
  const next = first + 1
  if (first < 0 || next >= history.installments.length) return []
  if (dayNumber(history.installments[first]?.dueOn ?? '') < day) return []
  const lastCoin = after[next]?.at(-1)
  if (!lastCoin || !isFull(history, after, next)) return []
  const version = versionFor(offer, lastCoin.from.recordedAtMs)
  return isValid(version, day) ? [{ installment: next, rateBp: version.rateBp }] : []
}

function earlyEarnings(history: NaiveHistory, offer: NaiveOffer, coins: readonly Coin[], day: DayNumber): Earning[] {
  const all = history.installments.map((_, i) => i)
  const before = pour(
    history,
    coins.filter((coin) => coin.day < day),
  )
  const after = pour(
    history,
    coins.filter((coin) => coin.day <= day),
  )
  const completesThePlan = all.some((i) => !isFull(history, before, i)) && all.every((i) => isFull(history, after, i))
  const lastCoin = after.at(-1)?.at(-1)
  if (!completesThePlan || !lastCoin) return []
  const version = versionFor(offer, lastCoin.from.recordedAtMs)
  const ahead = all.filter((i) => dayNumber(history.installments[i]?.dueOn ?? '') > day)
  if (!isValid(version, day) || ahead.length < version.minAhead) return []
  return ahead
    .filter((installment) => !isFull(history, before, installment))
    .map((installment) => ({ installment, rateBp: version.rateBp }))
}

/** What the offer keeps once double_payment and early_repayment have been told apart. */
function keptEarnings(history: NaiveHistory, offer: NaiveOffer, coins: readonly Coin[]): Earning[] {
  const mine = earnings(history, offer, coins)
  if (offer.kind === 'on_time') return mine
  const rivals = history.offers.filter((other) => other.kind !== 'on_time' && other !== offer)
  return mine.filter((earning) =>
    rivals.every((rival) =>
      earnings(history, rival, coins)
        .filter((theirs) => theirs.installment === earning.installment)
        .every((theirs) => winsOver(offer, earning, rival, theirs)),
    ),
  )
}

function winsOver(offer: NaiveOffer, mine: Earning, rival: NaiveOffer, theirs: Earning): boolean {
  if (mine.rateBp !== theirs.rateBp) return mine.rateBp > theirs.rateBp
  if (offer.kind !== rival.kind) return offer.kind === 'early_repayment'
  return offer.code < rival.code
}

function bonusOf(history: NaiveHistory, earned: readonly Earning[]): number {
  const weighted = earned.reduce(
    (sum, { installment, rateBp }) => sum + rateBp * (history.installments[installment]?.amount ?? 0),
    0,
  )
  return Number((BigInt(weighted) * BigInt(history.shares)) / (10_000n * BigInt(totalOf(history))))
}

function offersOf(history: NaiveHistory, coins: readonly Coin[], state: NaiveState['state'], nowMs: number) {
  const today = dayIn(history.zone, nowMs)
  return history.offers.map((offer) => {
    const secured = state === 'cancelled' ? 0 : bonusOf(history, keptEarnings(history, offer, coins))
    const nothingToWin = state === 'cancelled' || state === 'cancellation_due' || state === 'completed'
    const stillToWin = nothingToWin ? 0 : Math.max(0, bonusIfDone(history, offer, coins, nowMs) - secured)
    const isOffered = isValid(versionFor(offer, nowMs), today)
    const status = stillToWin > 0 ? 'winning' : secured > 0 ? 'done' : isOffered ? 'lost' : 'not_offered'
    return { code: offer.code, status, secured, stillToWin }
  })
}

/** The offer's bonus after the best that can still be done for it. */
function bonusIfDone(history: NaiveHistory, offer: NaiveOffer, coins: readonly Coin[], nowMs: number): number {
  const today = dayIn(history.zone, nowMs)
  const kept = keptEarnings(history, offer, coins)
  const version = versionFor(offer, nowMs)
  const piles = pour(history, coins)
  const open = history.installments.flatMap((_, i) => (isFull(history, piles, i) ? [] : [i]))
  const dueDay = (i: number) => dayNumber(history.installments[i]?.dueOn ?? '')

  // Outside its validity an offer is not offered: nothing can be done for it today.
  if (!isValid(version, today)) return bonusOf(history, kept)
  if (offer.kind === 'on_time') {
    const inTime = open.filter((i) => dueDay(i) >= today)
    return bonusOf(history, [...kept, ...inTime.map((installment) => ({ installment, rateBp: version.rateBp }))])
  }
  if (offer.kind === 'early_repayment') {
    const missing = open.reduce((sum, i) => sum + (history.installments[i]?.amount ?? 0) - (piles[i]?.length ?? 0), 0)
    return bonusOf(history, [...kept, ...addedBy(history, offer, coins, moreCoins(missing, today, nowMs))])
  }
  // The next chance: today, or tomorrow when the money of today cannot earn (any more).
  if (isOverdueNow(history, open, today)) return bonusOf(history, kept)
  const chance = [today, today + 1].map((day) => doubleIfDoneOn(history, offer, coins, day, nowMs))
  return bonusOf(history, [...kept, ...(chance.find((added) => added.length > 0) ?? [])])
}

function isOverdueNow(history: NaiveHistory, open: readonly number[], today: DayNumber): boolean {
  return open.some((i) => dayNumber(history.installments[i]?.dueOn ?? '') < today)
}

/** Pay the first unpaid and all of the next one on that day. */
function doubleIfDoneOn(
  history: NaiveHistory,
  offer: NaiveOffer,
  coins: readonly Coin[],
  day: DayNumber,
  nowMs: number,
): Earning[] {
  const before = pour(
    history,
    coins.filter((coin) => coin.day < day),
  )
  const first = history.installments.findIndex((_, i) => !isFull(history, before, i))
  const needed = history.installments.slice(0, first + 2).reduce((sum, { amount }) => sum + amount, 0)
  const there = Math.min(coins.length, totalOf(history))
  return addedBy(history, offer, coins, moreCoins(Math.max(0, needed - there), day, nowMs))
}

/** What more money adds to the offer by itself; what it lost to a rival stays lost. */
function addedBy(history: NaiveHistory, offer: NaiveOffer, coins: readonly Coin[], more: readonly Coin[]): Earning[] {
  const sofar = earnings(history, offer, coins)
  return earnings(history, offer, [...coins, ...more]).filter(
    (earning) => !sofar.some(({ installment }) => installment === earning.installment),
  )
}

function moreCoins(count: number, day: DayNumber, nowMs: number): Coin[] {
  const from: NaivePayment = { id: '~', amount: count, valueAtMs: nowMs, recordedAtMs: nowMs }
  return Array.from({ length: count }, () => ({ from, day }))
}
