import type { Reads } from '../assistant/ports.ts'
import type { Queries } from './database.ts'
import { loadBalances } from './load-balances.ts'
import { loadOffers } from './load-offers.ts'
import { loadPlansOfMember } from './load-plans.ts'
import { loadPlansBelow } from './load-plans-below.ts'

export function readsOn(queries: Queries, contractZone: string): Reads {
  return {
    plansOf: (memberNo) => loadPlansOfMember(queries, memberNo),
    offers: () => loadOffers(queries),
    balancesOf: (memberNo, asOf) => loadBalances(queries, memberNo, contractZone, asOf),
    plansBelow: (partnerNo, dueBefore) => loadPlansBelow(queries, partnerNo, dueBefore),
  }
}
