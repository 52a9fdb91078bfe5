/**
 * The sponsor tree: five levels, of partners, who sponsor, and customers, who do not. Featured members hold fixed
 * seats; the Madrid partner leads a large branch of several levels.
 */
import { type FeaturedName, type FeaturedSeat, featuredMemberNos, featuredSeats } from './featured-members.ts'
import { itemAt, type Random } from './random.ts'

export interface Seat {
  readonly memberNo: string
  /** 1 has no sponsor. */
  readonly level: number
  readonly isPartner: boolean
  readonly sponsorNo?: string
  readonly featured?: FeaturedSeat
}

/** Seats of each level, featured ones included. */
const levels = [
  { partners: 3, customers: 1 },
  { partners: 12, customers: 12 },
  { partners: 26, customers: 62 },
  { partners: 24, customers: 106 },
  { partners: 6, customers: 148 },
]
const firstMemberNumber = 1001
/** These lead the first partners of the level below; everyone else's sponsor is drawn. */
const firstBranches: readonly FeaturedName[] = [
  ...Array<FeaturedName>(5).fill('madridPartner'),
  ...Array<FeaturedName>(3).fill('investingPartner'),
]

export function layOutStructure(random: Random): Seat[] {
  const featured = Object.entries(featuredSeats) as [FeaturedName, FeaturedSeat][]
  const seats: Seat[] = []
  let nextNumber = firstMemberNumber + featured.length
  levels.forEach((sizes, index) => {
    const level = index + 1
    const above = seats.filter((seat) => seat.level === level - 1 && seat.isPartner).map((seat) => seat.memberNo)
    const anySponsor = () => (above.length > 0 ? { sponsorNo: random.pick(above) } : {})
    const named = featured.filter(([, seat]) => seat.level === level)
    for (const [name, seat] of named) {
      const sponsor = seat.sponsor ? { sponsorNo: featuredMemberNos[seat.sponsor] } : anySponsor()
      seats.push({ memberNo: featuredMemberNos[name], level, isPartner: seat.isPartner, featured: seat, ...sponsor })
    }
    const namedPartners = named.filter(([, seat]) => seat.isPartner).length
    for (let number = 0; number < sizes.partners + sizes.customers - named.length; number++) {
      const isPartner = number < sizes.partners - namedPartners
      const leadsFirst = level === 3 && number < firstBranches.length
      const sponsor = leadsFirst ? { sponsorNo: featuredMemberNos[itemAt(firstBranches, number)] } : anySponsor()
      seats.push({ memberNo: `M-${nextNumber++}`, level, isPartner, ...sponsor })
    }
  })
  return seats
}

/** The member numbers of everyone below this one, at any depth. */
export function structureBelow(
  memberNo: string,
  seats: readonly { memberNo: string; sponsorNo?: string }[],
): Set<string> {
  const below = new Set<string>()
  let previousSize = -1
  while (below.size > previousSize) {
    previousSize = below.size
    for (const { memberNo: candidate, sponsorNo } of seats) {
      if (sponsorNo !== undefined && (sponsorNo === memberNo || below.has(sponsorNo))) below.add(candidate)
    }
  }
  return below
}
