/**
 * More cancellations in one day than usual may be somebody's mistake, an import that failed for instance: above the
 * ceiling they wait, and a task asks a person. Whoever closes it as done or confirmed, on that day of the contract zone, lets
 * the rest of the day go; when the day is over it closes by itself, and the next one begins anew. (DOMAIN section 4.)
 */
import { dateAt, startOfDate } from '../domain/calendar.ts'
import { dailyCeiling } from '../domain/cancellation.ts'
import type { Policy } from '../domain/policy.ts'
import type { CancellationRecords, CancellationStore } from './cancellation-store.ts'

const kind = 'cancellation_ceiling'

/** How many plans may still be cancelled on the day of this instant. */
export async function roomLeft(
  records: CancellationRecords,
  ceiling: number,
  { contractZone }: Policy,
  at: Temporal.Instant,
): Promise<number> {
  const today = dateAt(at, contractZone)
  const asked = await records.tasksAbout(kind, [today])
  const isConfirmed = asked.some(
    ({ closedBy, closedAt, outcome }) =>
      closedBy === 'person' && isYes(outcome) && closedAt && dateAt(closedAt, contractZone) === today,
  )
  if (isConfirmed) return Number.POSITIVE_INFINITY
  return Math.max(0, ceiling - (await records.countCancelled(startOfDate(today, contractZone))))
}

/** What the button "Done" leaves behind, and what an operator types; any other word is a no. */
function isYes(outcome: string | null): boolean {
  return ['done', 'confirmed'].includes(outcome?.trim().toLowerCase() ?? '')
}

export async function ceilingOf(store: CancellationStore, policy: Policy, at: Temporal.Instant): Promise<number> {
  const beganAt = startOfDate(dateAt(at, policy.contractZone), policy.contractZone)
  return dailyCeiling(await store.countOpenPlans(beganAt), policy)
}

/** Once a day. */
export async function askForWord(
  records: CancellationRecords,
  waiting: number,
  ceiling: number,
  { contractZone }: Policy,
  at: Temporal.Instant,
): Promise<void> {
  const subject = dateAt(at, contractZone)
  if ((await records.tasksAbout(kind, [subject])).length > 0) return
  await records.openTasks([{ kind, subject, memberNo: null, planNo: null, details: { waiting, ceiling } }], at)
}

/** `false`: busy. */
export async function endDaysThatAreOver(
  store: CancellationStore,
  { contractZone }: Policy,
  now: () => Temporal.Instant,
): Promise<boolean> {
  const open = await store.openSubjects(kind)
  if (open.every((subject) => subject >= dateAt(now(), contractZone))) return true
  const done = await store.undisturbed(now, (records, at) => {
    const over = open.filter((subject) => subject < dateAt(at, contractZone))
    return records.closeTasks(
      over.map((subject) => ({ kind, subject, outcome: 'the day is over' })),
      at,
    )
  })
  return done.ok
}
