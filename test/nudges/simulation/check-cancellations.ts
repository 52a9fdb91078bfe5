/** Every plan that was cancelled: unpaid, settled, told or looked after in time before, told of it after, few in a day. */
import { addDays, dateAt, type PlainDateIso, startOfDate } from '../../../src/domain/calendar.ts'
import { fromInstantColumn } from '../../../src/storage/engine/columns.ts'
import { isHeldOn } from './check-limits.ts'
import type { SimulatedPerson } from './people.ts'
import type { LivedYear } from './year.ts'

interface Cancelled {
  planNo: string
  at: Temporal.Instant
  lastPayableOn: PlainDateIso
  seq: number
}

export interface CancellationsChecked {
  wrong: string[]
  cancelled: number
  restored: number
  /** Days on which a person let more go than usual. */
  confirmedDays: number
  reachedByPartner: number
}

const DAY_MS = 86_400_000

export async function checkCancellations(year: LivedYear): Promise<CancellationsChecked> {
  const { database, people, policy } = year
  const { prisma } = database
  const events = await prisma.planEvent.findMany({ orderBy: { id: 'asc' } })
  const owners = new Map(people.flatMap((person) => person.plans.map(({ planNo }) => [planNo, person])))
  const cancelled = events
    .filter(({ kind }) => kind === 'cancelled')
    .map(({ planNo, recordedAt, details }): Cancelled => {
      const { actsOn, seq } = details as { actsOn: PlainDateIso; seq: number }
      return { planNo, at: fromInstantColumn(recordedAt), lastPayableOn: addDays(actsOn, -1), seq }
    })
  const tasks = await prisma.task.findMany({
    where: { kind: { in: ['reach_member', 'cancellation_ceiling'] } },
    include: { history: { where: { action: 'closed' } } },
  })
  const handled = tasks.map(({ kind, subject, openedAt, closedAt, history }) => {
    const isByPerson = history.some(({ actor }) => actor !== 'kisht')
    return { kind, subject, openedAt, closedAt, isByPerson }
  })
  const wrong: string[] = []
  for (const each of cancelled) {
    const { planNo, at, lastPayableOn } = each
    const where = `${planNo} cancelled at ${at} for want of ${lastPayableOn}`
    const noticed = events.some(
      (event) =>
        event.kind === 'notice_delivered' &&
        event.planNo === planNo &&
        (event.details as { lastPayableOn: string }).lastPayableOn === lastPayableOn &&
        event.recordedAt.getTime() < at.epochMilliseconds,
    )
    const wasLookedAfter = handled.some(
      ({ kind, subject, openedAt, closedAt, isByPerson }) =>
        kind === 'reach_member' &&
        subject === `${planNo} ${lastPayableOn}` &&
        (at.epochMilliseconds - openedAt.getTime() >= 3 * DAY_MS ||
          (isByPerson && closedAt && closedAt.getTime() <= at.epochMilliseconds)),
    )
    if (!noticed && !wasLookedAfter) wrong.push(`${where}: nobody was told`)
    const person = owners.get(planNo)
    if (!person) continue
    wrong.push(...conditionsOf(each, person, year).map((why) => `${where}: ${why}`))
    if (await isWordMissing(each, person, year)) wrong.push(`${where}: no word of it`)
    if (await isNoticeMissing(each, person, year)) wrong.push(`${where}: no word before it`)
  }
  const byDay = Map.groupBy(cancelled, ({ at }) => dateAt(at, policy.contractZone))
  const confirmations = handled.filter(({ kind, isByPerson }) => kind === 'cancellation_ceiling' && isByPerson)
  for (const [day, ofDay] of byDay) {
    const confirmed =
      confirmations.find(({ subject }) => subject === day)?.closedAt?.getTime() ?? Number.POSITIVE_INFINITY
    const unasked = ofDay.filter(({ at }) => at.epochMilliseconds < confirmed).length
    const { ceilingPlans } = policy.cancellation
    if (unasked > ceilingPlans) wrong.push(`${unasked} cancelled on ${day} without a word, ${ceilingPlans} may be`)
  }
  return {
    wrong,
    cancelled: cancelled.length,
    restored: events.filter(({ kind }) => kind === 'restored').length,
    confirmedDays: confirmations.length,
    reachedByPartner: handled.filter(({ kind, isByPerson }) => kind === 'reach_member' && isByPerson).length,
  }
}

/** By the simulation's own book. */
function conditionsOf(
  { planNo, at, lastPayableOn, seq }: Cancelled,
  person: SimulatedPerson,
  year: LivedYear,
): string[] {
  const { policy, payers, importedAt } = year
  const wrong: string[] = []
  const plan = person.plans.find((each) => each.planNo === planNo)
  const needed = (plan?.installments ?? [])
    .filter((each) => each.seq <= seq)
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0n)
  if (payers.paidMinor(planNo, at.epochMilliseconds) >= needed) wrong.push('it was paid')
  const settledAt = startOfDate(addDays(lastPayableOn, 1 + policy.cancellation.settlementLagDays), policy.contractZone)
  const stated = importedAt.findLast((each) => Temporal.Instant.compare(each, at) <= 0)
  if (!stated || Temporal.Instant.compare(stated, settledAt) < 0) wrong.push('not settled')
  if (isHeldOn(person, at, year)) wrong.push('its member is let alone')
  return wrong
}

/** Whoever can be written to is told before it, unless nothing went out for hours on the last days. */
async function isNoticeMissing(
  { planNo, lastPayableOn }: Cancelled,
  person: SimulatedPerson,
  { database, outages, policy }: LivedYear,
): Promise<boolean> {
  if (!canBeTold(person)) return false
  const from = startOfDate(addDays(lastPayableOn, -1), policy.contractZone)
  const to = startOfDate(addDays(lastPayableOn, 1), policy.contractZone)
  const away = outages.reduce((hours, spell) => {
    const begin = Math.max(from.epochMilliseconds, spell.from.epochMilliseconds)
    const end = Math.min(to.epochMilliseconds, spell.to.epochMilliseconds)
    return hours + Math.max(0, end - begin) / 3_600_000
  }, 0)
  if (away >= LONG_OUTAGE_HOURS) return false
  const about = new Date(`${lastPayableOn}T00:00:00Z`)
  const found = await database.prisma.outboxItem.count({
    where: { planNo, step: { in: ['+18', '+19'] }, dueOn: about, isVoid: false },
  })
  return found === 0
}

const LONG_OUTAGE_HOURS = 6

function canBeTold({ chats, blocksOn, optsOut, held }: SimulatedPerson): boolean {
  return chats.length > 0 && !blocksOn && !optsOut?.categories.includes('deadlines') && !held
}

/** Whoever can be written to hears of it; a message that the platform refuses for good is counted as such. */
async function isWordMissing({ planNo, at }: Cancelled, person: SimulatedPerson, year: LivedYear): Promise<boolean> {
  const { database, now } = year
  const isRecent = now.since(at).total('hours') < 15 * 24
  if (isRecent || !canBeTold(person)) return false
  const recordedAt = new Date(at.epochMilliseconds)
  const restored = await database.prisma.planEvent.count({
    where: { planNo, kind: 'restored', recordedAt: { gte: recordedAt } },
  })
  if (restored > 0) return false
  const messages = await database.prisma.outboxItem.count({
    where: {
      step: 'cancelled',
      planNo,
      isVoid: false,
      message: { createdAt: { gte: recordedAt }, state: { in: ['sent', 'unknown', 'failed'] } },
    },
  })
  return messages === 0
}
