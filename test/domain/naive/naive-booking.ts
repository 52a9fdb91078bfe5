/**
 * DOMAIN.md section 3: where each payment of a bag goes, decided once and never guessed. The page does not say which of
 * several payments that came together is looked at first; here what needs to know less goes before what needs to know
 * more: what names its place; then what takes back money of earlier days; then moves, which need the balance; then what
 * has to find its plan. A reversal follows its target at once, and otherwise the earlier value time goes first.
 */

import { moneyOf, naiveBalance } from './naive-balance.ts'
import { dayIn, dayNumber } from './naive-calendar.ts'
import { countsInPlan, wasCancelledOn } from './naive-closing.ts'
import type { NaiveEntry, NaivePlan, NaiveRow, NaiveWorld } from './naive-ledger.ts'
import { coins, isFull, pour } from './naive-money.ts'

/** Where it went, `already there`, or every reason for which it may be held back. */
export type NaiveOutcome = readonly string[]

interface Situation {
  world: NaiveWorld
  bag: readonly NaiveRow[]
  ledger: NaiveEntry[]
  nowMs: number
}

export function naiveBooking(
  world: NaiveWorld,
  bag: readonly NaiveRow[],
  before: readonly NaiveEntry[],
  nowMs: number,
): { outcomes: Map<NaiveRow, NaiveOutcome>; ledger: NaiveEntry[] } {
  const now: Situation = { world, bag, ledger: before.map((entry) => ({ ...entry })), nowMs }
  const outcomes = new Map<NaiveRow, NaiveOutcome>()
  const there = new Map(before.map(({ row }) => [row.id, row]))
  for (const row of bag) {
    const known = there.get(row.id)
    if (known) outcomes.set(row, [isRepeated(row, known) ? 'already there' : 'conflict'])
    else if (bag.some((other) => other.id === row.id && !isSame(other, row))) outcomes.set(row, ['conflict'])
  }
  const undecided = bag.filter((row) => !outcomes.has(row)).toSorted(byValue)
  const once = undecided.filter((row, i) => undecided.findIndex(({ id }) => id === row.id) === i)

  const decide = (row: NaiveRow): void => {
    if (outcomes.has(row)) return
    const reasons = reasonsAgainst(row, now)
    outcomes.set(row, reasons.length > 0 ? reasons : [record(row, now)])
    for (const back of once) if (back.kind === 'reversal' && back.reverses === row.id) decide(back)
  }
  for (const stage of stages) for (const row of once) if (stage(row, once)) decide(row)
  for (const row of undecided) outcomes.set(row, outcomes.get(once.find(({ id }) => id === row.id) ?? row) ?? [])
  return { outcomes, ledger: now.ledger }
}

const stages: ((row: NaiveRow, undecided: readonly NaiveRow[]) => boolean)[] = [
  ({ kind, plan }) => kind === 'topup' || (kind === 'installment' && Boolean(plan)),
  ({ kind, reverses }, undecided) => kind === 'reversal' && undecided.every(({ id }) => id !== reverses),
  ({ kind }) => kind === 'from_balance',
  ({ kind }) => kind === 'installment',
  () => true,
]

function byValue(a: NaiveRow, b: NaiveRow): number {
  return a.valueAtMs - b.valueAtMs || (a.id < b.id ? -1 : 1)
}

/** Does the row repeat what is recorded? What it does not state, it does not contradict. */
function isRepeated(row: NaiveRow, recorded: NaiveRow): boolean {
  return isSame({ ...recorded, ...row }, recorded)
}

function isSame(a: NaiveRow, b: NaiveRow): boolean {
  return contentOf(a) === contentOf(b)
}

function contentOf({ id, kind, member, plan, reverses, currency, amount, valueAtMs, method }: NaiveRow): string {
  return JSON.stringify([id, kind, member, plan ?? '', reverses ?? '', currency, amount, valueAtMs, method ?? ''])
}

function reasonsAgainst(row: NaiveRow, now: Situation): string[] {
  const unknown = now.world.members.includes(row.member) ? [] : ['unknown_member']
  return [...unknown, ...(row.kind === 'reversal' ? againstReversal(row, now) : againstMoney(row, now))]
}

function againstMoney(row: NaiveRow, { world, ledger, nowMs }: Situation): string[] {
  const reasons: string[] = []
  if (row.reverses) reasons.push('reverses_without_reversal')
  if (row.kind === 'topup' && row.plan) reasons.push('topup_names_plan')
  if (row.kind === 'from_balance' && !row.plan) reasons.push('plan_missing')
  if (row.plan && row.kind !== 'topup') {
    const plan = world.plans.find(({ planNo }) => planNo === row.plan)
    if (!plan) reasons.push('unknown_plan')
    if (plan && plan.member !== row.member) reasons.push('plan_of_another_member')
    if (plan && plan.currency !== row.currency) reasons.push('currency_mismatch')
  }
  const isNegative = naiveBalance(world, whatBlocks(ledger, nowMs), row.member, row.currency, nowMs) < 0
  if (row.kind === 'from_balance' && isNegative) reasons.push('balance_negative')
  return reasons
}

/** What was recorded before, and what was topped up or parked at the same time: moves of one import do not block each other. */
function whatBlocks(ledger: readonly NaiveEntry[], nowMs: number): NaiveEntry[] {
  return ledger
    .filter(({ row, isParked, recordedAtMs }) => recordedAtMs < nowMs || row.kind === 'topup' || isParked)
    .map(({ reversedAtMs, ...entry }) =>
      reversedAtMs !== undefined && reversedAtMs < nowMs ? { ...entry, reversedAtMs } : entry,
    )
}

function againstReversal(row: NaiveRow, { bag, ledger }: Situation): string[] {
  if (!row.reverses) return ['reverses_missing']
  const reasons: string[] = []
  const target = ledger.find((entry) => entry.row.id === row.reverses)
  const named = target?.row ?? bag.find(({ id }) => id === row.reverses)
  if (!target) reasons.push('unknown_entry')
  if (named?.kind === 'reversal') reasons.push('reversal_of_reversal')
  if (target?.reversedAtMs !== undefined) reasons.push('already_reversed')
  if (target && !repeatsTarget(row, target)) reasons.push('reversal_differs')
  return reasons
}

/** Member, currency, amount, and the plan: the one that was named, or found. */
function repeatsTarget(row: NaiveRow, target: NaiveEntry): boolean {
  const { member, currency, amount, plan } = target.row
  const isThePlan = (row.plan ?? null) === (plan ?? null) || row.plan === target.plan
  return row.member === member && row.currency === currency && row.amount === amount && isThePlan
}

function record(row: NaiveRow, now: Situation): string {
  const entry: NaiveEntry = { row, plan: row.plan ?? null, isParked: false, recordedAtMs: now.nowMs }
  if (row.kind === 'reversal') {
    const target = now.ledger.find(({ row: { id } }) => id === row.reverses)
    if (!target) throw new Error('a reversal has a target')
    target.reversedAtMs = now.nowMs
    entry.plan = target.plan
  } else if (row.kind === 'installment' && !row.plan) {
    const open = now.world.plans.filter((plan) => isOpenFor(plan, row, now))
    entry.plan = open.length === 1 ? (open[0]?.planNo ?? null) : null
    entry.isParked = entry.plan === null
  }
  now.ledger.push(entry)
  return entry.plan ?? (entry.isParked ? 'parked' : 'balance')
}

/**
 * Was it the member's, of that currency, accepted, not cancelled and not completed at that time? What has been taken back
 * since completes nothing; money that came after a cancellation is counted as of the value time, so in its place.
 */
function isOpenFor(plan: NaivePlan, row: NaiveRow, { ledger, nowMs }: Situation): boolean {
  const day = dayIn(plan.zone, row.valueAtMs)
  if (plan.member !== row.member || plan.currency !== row.currency || dayNumber(plan.acceptedOn) > day) return false
  if (wasCancelledOn(plan, day, nowMs)) return false
  const until = moneyOf(plan, ledger).filter(
    (payment) =>
      payment.valueAtMs <= row.valueAtMs &&
      payment.reversedAtMs === undefined &&
      countsInPlan(plan, payment, row.valueAtMs),
  )
  const piles = pour(plan, coins(plan.zone, until))
  return !plan.installments.every((_, i) => isFull(plan, piles, i))
}
