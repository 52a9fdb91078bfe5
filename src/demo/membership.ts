/**
 * When members registered, were verified and signed the partner agreement. Worked out from the end: nobody buys before
 * registering, and a partner has signed before the first member they brought registers.
 */
import { type DemoCalendar, dayFromToday, earlier, later } from './demo-calendar.ts'
import type { EntryDraft } from './ledger-entries.ts'
import type { OnboardingStage } from './newcomers.ts'
import type { Person } from './people.ts'
import type { PlanDraft } from './plan-drafts.ts'
import type { RandomOf } from './random.ts'

export interface Membership {
  readonly registeredOn: Temporal.PlainDate
  readonly verifiedOn?: Temporal.PlainDate
  readonly partnerAgreementOn?: Temporal.PlainDate
}

interface Records {
  readonly drafts: readonly PlanDraft[]
  readonly entries: readonly EntryDraft[]
  readonly newcomers: ReadonlyMap<string, OnboardingStage>
}

const percentUnverifiedInvestors = 9

export function dateMemberships(
  people: readonly Person[],
  { drafts, entries, newcomers }: Records,
  calendar: DemoCalendar,
  randomOf: RandomOf,
): Map<string, Membership> {
  const firstDeeds = new Map<string, Temporal.PlainDate>()
  const note = (memberNo: string, on: Temporal.PlainDate) => {
    firstDeeds.set(memberNo, earlier(on, firstDeeds.get(memberNo) ?? on))
  }
  for (const { person, acceptedOn } of drafts) note(person.memberNo, acceptedOn)
  for (const { person, on } of entries) note(person.memberNo, on)

  const firstBrought = new Map<string, Temporal.PlainDate>()
  const memberships = new Map<string, Membership>()
  for (const { memberNo, isPartner, sponsorNo } of people.toSorted((a, b) => b.level - a.level)) {
    const random = randomOf(memberNo)
    const stage = newcomers.get(memberNo)
    const deedOn = firstDeeds.get(memberNo) ?? dayFromToday(calendar, -random.int(stage ? 1 : 40, stage ? 45 : 90))
    const broughtOn = firstBrought.get(memberNo)
    const signedBy = isPartner && broughtOn ? broughtOn.subtract({ days: random.int(2, 25) }) : undefined
    const verifiedOn = earlier(deedOn, signedBy ?? deedOn).subtract({ days: random.int(0, 12) })
    const registeredOn = verifiedOn.subtract({ days: random.int(0, 14) })
    const isVerified = isPartner || (stage ? stage !== 'registered' : !random.chance(percentUnverifiedInvestors))
    const signedLate = earlier(verifiedOn.add({ days: random.int(5, 60) }), dayFromToday(calendar, -1))
    memberships.set(memberNo, {
      registeredOn,
      ...(isVerified && { verifiedOn }),
      ...(isPartner && { partnerAgreementOn: signedBy ?? later(verifiedOn, signedLate) }),
    })
    if (sponsorNo) firstBrought.set(sponsorNo, earlier(registeredOn, firstBrought.get(sponsorNo) ?? registeredOn))
  }
  return memberships
}
