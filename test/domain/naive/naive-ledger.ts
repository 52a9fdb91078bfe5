/** Members, their plans and their money, as the second implementation of DOMAIN.md section 3 is asked about them. */
import type { NaiveClosing, NaiveHistory } from './naive-history.ts'

export interface NaivePlan extends NaiveClosing, Pick<NaiveHistory, 'installments'> {
  planNo: string
  member: string
  currency: string
  acceptedOn: string
}

export interface NaiveWorld {
  zone: string
  members: readonly string[]
  plans: readonly NaivePlan[]
}

/** One row about money; a field that is `undefined` was not stated. */
export interface NaiveRow {
  id: string
  kind: 'topup' | 'installment' | 'from_balance' | 'reversal'
  member: string
  plan?: string | null
  reverses?: string | null
  currency: string
  amount: number
  valueAtMs: number
  method?: string | null
}

export interface NaiveEntry {
  row: NaiveRow
  /** The plan it went to; none: the balance. */
  plan: string | null
  isParked: boolean
  recordedAtMs: number
  reversedAtMs?: number
}
