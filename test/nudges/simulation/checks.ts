/** What must hold of every message of the year, and of every plan that was cancelled; checked with as little of the product as can be. */
import type { Database } from '../../../src/storage/engine/database.ts'
import type { Payers } from './payers.ts'
import type { SimulatedPerson } from './people.ts'

/** Steps and events that no limit holds back. */
const beyondLimits = ['+18', '+19', 'reversed']
const isStep = (step: string) => /^[+-]?\d+$/.test(step)

interface Seen {
  id: number
  atMs: number
  localDate: string
  isReminder: boolean
  lead: string
}

export class Checks {
  readonly #people: ReadonlyMap<string, SimulatedPerson>
  readonly #seenOf = new Map<string, Seen[]>()
  readonly #keys = new Map<string, number>()
  readonly #ids = new Set<number>()
  /** Nothing older changes any more: a clock is set back by less than two hours. */
  #since = new Date(0)
  readonly sentByStep = new Map<string, number>()

  constructor(people: readonly SimulatedPerson[]) {
    this.#people = new Map(people.map((person) => [person.memberNo, person]))
  }

  /** Messages that arrived, or may have, since it was asked last. */
  async ofMessages({ prisma }: Database, payers: Payers): Promise<string[]> {
    const messages = await prisma.outboxMessage.findMany({
      where: { state: { in: ['sent', 'unknown'] }, stateAt: { gte: this.#since } },
      include: { items: { orderBy: { place: 'asc' } } },
      orderBy: { stateAt: 'asc' },
    })
    const last = messages.at(-1)?.stateAt.getTime()
    if (last !== undefined) this.#since = new Date(last - 4 * 3_600_000)
    return messages.flatMap((message) => {
      if (this.#ids.has(message.id)) return []
      this.#ids.add(message.id)
      const person = this.#people.get(message.memberNo)
      if (!person) return [`${message.memberNo} is nobody`]
      const wrong: string[] = []
      const at = Temporal.Instant.fromEpochMilliseconds(message.stateAt.getTime()).toZonedDateTimeISO(person.zone)
      const where = `message ${message.id} to ${person.memberNo} at ${at}`
      if (at.hour < 9 || at.hour >= 20) wrong.push(`${where}: quiet hours`)
      for (const { step, planNo, params, obligation, dueOn } of message.items) {
        this.sentByStep.set(step, (this.sentByStep.get(step) ?? 0) + 1)
        const key = `${person.memberNo}|${obligation}|${step}|${dueOn.toISOString()}`
        if (this.#keys.has(key)) wrong.push(`${where}: ${key} twice, before in ${this.#keys.get(key)}`)
        this.#keys.set(key, message.id)
        const plan = person.plans.find((each) => each.planNo === planNo)
        const seq = (params as { seq?: number }).seq
        if (!isStep(step) || !plan || seq === undefined) continue
        const needed = plan.installments
          .filter((each) => each.seq <= seq)
          .reduce((sum, each) => sum + each.amountMinor, 0n)
        if (payers.paidMinor(plan.planNo) >= needed) wrong.push(`${where}: ${step} of ${planNo}, #${seq} is paid`)
      }
      return [...wrong, ...this.#limits(person, message, at.toPlainDate().toString(), where)]
    })
  }

  #limits(
    { memberNo, optsOut }: SimulatedPerson,
    message: { id: number; stateAt: Date; isReminder: boolean; items: { step: string }[] },
    localDate: string,
    where: string,
  ): string[] {
    const wrong: string[] = []
    const lead = message.items[0]?.step ?? ''
    const before = this.#seenOf.get(memberNo) ?? []
    const sameDay = before.filter((each) => each.localDate === localDate)
    if (!beyondLimits.includes(lead) && sameDay.length > 0)
      wrong.push(`${where}: ${lead} after ${sameDay[0]?.lead} that day`)
    const weekAgo = Temporal.PlainDate.from(localDate).subtract({ days: 6 }).toString()
    const reminders = before.filter(
      (each) => each.isReminder && each.localDate >= weekAgo && each.localDate <= localDate,
    )
    if (message.isReminder && !beyondLimits.includes(lead) && reminders.length >= 3)
      wrong.push(`${where}: a fourth reminder`)
    const isAfterOptOut = optsOut !== undefined && localDate > optsOut.on
    if (isAfterOptOut && optsOut.categories.length === 4) wrong.push(`${where}: opted out of everything`)
    const isUsual = isStep(lead) && Number(lead) <= 15
    if (isAfterOptOut && isUsual) wrong.push(`${where}: ${lead}, opted out of reminders`)
    const { id, isReminder } = message
    this.#seenOf.set(memberNo, [...before, { id, atMs: message.stateAt.getTime(), localDate, isReminder, lead }])
    return wrong
  }
}

/** Every plan that was cancelled here: told or looked after in time before, and told of it after. */
export async function checkCancellations(
  { prisma }: Database,
  people: readonly SimulatedPerson[],
  lastAt: Temporal.Instant,
): Promise<{ wrong: string[]; cancelled: number; restored: number }> {
  const events = await prisma.planEvent.findMany({ orderBy: { id: 'asc' } })
  const tasks = await prisma.task.findMany({ where: { kind: 'reach_member' } })
  const cancellations = events.filter(({ kind }) => kind === 'cancelled')
  const owners = new Map(people.flatMap((person) => person.plans.map(({ planNo }) => [planNo, person])))
  const wrong: string[] = []
  for (const { planNo, recordedAt, details } of cancellations) {
    const lastPayableOn = Temporal.PlainDate.from((details as { actsOn: string }).actsOn)
      .subtract({ days: 1 })
      .toString()
    const wasTold = events.some(
      (event) =>
        event.kind === 'notice_delivered' &&
        event.planNo === planNo &&
        (event.details as { lastPayableOn: string }).lastPayableOn === lastPayableOn &&
        event.recordedAt < recordedAt,
    )
    const task = tasks.find(({ subject }) => subject === `${planNo} ${lastPayableOn}`)
    const wasLookedAfter = task && recordedAt.getTime() - task.openedAt.getTime() >= 3 * 86_400_000
    if (!wasTold && !wasLookedAfter) wrong.push(`${planNo} cancelled on ${recordedAt.toISOString()}: nobody was told`)
    const person = owners.get(planNo)
    const isRecent = lastAt.epochMilliseconds - recordedAt.getTime() < 15 * 86_400_000
    const cannotBeTold = !person || person.chats.length === 0 || person.blocksOn || person.optsOut || person.held
    if (isRecent || cannotBeTold) continue
    const isRestored = events.some(
      (event) => event.kind === 'restored' && event.planNo === planNo && event.recordedAt >= recordedAt,
    )
    const message = await prisma.outboxItem.findFirst({
      where: { step: 'cancelled', planNo, isVoid: false, message: { createdAt: { gte: recordedAt } } },
      include: { message: true },
    })
    // A message that the platform refuses for good stays failed, and is counted.
    if (!message && !isRestored) wrong.push(`${planNo} cancelled on ${recordedAt.toISOString()}: no word of it`)
  }
  return { wrong, cancelled: cancellations.length, restored: events.filter(({ kind }) => kind === 'restored').length }
}
