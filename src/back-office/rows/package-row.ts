import { amount, count, currency, date, identifier, oneLine, shareCount } from '../cell.ts'
import { optional, recordSchema, required } from '../record-schema.ts'
import { refuseDigits } from './amounts.ts'
import type { RowIn } from './row-in.ts'

export type PackageRow = RowIn<typeof packageSchema>

export const packageSchema = recordSchema({
  file: 'packages.csv',
  key: ['package_code'],
  columns: {
    package_code: required(identifier),
    name: required(oneLine),
    stage: required(oneLine),
    currency: required(currency),
    price: required(amount),
    nominal_value: required(amount),
    shares: required(shareCount),
    installments: required(count),
    available_from: required(date),
    available_to: optional(date),
  },
  check(row, refuse) {
    for (const column of ['price', 'nominal_value'] as const) {
      const expected = refuseDigits(row[column], row.currency)
      if (expected) refuse(column, expected)
    }
    if (row.available_to && row.available_to < row.available_from) {
      refuse('available_to', `a date not before ${row.available_from}, when the sale begins`)
    }
  },
})
