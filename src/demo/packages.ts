/**
 * What the demo project sells. Every family is sold in three stages at the same price; its nominal value, and so the
 * discount, shrinks from stage to stage. A family's code and the stage make a package's code: `CLASSIC-3`.
 */
import type { DemoCalendar } from './demo-calendar.ts'

export interface PackageFamily {
  readonly key: string
  readonly name: string
  readonly currency: string
  readonly installmentCount: number
  readonly priceMinor: bigint
  /** Of one share. */
  readonly nominalMinor: bigint
  /** Of the whole package, by stage. */
  readonly sharesByStage: readonly [number, number, number]
  /** How often it is bought, relative to the others of its currency; 0: only by hand. */
  readonly weight: number
}

export interface DemoPackage {
  readonly code: string
  readonly family: PackageFamily
  readonly stage: number
  readonly shares: number
  readonly availableFrom: Temporal.PlainDate
  readonly availableTo: Temporal.PlainDate
}

export const families: readonly PackageFamily[] = [
  family('START', 'Start', 'EUR', 1, 150_00n, 1_00n, [750, 600, 500], 2),
  family('BASIC', 'Basic', 'EUR', 4, 300_00n, 1_00n, [1_500, 1_200, 1_000], 5),
  family('CLASSIC', 'Classic', 'EUR', 6, 600_00n, 1_00n, [3_000, 2_400, 2_000], 7),
  family('STEADY', 'Steady', 'EUR', 12, 1_000_00n, 1_00n, [5_000, 4_000, 3_200], 4),
  family('PLUS', 'Plus', 'EUR', 10, 1_200_00n, 1_00n, [6_000, 4_800, 4_000], 4),
  family('PREMIUM', 'Premium', 'EUR', 12, 3_000_00n, 1_00n, [15_000, 12_000, 10_000], 1),
  family('COMPASS', 'Compass', 'USD', 6, 720_00n, 1_00n, [3_600, 2_880, 2_400], 5),
  family('HORIZON', 'Horizon', 'USD', 10, 1_500_00n, 1_00n, [7_500, 6_000, 5_000], 2),
  family('LOTUS', 'Lotus', 'INR', 6, 30_000_00n, 100_00n, [1_500, 1_200, 1_000], 5),
  family('BANYAN', 'Banyan', 'INR', 12, 48_000_00n, 100_00n, [2_400, 1_920, 1_600], 3),
  family('BIRCH', 'Birch', 'RUB', 4, 24_000_00n, 100_00n, [1_200, 960, 800], 3),
  family('CEDAR', 'Cedar', 'RUB', 10, 90_000_00n, 100_00n, [4_500, 3_600, 3_000], 3),
  family('MAPLE', 'Maple', 'JPY', 4, 60_000n, 100n, [3_000, 2_400, 2_000], 0),
  family('PALM', 'Palm', 'KWD', 4, 90_000n, 250n, [1_800, 1_440, 1_200], 0),
]

export function familyOf(key: string): PackageFamily {
  const found = families.find((candidate) => candidate.key === key)
  if (!found) throw new Error(`no package family ${key}`)
  return found
}

/** All packages, oldest stage first; the third stage is on sale today. */
export function createPackages({ today }: DemoCalendar): DemoPackage[] {
  const month = today.with({ day: 1 })
  const starts = [month.subtract({ months: 28 }), month.subtract({ months: 14 }), month.subtract({ months: 5 })]
  const ends = [...starts.slice(1), month.add({ months: 4 })].map((next) => next.subtract({ days: 1 }))
  return families.flatMap((of) =>
    of.sharesByStage.map((shares, index) => {
      const [availableFrom, availableTo] = [starts[index], ends[index]]
      if (!availableFrom || !availableTo) throw new RangeError(`no dates for stage ${index + 1}`)
      return { code: `${of.key}-${index + 1}`, family: of, stage: index + 1, shares, availableFrom, availableTo }
    }),
  )
}

/** The family's package that was on sale on this date. */
export function packageOnSale(
  packages: readonly DemoPackage[],
  { key }: PackageFamily,
  on: Temporal.PlainDate,
): DemoPackage {
  const found = packages.findLast(
    ({ family: of, availableFrom }) => of.key === key && Temporal.PlainDate.compare(availableFrom, on) <= 0,
  )
  if (!found) throw new Error(`${key} was not on sale on ${on}`)
  return found
}

function family(
  key: string,
  name: string,
  currency: string,
  installmentCount: number,
  priceMinor: bigint,
  nominalMinor: bigint,
  sharesByStage: PackageFamily['sharesByStage'],
  weight: number,
): PackageFamily {
  return { key, name, currency, installmentCount, priceMinor, nominalMinor, sharesByStage, weight }
}
