/** A changed offer becomes a new version; the old ones keep what was earned. (DOMAIN section 6.) */
import type { OfferRecord } from '../back-office-records.ts'
import type { Problems } from '../problem.ts'
import type { OfferRow } from '../rows/offer-row.ts'
import { type Merged, merge } from './merge.ts'
import type { FileRows } from './staged-rows.ts'

/** Where an offer does not say how many installments must lie ahead. (DOMAIN section 6, `early_repayment`.) */
const USUAL_INSTALLMENTS_AHEAD = 2

export function mergeOffers(
  { file, rows }: FileRows<OfferRow>,
  there: ReadonlyMap<string, OfferRecord>,
  problems: Problems,
): Merged<OfferRecord> {
  for (const { line, row } of rows) {
    const before = there.get(row.offer_code)
    if (before && before.kind !== row.kind) {
      const expected = `${before.kind}: an offer keeps its kind, a new kind takes a new offer_code`
      problems.add({ file, line, column: 'kind', value: row.kind, expected })
    }
  }
  return merge(
    there,
    rows,
    ({ row }) => row.offer_code,
    ({ row }, before) => layOffer(row, before),
  )
}

function layOffer(row: OfferRow, before: OfferRecord | undefined): OfferRecord {
  const stated = row.min_installments_ahead
  const record: OfferRecord = {
    offerCode: row.offer_code,
    kind: row.kind,
    version: before?.version ?? 1,
    rate: row.rate,
    validFrom: row.valid_from,
    validTo: row.valid_to,
    minInstallmentsAhead: (stated === undefined ? before?.minInstallmentsAhead : stated) ?? USUAL_INSTALLMENTS_AHEAD,
  }
  if (!before || isSameVersion(record, before)) return record
  return { ...record, version: before.version + 1 }
}

function isSameVersion(a: OfferRecord, b: OfferRecord): boolean {
  return (
    a.rate === b.rate &&
    a.validFrom === b.validFrom &&
    a.validTo === b.validTo &&
    a.minInstallmentsAhead === b.minInstallmentsAhead
  )
}
