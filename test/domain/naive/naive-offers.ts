/** DOMAIN.md section 6, offer by offer, with nothing shared between questions. */
import { type DayNumber, dayIn, dayNumber } from './naive-calendar.ts'
import type { Coin, NaiveHistory, NaiveOffer, NaivePayment, NaiveState, NaiveVersion } from './naive-history.ts'
import { isFull, pour, totalOf } from './naive-money.ts'

/** Amounts of installments that earned a bonus, each with the rate at which it earned. */
type Earning = { installment: number; rateBp: number }

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

export function offersOf(history: NaiveHistory, coins: readonly Coin[], state: NaiveState['state'], nowMs: number) {
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
