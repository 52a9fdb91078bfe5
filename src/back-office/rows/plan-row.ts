import { amount, currency, date, identifier, shareCount } from '../cell.ts'
import { optional, recordSchema, required } from '../record-schema.ts'
import { refuseDigits } from './amounts.ts'
import type { RowIn } from './row-in.ts'

export type PlanRow = RowIn<typeof planSchema>

export const planSchema = recordSchema({
  file: 'plans.csv',
  key: ['plan_no'],
  columns: {
    plan_no: required(identifier),
    member_no: required(identifier),
    package_code: required(identifier),
    currency: required(currency),
    total: required(amount),
    shares: required(shareCount),
    terms_accepted_on: required(date),
    cancelled_on: optional(date),
    restored_on: optional(date),
  },
  check(row, refuse) {
    const expected = refuseDigits(row.total, row.currency)
    if (expected) refuse('total', expected)
  },
})
