/** What happened in the year, in numbers, and the least that must have happened for it to prove anything. */
import { countRepeated } from './check-end.ts'
import type { LivedYear } from './year.ts'

export interface YearCounts {
  runs: number
  calls: number
  /** Messages accepted beyond one for a row. */
  repeated: number
  byStep: Record<string, number>
  states: Record<string, number>
  reasons: Record<string, number>
  tasks: Record<string, number>
  claims: Record<string, number>
}

export async function countYear(year: LivedYear, toldByStep: ReadonlyMap<string, number>): Promise<YearCounts> {
  const { prisma } = year.database
  const states = await prisma.outboxMessage.groupBy({ by: ['state'], _count: true })
  const reasons = await prisma.nudgeDecision.groupBy({ by: ['reason'], _count: true })
  const tasks = await prisma.task.groupBy({ by: ['kind'], _count: true })
  const claims = await prisma.paymentClaim.groupBy({ by: ['outcome'], _count: true })
  return {
    runs: year.runs,
    calls: year.calls,
    repeated: await countRepeated(year),
    byStep: Object.fromEntries([...toldByStep].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    states: Object.fromEntries(states.map(({ state, _count }) => [state, _count])),
    reasons: Object.fromEntries(reasons.map(({ reason, _count }) => [reason, _count])),
    tasks: Object.fromEntries(tasks.map(({ kind, _count }) => [kind, _count])),
    claims: Object.fromEntries(claims.map(({ outcome, _count }) => [outcome ?? 'open', _count])),
  }
}

const least = {
  byStep: {
    '-7': 50,
    '-3': 50,
    '-1': 50,
    '0': 50,
    '+1': 20,
    '+5': 20,
    '+10': 10,
    '+15': 5,
    '+18': 10,
    '+19': 10,
    '+20': 5,
    asked_reminder: 3,
    balance_idle: 1,
    cancelled: 5,
    completed: 20,
    onboarding_stuck: 1,
    part_paid: 10,
    payment_received: 100,
    plan_bought: 20,
    restored: 1,
    reversed: 1,
  },
  states: { sent: 500, unknown: 1, failed: 1 },
  reasons: {
    due: 500,
    merged: 10,
    cap: 10,
    quiet_hours: 50,
    overtaken: 10,
    paid: 1,
    already_sent: 10,
    opted_out: 10,
    unreachable: 5,
    no_channel: 10,
    stale_data: 5,
    claim_open: 5,
    paused: 1,
  },
  tasks: { reach_member: 5, cancellation_ceiling: 1, payment_not_seen: 1, reversal: 1, restoration: 1 },
  claims: { seen: 5, not_seen: 1 },
}

/** What happened too seldom. */
export function leastOf(
  counts: YearCounts & {
    daysLetGo: number
    daysAboveCeiling: number
    daysRefused: number
    reachedByPartner: number
  },
): string[] {
  const groups = Object.entries(least).flatMap(([group, kinds]) =>
    Object.entries(kinds).map(([kind, wanted]) => {
      const found = counts[group as keyof typeof least][kind] ?? 0
      return { name: `${group} ${kind}`, wanted, found }
    }),
  )
  const { daysLetGo, daysAboveCeiling, daysRefused, reachedByPartner, repeated } = counts
  const singles = Object.entries({ daysLetGo, daysAboveCeiling, daysRefused, reachedByPartner, repeated }).map(
    ([name, found]) => {
      return { name, wanted: 1, found }
    },
  )
  return [...groups, ...singles]
    .filter(({ wanted, found }) => found < wanted)
    .map(({ name, wanted, found }) => `${name}: ${found}, at least ${wanted}`)
}
