import { parseRatio } from '../domain/money.ts'
import type { Offer, OfferKind, OfferVersion } from '../domain/offers/offer.ts'
import { fromDateColumn, fromInstantColumn } from './columns.ts'
import type { Queries } from './database.ts'

/** Every offer with all its versions, in order of their codes. */
export async function loadOffers(queries: Queries): Promise<Offer[]> {
  const offers = await queries.offer.findMany({
    include: { versions: { orderBy: { version: 'asc' } } },
    orderBy: { offerCode: 'asc' },
  })
  return offers.flatMap(({ offerCode, kind, versions }): Offer[] => {
    const [first, ...later] = versions.map((row): OfferVersion => {
      const rate = parseRatio(row.rate)
      if (!rate) throw new Error(`offer ${offerCode} has the rate ${row.rate}`)
      return {
        rate,
        validFrom: fromDateColumn(row.validFrom),
        validTo: fromDateColumn(row.validTo),
        minInstallmentsAhead: row.minInstallmentsAhead,
        recordedAt: fromInstantColumn(row.recordedAt),
      }
    })
    return first ? [{ code: offerCode, kind: kind as OfferKind, versions: [first, ...later] }] : []
  })
}
