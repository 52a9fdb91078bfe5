/**
 * How the steps after the deposit can be laid out over the dates on which somebody can pay. They always add up to what is
 * owed until the last of them, less the deposit, and none is more than the ability.
 *
 * Owed: 100.00 of arrears, less a deposit of 15.00, and 100.00 each on the 10th; dates on the 15th, 142.50 at most. One date
 * is not enough (185.00), two are (285.00): soonest. alongside: 142.50 (100.00 and 42.50) and 142.50. 385.00 level over six:
 * 64.17 four times and 64.16 twice. (DOMAIN section 9.)
 */
import type { PlainDateIso } from '../calendar.ts'
import type { PlanState } from '../plan-state.ts'
import type { TimetableStep } from './agreement.ts'
import { allArrearsMinor, owedMinor } from './burden.ts'

export interface Task {
  late: readonly PlanState[]
  deposit: TimetableStep
  atMostMinor: bigint
}

/** What the steps after the deposit must come to when the last of them is on this date. */
function restMinor({ late, deposit }: Task, endOn: PlainDateIso): bigint {
  return owedMinor(late, endOn) - deposit.amountMinor
}

/** A step each date can carry it, and each has something to carry. */
function isEnough(task: Task, dates: readonly PlainDateIso[]): boolean {
  const last = dates.at(-1)
  if (!last) return false
  const minor = restMinor(task, last)
  const times = BigInt(dates.length)
  return minor >= times && minor <= times * task.atMostMinor
}

export function soonest(task: Task, dates: readonly PlainDateIso[]): readonly PlainDateIso[] | undefined {
  const place = dates.findIndex((_, each) => isEnough(task, dates.slice(0, each + 1)))
  return place < 0 ? undefined : dates.slice(0, place + 1)
}

export function longest(task: Task, dates: readonly PlainDateIso[], moreThan: number): TimetableStep[] | undefined {
  const soonestMinor = mostMinor(level(task, dates.slice(0, moreThan)))
  for (let times = dates.length; times > moreThan; times--) {
    const some = dates.slice(0, times)
    if (!isEnough(task, some)) continue
    const steps = level(task, some)
    if (mostMinor(steps) < soonestMinor) return steps
  }
  return undefined
}

/** Each with what has fallen due since the one before, and an equal part of the arrears; `undefined` where that is too much. */
export function alongside(task: Task, dates: readonly PlainDateIso[]): TimetableStep[] | undefined {
  const arrearsMinor = allArrearsMinor(task.late)
  const parts = equalParts(arrearsMinor - task.deposit.amountMinor, dates.length)
  let beforeMinor = arrearsMinor
  const steps = dates.map((on, place) => {
    const untilMinor = owedMinor(task.late, on)
    const amountMinor = untilMinor - beforeMinor + (parts[place] ?? 0n)
    beforeMinor = untilMinor
    return { on, amountMinor }
  })
  return steps.every(({ amountMinor }) => amountMinor > 0n && amountMinor <= task.atMostMinor) ? steps : undefined
}

export function level(task: Task, dates: readonly PlainDateIso[]): TimetableStep[] {
  const parts = equalParts(restMinor(task, dates.at(-1) ?? task.deposit.on), dates.length)
  return dates.map((on, place) => ({ on, amountMinor: parts[place] ?? 0n }))
}

/** They add up exactly; the first ones take what does not divide. */
function equalParts(minor: bigint, times: number): bigint[] {
  const [each, rest] = [minor / BigInt(times), minor % BigInt(times)]
  return Array.from({ length: times }, (_, place) => (BigInt(place) < rest ? each + 1n : each))
}

function mostMinor(steps: readonly TimetableStep[]): bigint {
  return steps.reduce((most, { amountMinor }) => (amountMinor > most ? amountMinor : most), 0n)
}
