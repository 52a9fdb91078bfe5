/** What it costs to say how a plan of 60 installments stands. */
import { textTable } from '../src/command-line/text-table.ts'
import type { PlainDateIso } from '../src/domain/calendar.ts'
import type { Offer, OfferKind } from '../src/domain/offers/offer.ts'
import type { PlanFacts } from '../src/domain/plan.ts'
import { planState } from '../src/domain/plan-state.ts'
import { defaultPolicy } from '../src/domain/policy.ts'
import { withSpread } from './statistics.ts'

const INSTALLMENTS = 60
const PAID = 45
const CALLS = 3_000
const AIM_MICROSECONDS = 100

export function measurePlanState(rounds: number): string[] {
  const plan = planOf60()
  const now = Temporal.Instant.from('2025-10-20T09:00:00Z')
  const questions: [string, () => unknown][] = [
    ['where it stands', () => planState(plan, [], defaultPolicy, now).name],
    ['and the bonus of three offers', () => planState(plan, offers, defaultPolicy, now).bonusSecured],
    ['and every offer explained', () => planState(plan, offers, defaultPolicy, now).offers.length],
  ]
  const header = [`state of a plan with ${INSTALLMENTS} installments`, 'µs of CPU', 'aim']
  const runs = questions.map((): number[] => [])
  for (let round = 0; round <= rounds; round++) {
    for (const [index, [, ask]] of questions.entries()) {
      const cost = microsecondsOf(ask)
      // The first round warms up.
      if (round > 0) runs[index]?.push(cost)
    }
  }
  const rows = questions.map(([name], index) => [
    name,
    withSpread(runs[index] ?? []),
    index === 2 ? '' : String(AIM_MICROSECONDS),
  ])
  return textTable(header, rows)
}

function microsecondsOf(ask: () => unknown): number {
  const before = process.cpuUsage()
  for (let call = 0; call < CALLS; call++) ask()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / CALLS
}

function planOf60(): PlanFacts {
  const dueOn = Array.from(
    { length: INSTALLMENTS },
    (_, month) => Temporal.PlainDate.from('2022-01-10').add({ months: month }).toString() as PlainDateIso,
  )
  return {
    terms: {
      planNo: 'P',
      memberNo: 'M',
      packageCode: 'K',
      currency: 'EUR',
      totalMinor: BigInt(INSTALLMENTS) * 100_00n,
      shares: 2_000n,
      termsAcceptedOn: '2022-01-01',
      installments: dueOn.map((on, index) => ({ seq: index + 1, dueOn: on, amountMinor: 100_00n })),
    },
    payments: dueOn.slice(0, PAID).map((on, index) => ({
      entryId: `T${index}`,
      amountMinor: 100_00n,
      valueAt: Temporal.Instant.from(`${on}T09:00:00Z`),
      recordedAt: Temporal.Instant.from(`${on}T19:00:00Z`),
    })),
    events: [],
  }
}

const kinds: readonly OfferKind[] = ['on_time', 'double_payment', 'early_repayment']
const offers = kinds.map((kind): Offer => {
  const recordedAt = Temporal.Instant.from('2000-01-01T00:00Z')
  const rate = { numerator: 5n, denominator: 100n }
  const version = { rate, validFrom: '2000-01-01', validTo: '2099-12-31', minInstallmentsAhead: 2, recordedAt } as const
  return { code: kind, kind, versions: [version] }
})
