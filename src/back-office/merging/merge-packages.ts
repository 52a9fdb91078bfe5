import type { PackageRecord } from '../back-office-records.ts'
import { minorOf } from '../rows/amounts.ts'
import type { PackageRow } from '../rows/package-row.ts'
import { type Merged, merge, orBefore } from './merge.ts'
import type { FileRows } from './staged-rows.ts'

export function mergePackages(
  { rows }: FileRows<PackageRow>,
  there: ReadonlyMap<string, PackageRecord>,
): Merged<PackageRecord> {
  return merge(
    there,
    rows,
    ({ row }) => row.package_code,
    ({ row }, before) => ({
      packageCode: row.package_code,
      name: row.name,
      stage: row.stage,
      currency: row.currency,
      priceMinor: minorOf(row.price, row.currency),
      nominalMinor: minorOf(row.nominal_value, row.currency),
      shares: row.shares,
      installments: row.installments,
      availableFrom: row.available_from,
      availableTo: orBefore(row.available_to, before?.availableTo),
    }),
  )
}
