/** What the second implementation of DOMAIN.md is asked about a plan, and what it answers. */
import type { DayNumber } from './naive-calendar.ts'

export interface NaivePayment {
  id: string
  amount: number
  valueAtMs: number
  recordedAtMs: number
  reversedAtMs?: number
}

export interface NaiveVersion {
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

export type NaiveEvent = { recordedAtMs: number } & (
  | { kind: 'cancelled'; on: string; seq: number }
  | { kind: 'restored'; on: string }
  | { kind: 'notice_delivered'; lastPayableOn: string }
  | { kind: 'arrangement_accepted'; arrangement: string; depositDueOn: string; daysLeft: number }
  | {
      kind: 'arrangement_activated' | 'arrangement_lapsed' | 'arrangement_kept'
      arrangement: string
      on: string
    }
)

/** What decides which money a plan takes. */
export interface NaiveClosing {
  zone: string
  cancelledOn?: string
  restoredOn?: string
  events: readonly NaiveEvent[]
}

export interface NaiveHistory extends NaiveClosing {
  graceDays: number
  daysAfterReversal: number
  daysAfterRestoration: number
  minDaysAfterLapse: number
  /** Held back share of the package: numerator and denominator. */
  heldBack: readonly [number, number]
  shares: number
  installments: readonly { dueOn: string; amount: number }[]
  payments: readonly NaivePayment[]
  offers: readonly NaiveOffer[]
}

export interface NaiveState {
  state: 'active' | 'overdue' | 'arranged' | 'cancellation_due' | 'cancelled' | 'completed'
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
export interface Coin {
  from: NaivePayment
  day: DayNumber
}
