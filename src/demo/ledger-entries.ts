/** Entries of the payments file: made from dated money, then numbered in the order of their value. */
import type { DemoCalendar } from './demo-calendar.ts'
import type { Person } from './people.ts'
import type { Random } from './random.ts'

type EntryKind = 'topup' | 'installment' | 'from_balance' | 'reversal'

export interface EntryDraft {
  readonly kind: EntryKind
  readonly person: Person
  readonly planNo?: string
  readonly reverses?: EntryDraft
  readonly currency: string
  readonly amountMinor: bigint
  /** The date of the value in the contract zone. */
  readonly on: Temporal.PlainDate
  /** The back office knows no more than the date. */
  readonly isBareDate: boolean
  /** Epoch milliseconds. */
  readonly valueAt: number
  readonly receivedAt: number
  readonly method: string
}

export interface DatedMoney {
  readonly kind: EntryKind
  readonly person: Person
  readonly planNo?: string
  readonly reverses?: EntryDraft
  readonly currency: string
  readonly amountMinor: bigint
  /** In the contract zone; today only with `isBareDate`. */
  readonly on: Temporal.PlainDate
  readonly isBareDate?: boolean
  /** Minutes after the start of the date, for moves that must follow one another. */
  readonly minute?: number
}

const msPerMinute = 60_000
/** People pay between these minutes of the day. */
const firstMinute = 7 * 60
const lastMinute = 22 * 60 + 50
const maxTransferMinutes = 2 * 24 * 60
const wayOfBalance = 'balance'
const wayOfReversal = 'chargeback'

export function enterMoney(money: DatedMoney, calendar: DemoCalendar, random: Random): EntryDraft {
  const { kind, person, on, isBareDate = false, minute = random.int(firstMinute, lastMinute) } = money
  const now = calendar.now.epochMilliseconds
  const valueAt = calendar.startOf(on) + (isBareDate ? 0 : minute * msPerMinute)
  if (valueAt > now) throw new RangeError(`money of ${on} is valued after ${calendar.now}`)
  const delayMs = kind === 'from_balance' ? 0 : random.int(1, maxTransferMinutes) * msPerMinute
  const receivedAt = Math.min(valueAt + delayMs, now)
  return { ...money, isBareDate, valueAt, receivedAt, method: methodOf(kind, person, random) }
}

/** Short ids by value time: `PAY-000001` is the oldest. */
export function numberEntries(entries: readonly EntryDraft[]): Map<EntryDraft, string> {
  const inOrder = entries.toSorted((a, b) => a.valueAt - b.valueAt)
  return new Map(inOrder.map((entry, index) => [entry, `PAY-${(index + 1).toString().padStart(6, '0')}`]))
}

function methodOf(kind: EntryKind, { region }: Person, random: Random): string {
  if (kind === 'from_balance') return wayOfBalance
  if (kind === 'reversal') return wayOfReversal
  return random.pick(region.methods)
}
