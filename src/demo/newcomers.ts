/** Members without a plan: registered only, verified only, or with money on the balance and nothing bought. */
import { type DemoCalendar, dayFromToday } from './demo-calendar.ts'
import { featuredMemberNos } from './featured-members.ts'
import { type EntryDraft, enterMoney } from './ledger-entries.ts'
import { familyOf } from './packages.ts'
import type { Person } from './people.ts'
import { itemAt, type Random } from './random.ts'

export type OnboardingStage = 'registered' | 'verified' | 'topped-up'

const stageSizes: readonly (readonly [OnboardingStage, number])[] = [
  ['registered', 24],
  ['verified', 18],
  ['topped-up', 12],
]
const amounts: readonly (readonly [currency: string, amountMinor: bigint])[] = [
  ['EUR', familyOf('CLASSIC').priceMinor / 6n],
  ['EUR', familyOf('BASIC').priceMinor],
  ['USD', familyOf('COMPASS').priceMinor / 6n],
  ['INR', familyOf('LOTUS').priceMinor / 6n],
  ['RUB', familyOf('BIRCH').priceMinor],
]

/** The same newcomers for the same people and stream. */
export function chooseNewcomers(people: readonly Person[], random: Random): Map<string, OnboardingStage> {
  const newcomers = new Map<string, OnboardingStage>([
    [featuredMemberNos.toppedUpNewcomer, 'topped-up'],
    [featuredMemberNos.registeredNewcomer, 'registered'],
  ])
  const candidates = random.shuffle(
    people.filter((person) => !person.isPartner && !person.featured && person.level > 2),
  )
  let taken = 0
  for (const [stage, size] of stageSizes) {
    for (const { memberNo } of candidates.slice(taken, taken + size)) newcomers.set(memberNo, stage)
    taken += size
  }
  return newcomers
}

export function enterTopups(
  people: readonly Person[],
  newcomers: ReadonlyMap<string, OnboardingStage>,
  calendar: DemoCalendar,
  random: Random,
): EntryDraft[] {
  return people
    .filter(({ memberNo }) => newcomers.get(memberNo) === 'topped-up')
    .map((person) => {
      const wanted = random.weighted(person.region.currencies)
      const fitting = amounts.filter(([currency]) => currency === wanted)
      const [currency, amountMinor] = itemAt(fitting, random.int(0, fitting.length - 1))
      const on = dayFromToday(calendar, -random.int(1, 25))
      return enterMoney({ kind: 'topup', person, currency, amountMinor, on }, calendar, random)
    })
}
