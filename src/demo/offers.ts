import type { DemoCalendar } from './demo-calendar.ts'

export interface DemoOffer {
  readonly code: string
  readonly kind: 'on_time' | 'double_payment' | 'early_repayment'
  readonly rate: string
  readonly validFrom: Temporal.PlainDate
  readonly validTo: Temporal.PlainDate
  readonly minInstallmentsAhead?: number
}

/** Valid for all recent plans, and one that has expired; two of a kind never at the same time. */
export function createOffers({ today }: DemoCalendar): DemoOffer[] {
  const month = today.with({ day: 1 })
  const validFrom = month.subtract({ months: 28 })
  const validTo = month.add({ months: 9 }).subtract({ days: 1 })
  const renewedFrom = month.subtract({ months: 15 })
  const launch = { validFrom, validTo: renewedFrom.subtract({ days: 1 }), minInstallmentsAhead: 3 }
  return [
    { code: 'ON-TIME', kind: 'on_time', rate: '0.05', validFrom, validTo },
    { code: 'DOUBLE', kind: 'double_payment', rate: '0.07', validFrom, validTo },
    { code: 'EARLY', kind: 'early_repayment', rate: '0.10', validFrom: renewedFrom, validTo, minInstallmentsAhead: 2 },
    { code: 'EARLY-LAUNCH', kind: 'early_repayment', rate: '0.12', ...launch },
  ]
}
