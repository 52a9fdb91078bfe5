import type { Reads } from '../../assistant/ports.ts'
import type { Queries } from '../engine/database.ts'
import { loadBalances } from '../ledger/load-balances.ts'
import { loadOffers } from '../ledger/load-offers.ts'
import { loadPlansOfMember } from '../ledger/load-plans.ts'
import { loadPlansBelow } from '../ledger/load-plans-below.ts'

export function readsOn(queries: Queries, contractZone: string): Reads {
  return {
    plansOf: (memberNo) => loadPlansOfMember(queries, memberNo),
    offers: () => loadOffers(queries),
    balancesOf: (memberNo, asOf) => loadBalances(queries, memberNo, contractZone, asOf),
    plansBelow: (partnerNo, dueBefore) => loadPlansBelow(queries, partnerNo, dueBefore),
  }
}
