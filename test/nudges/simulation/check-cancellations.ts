/** Every plan that was cancelled: unpaid, settled, told or looked after in time before, told of it after, few in a day. */
import { addDays, type PlainDateIso, startOfDate } from '../../../src/domain/calendar.ts'
import { fromInstantColumn } from '../../../src/storage/engine/columns.ts'
import { type CeilingChecked, checkCeiling } from './check-ceiling.ts'
import { isHeldOn } from './check-limits.ts'
import { type Cancellation, isWarned, loadWarnings } from './check-notices.ts'
import type { SimulatedPerson } from './people.ts'
import type { LivedYear } from './year.ts'

interface Cancelled extends Cancellation {
  seq: number
}

export interface CancellationsChecked extends CeilingChecked {
  cancelled: number
  restored: number
  reachedByPartner: number
}

export async function checkCancellations(year: LivedYear): Promise<CancellationsChecked> {
  const { database, people, policy, minds, accepted } = year
  const { prisma } = database
  const events = await prisma.planEvent.findMany({ orderBy: { id: 'asc' } })
  const owners = new Map(people.flatMap((person) => person.plans.map(({ planNo }) => [planNo, person])))
  const cancelled = events
    .filter(({ kind }) => kind === 'cancelled')
    .map(({ planNo, recordedAt, details }): Cancelled => {
      const { actsOn, seq } = details as { actsOn: PlainDateIso; seq: number }
      return { planNo, at: fromInstantColumn(recordedAt), lastPayableOn: addDays(actsOn, -1), seq }
    })
  const warnings = await loadWarnings(year)
  const { wrong, ...ceiling } = checkCeiling(
    cancelled.map(({ at }) => at),
    minds,
    policy,
  )
  for (const each of cancelled) {
    const { planNo, at, lastPayableOn } = each
    const where = `${planNo} cancelled at ${at} for want of ${lastPayableOn}`
    const person = owners.get(planNo)
    if (!person) {
      wrong.push(`${where}: nobody's plan`)
      continue
    }
    if (!isWarned(each, person, warnings, accepted)) wrong.push(`${where}: nobody was told`)
    wrong.push(...conditionsOf(each, person, year).map((why) => `${where}: ${why}`))
    if (await isWordMissing(each, person, year)) wrong.push(`${where}: no word of it`)
    if (await isNoticeMissing(each, person, year)) wrong.push(`${where}: no word before it`)
  }
  return {
    wrong,
    ...ceiling,
    cancelled: cancelled.length,
    restored: events.filter(({ kind }) => kind === 'restored').length,
    reachedByPartner: warnings.tasks.filter(({ isByPerson }) => isByPerson).length,
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
