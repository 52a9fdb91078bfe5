import { offerRules } from '../../domain/offers/catalogue.ts'
import { count, date, identifier, oneOf, rate } from '../cell.ts'
import { optional, recordSchema, required } from '../record-schema.ts'
import type { RowIn } from './row-in.ts'

export type OfferRow = RowIn<typeof offerSchema>

export const offerSchema = recordSchema({
  file: 'offers.csv',
  key: ['offer_code'],
  columns: {
    offer_code: required(identifier),
    kind: required(oneOf(...offerRules.map(({ kind }) => kind))),
    rate: required(rate),
    valid_from: required(date),
    valid_to: required(date),
    min_installments_ahead: optional(count),
  },
  check(row, refuse) {
    if (row.valid_to < row.valid_from) {
      refuse('valid_to', `a date not before ${row.valid_from}, when the offer begins`)
    }
  },
})
