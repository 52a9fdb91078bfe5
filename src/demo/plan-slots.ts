/** Room for plans, and what is drawn to fill it where no situation was ordered. */
import { families, type PackageFamily } from './packages.ts'
import type { Person } from './people.ts'
import type { Random } from './random.ts'
import type { Situation } from './situations.ts'

/** Room for one plan of a person. */
export interface Slot {
  readonly person: Person
  readonly currency: string
}

const lastCancelledDueDaysAgo = 400

/** One to four for each person, in mixed order. */
export function openSlots(people: readonly Person[], random: Random): Slot[] {
  const slots = people.flatMap((person) => {
    const count = random.weighted([
      [1, 50],
      [2, 29],
      [3, 14],
      [4, 7],
    ])
    return Array.from({ length: count }, () => ({ person, currency: random.weighted(person.region.currencies) }))
  })
  return random.shuffle(slots)
}

export function drawFamily(currency: string, minInstallments: number, random: Random): PackageFamily {
  const fitting = families.filter(
    (family) => family.currency === currency && family.installmentCount >= minInstallments,
  )
  return random.weighted(fitting.map((family) => [family, family.weight] as const))
}

export function drawCancelled(random: Random): Situation {
  return { kind: 'cancelled', days: random.int(21, lastCancelledDueDaysAgo), isPartPaid: random.chance(15) }
}

export function drawUncancelled({ installmentCount }: PackageFamily, random: Random): Situation {
  const canRunAhead = installmentCount >= 4
  const kind = random.weighted([
    ['upcoming', 52],
    ['completed', 26],
    ['repaid-early', canRunAhead ? 5 : 0],
    ['prepaid', canRunAhead ? 12 : 0],
  ] as const)
  switch (kind) {
    case 'upcoming':
      return { kind, dueInDays: random.int(2, 27) }
    case 'completed':
      return { kind, lastDueDaysAgo: random.int(2, 300) }
    case 'repaid-early':
      return { kind, daysAgo: random.int(2, 200) }
    case 'prepaid':
      return { kind, isDouble: random.chance(50) }
  }
}
