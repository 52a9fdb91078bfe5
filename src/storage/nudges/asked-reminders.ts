/** Reminders that people asked for wait as events, like everything else that is to be told. */
import type { NewReminder } from '../../nudges/contact-desk.ts'
import { fromInstantColumn, toDateColumn, toInstantColumn } from '../engine/columns.ts'
import type { Queries } from '../engine/database.ts'

const kind = 'asked_reminder'

/** When the one about this plan comes. */
export async function waitingReminder(queries: Queries, planNo: string): Promise<Temporal.Instant | undefined> {
  const waiting = await queries.nudgeEvent.findFirst({
    where: { kind, planNo, lookAt: { not: null } },
    orderBy: { lookAt: 'asc' },
    select: { lookAt: true },
  })
  return waiting?.lookAt ? fromInstantColumn(waiting.lookAt) : undefined
}

/** Asked for twice for the same day, it comes once; one that was given up meanwhile comes after all. */
export async function addReminder(queries: Queries, reminder: NewReminder): Promise<void> {
  const { memberNo, planNo, on, dueOn, seq, at, until } = reminder
  const details = { seq, due_on: dueOn, at: at.toString(), until: until.toString() }
  const about = { happenedOn: toDateColumn(dueOn), details, lookAt: toInstantColumn(at) }
  const subject = `${planNo} ${on}`
  await queries.nudgeEvent.upsert({
    where: { kind_subject: { kind, subject } },
    create: { kind, memberNo, planNo, subject, ...about },
    update: about,
  })
}

/** One that stands in the outbox already is thrown away just before it goes, since what it tells of is not there any more. */
export async function takeBackReminders(queries: Queries, planNo: string): Promise<void> {
  await queries.nudgeEvent.deleteMany({ where: { kind, planNo } })
}
