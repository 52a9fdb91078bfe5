import { type DemoCalendar, dayFromToday, earlier } from './demo-calendar.ts'
import { type DemoPackage, type PackageFamily, packageOnSale } from './packages.ts'
import type { Person } from './people.ts'
import type { Random, RandomOf } from './random.ts'
import { type DatedInstallment, type Receipt, receiptsFor } from './receipts.ts'
import type { Situation } from './situations.ts'
import { layOutTimeline, type Timeline } from './timeline.ts'

/** A plan of the demo project with the money that reached it. */
export interface PlanDraft {
  readonly planNo: string
  readonly person: Person
  readonly situation: Situation
  readonly package: DemoPackage
  readonly totalMinor: bigint
  readonly shares: number
  readonly acceptedOn: Temporal.PlainDate
  readonly installments: readonly DatedInstallment[]
  /** Installments paid in full, from the first on. */
  readonly paidCount: number
  readonly receipts: readonly Receipt[]
  readonly cancelledOn?: Temporal.PlainDate
  readonly restoredOn?: Temporal.PlainDate
}

interface DraftTerms {
  readonly planNo: string
  readonly person: Person
  readonly situation: Situation
  readonly family: PackageFamily
  /** How many packages the plan buys at once. */
  readonly packageCount?: number
  /** Exactly so many paid installments, even if the due dates then follow from another one than the first. */
  readonly paidCount?: number
}

export interface DraftContext {
  readonly calendar: DemoCalendar
  readonly packages: readonly DemoPackage[]
  /** Every plan has a stream of its own: what one draws moves no other. */
  readonly randomOf: RandomOf
}

export function draftPlan(terms: DraftTerms, { calendar, packages, randomOf }: DraftContext): PlanDraft {
  const { family, packageCount = 1, person, planNo, situation } = terms
  const random = randomOf(planNo)
  const count = family.installmentCount
  const timeline = layOutTimeline(situation, count, calendar, random, terms.paidCount)
  const totalMinor = family.priceMinor * BigInt(packageCount)
  const installments = layOutInstallments(totalMinor, count, timeline.anchor)
  const acceptedOn = acceptanceDate(installments, timeline, calendar, random)
  const sold = packageOnSale(packages, family, acceptedOn)
  const { cancelledOn, restoredOn, paidCount } = timeline
  return {
    planNo,
    person,
    situation,
    package: sold,
    totalMinor,
    shares: sold.shares * packageCount,
    acceptedOn,
    installments,
    paidCount,
    receipts: receiptsFor(installments, timeline, acceptedOn, calendar, random),
    ...(cancelledOn && { cancelledOn }),
    ...(restoredOn && { restoredOn }),
  }
}

/** What the plan's money amounts to, in minor units. */
export function paidMinor({ receipts }: PlanDraft): bigint {
  return receipts.reduce((sum, { amountMinor }) => sum + amountMinor, 0n)
}

/** Equal parts; the last one takes what does not divide. */
function layOutInstallments(totalMinor: bigint, count: number, anchor: Timeline['anchor']): DatedInstallment[] {
  const partMinor = totalMinor / BigInt(count)
  return Array.from({ length: count }, (_, index) => {
    const seq = index + 1
    const dueOn = anchor.dueOn.add({ months: seq - anchor.seq })
    return { seq, dueOn, amountMinor: seq < count ? partMinor : totalMinor - partMinor * BigInt(count - 1) }
  })
}

/** The terms are signed some days before the first due date, and before any money came. */
function acceptanceDate(
  [first]: readonly DatedInstallment[],
  { paidCount, lump, isPartPaid }: Timeline,
  calendar: DemoCalendar,
  random: Random,
): Temporal.PlainDate {
  if (!first) throw new RangeError('a plan without installments')
  const isPaidInto = paidCount > 0 || isPartPaid === true
  const latestOn = dayFromToday(calendar, isPaidInto ? -10 : -1)
  const wantedOn = first.dueOn.subtract({ days: random.int(3, 20) })
  const signedOn = earlier(wantedOn, latestOn)
  return lump ? earlier(signedOn, lump.on.subtract({ days: 1 })) : signedOn
}
