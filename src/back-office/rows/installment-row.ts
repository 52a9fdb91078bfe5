import { amount, count, date, identifier } from '../cell.ts'
import { recordSchema, required } from '../record-schema.ts'
import type { RowIn } from './row-in.ts'

export type InstallmentRow = RowIn<typeof installmentSchema>

/** The amount's digits are judged with the plan, which knows the currency. */
export const installmentSchema = recordSchema({
  file: 'installments.csv',
  key: ['plan_no', 'seq'],
  columns: {
    plan_no: required(identifier),
    seq: required(count),
    due_on: required(date),
    amount: required(amount),
  },
})
