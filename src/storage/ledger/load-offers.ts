import type { PlainDateIso } from '../../domain/calendar.ts'
import { parseRatio } from '../../domain/money.ts'
import type { Offer, OfferKind, OfferVersion } from '../../domain/offers/offer.ts'
import type { Queries } from '../engine/database.ts'

interface VersionRow {
  offer_code: string
  kind: OfferKind
  rate: string
  valid_from: PlainDateIso
  valid_to: PlainDateIso
  min_installments_ahead: number
  /** In milliseconds. */
  recorded_at: number
}

/** Every offer with all its versions, in order of their codes. One statement, because many an answer needs them. */
export async function loadOffers(queries: Queries): Promise<Offer[]> {
  const rows = await queries.$queryRaw<VersionRow[]>`
    SELECT o.offer_code, o.kind, v.rate, v.valid_from::text, v.valid_to::text, v.min_installments_ahead,
      (extract(epoch FROM v.recorded_at) * 1000)::float8 AS recorded_at
    FROM offer o JOIN offer_version v ON v.offer_code = o.offer_code
    ORDER BY o.offer_code, v.version`
  return [...Map.groupBy(rows, ({ offer_code }) => offer_code)].flatMap(([code, [first, ...later]]): Offer[] => {
    if (!first) return []
    return [{ code, kind: first.kind, versions: [toVersion(first), ...later.map(toVersion)] }]
  })
}

function toVersion(row: VersionRow): OfferVersion {
  const rate = parseRatio(row.rate)
  if (!rate) throw new Error(`offer ${row.offer_code} has the rate ${row.rate}`)
  return {
    rate,
    validFrom: row.valid_from,
    validTo: row.valid_to,
    minInstallmentsAhead: row.min_installments_ahead,
    recordedAt: Temporal.Instant.fromEpochMilliseconds(row.recorded_at),
  }
}
