/** What records look like, whichever way they come in. */

import type { FileName } from '../back-office/back-office-files.ts'
import type { RecordSchema } from '../back-office/record-schema.ts'
import { installmentSchema } from '../back-office/rows/installment-row.ts'
import { memberSchema } from '../back-office/rows/member-row.ts'
import { offerSchema } from '../back-office/rows/offer-row.ts'
import { packageSchema } from '../back-office/rows/package-row.ts'
import { paymentSchema } from '../back-office/rows/payment-row.ts'
import { planSchema } from '../back-office/rows/plan-row.ts'
import type { RecordSchemas } from './requests/read-fields.ts'

export function recordSchemas(contractZone: string): RecordSchemas {
  return new Map<FileName, RecordSchema<unknown>>([
    ['members.csv', memberSchema],
    ['packages.csv', packageSchema],
    ['plans.csv', planSchema],
    ['installments.csv', installmentSchema],
    ['payments.csv', paymentSchema(contractZone)],
    ['offers.csv', offerSchema],
  ])
}
