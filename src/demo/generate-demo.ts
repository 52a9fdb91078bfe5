import { type ImportFileName, writeFiles } from './csv-files.ts'
import { createCalendar } from './demo-calendar.ts'
import { draftFeaturedPlans } from './featured-plans.ts'
import { enterLedgerCases } from './ledger-cases.ts'
import { dateMemberships } from './membership.ts'
import { chooseNewcomers, enterTopups } from './newcomers.ts'
import { createOffers } from './offers.ts'
import { createPackages } from './packages.ts'
import { enterReceipts } from './payments.ts'
import { createPeople, type Person } from './people.ts'
import { dealPlans } from './plan-deal.ts'
import { createRandom, type Random } from './random.ts'

interface DemoRequest {
  readonly seed: number
  readonly now: Temporal.Instant
  /** IANA zone in which due dates are calendar dates. */
  readonly contractZone: string
}

const firstPlanNumber = 2001
const percentInvestingPartners = 75

/**
 * A fictional project in the import format: equal arguments give equal files. The people are the same for a seed
 * whatever the moment; plans and money lie around `now`, with no payment valued after it.
 */
export function generateDemo({ seed, now, contractZone }: DemoRequest): Record<ImportFileName, string> {
  const stream = (label: string) => createRandom(seed, label)
  const calendar = createCalendar(now, contractZone)
  const people = createPeople(seed)
  const newcomers = chooseNewcomers(people, stream('newcomers'))
  const packages = createPackages(calendar)
  const nextPlanNo = planNumbers()

  const context = { calendar, packages, randomOf: stream }
  const featured = draftFeaturedPlans(people, nextPlanNo, context)
  const investors = chooseInvestors(people, newcomers, stream('investors'))
  const plans = dealPlans({ investors, everyone: people, featured, nextPlanNo }, context)

  const entries = [
    ...enterReceipts(plans, calendar, (planNo) => stream(`receipts ${planNo}`)),
    ...enterTopups(people, newcomers, calendar, stream('top-ups')),
    ...enterLedgerCases({ drafts: plans, calendar, random: stream('ledger cases') }),
  ]
  const memberships = dateMemberships(people, { drafts: plans, entries, newcomers }, calendar, stream)
  return writeFiles({ people, memberships, packages, plans, entries, offers: createOffers(calendar) })
}

function chooseInvestors(people: readonly Person[], newcomers: ReadonlyMap<string, unknown>, random: Random): Person[] {
  return people.filter(({ memberNo, isPartner, featured }) => {
    const isInvesting = !isPartner || random.chance(percentInvestingPartners)
    return isInvesting && !featured && !newcomers.has(memberNo)
  })
}

function planNumbers(): () => string {
  let next = firstPlanNumber
  return () => `P-${next++}`
}
