/** What must hold of every message of the year; checked with as little of the product as can be. */
import { dateAt } from '../../../src/domain/calendar.ts'
import { fromDateColumn, fromInstantColumn } from '../../../src/storage/engine/columns.ts'
import { checkLimits } from './check-limits.ts'
import { checkStep, type OpenClaim } from './check-steps.ts'
import type { SimulatedPerson } from './people.ts'
import type { Told } from './told.ts'
import type { LivedYear } from './year.ts'

export class Checks {
  readonly #people: ReadonlyMap<string, SimulatedPerson>
  readonly #toldTo = new Map<string, Told[]>()
  readonly #keys = new Map<string, number>()
  readonly #ids = new Set<number>()
  /** Nothing older changes any more: a clock is set back by less than two hours. */
  #since = new Date(0)
  readonly violations: string[] = []
  readonly toldByStep = new Map<string, number>()

  constructor(people: readonly SimulatedPerson[]) {
    this.#people = new Map(people.map((person) => [person.memberNo, person]))
  }

  /** Messages that arrived, or may have, since it was asked last. */
  async ofMessages(year: LivedYear): Promise<void> {
    const { prisma } = year.database
    const messages = await prisma.outboxMessage.findMany({
      where: { state: { in: ['sent', 'unknown'] }, stateAt: { gte: this.#since } },
      include: { items: { orderBy: { place: 'asc' } } },
      orderBy: { stateAt: 'asc' },
    })
    const last = messages.at(-1)?.stateAt.getTime()
    const claims = await loadClaims(year, this.#since)
    if (last !== undefined) this.#since = new Date(last - 4 * 3_600_000)
    for (const { id, memberNo, state, stateAt, items } of messages) {
      if (this.#ids.has(id)) continue
      this.#ids.add(id)
      const person = this.#people.get(memberNo)
      if (!person) {
        this.violations.push(`${memberNo} is nobody`)
        continue
      }
      const at = fromInstantColumn(stateAt)
      const told: Told = {
        id,
        memberNo,
        state,
        at,
        localDate: dateAt(at, person.zone),
        items: items.map(({ dueOn, step, planNo, obligation }) => {
          return { step, planNo, obligation, about: fromDateColumn(dueOn) }
        }),
      }
      this.#check(told, person, claims, year)
    }
  }

  #check(told: Told, person: SimulatedPerson, claims: readonly OpenClaim[], year: LivedYear): void {
    const before = this.#toldTo.get(person.memberNo) ?? []
    const wrong = [
      ...checkLimits(told, before, person, year),
      ...told.items.flatMap((item) => [...this.#twice(told, item), ...checkStep(told, item, person, claims, year)]),
    ]
    const at = told.at.toZonedDateTimeISO(person.zone).toString({ smallestUnit: 'minute' })
    const steps = told.items.map(({ step }) => step).join(' ')
    this.violations.push(...wrong.map((why) => `message ${told.id} (${steps}) to ${person.memberNo} at ${at}: ${why}`))
    this.#toldTo.set(person.memberNo, [...before, told].slice(-12))
  }

  #twice({ id, memberNo }: Told, { step, obligation, about }: Told['items'][number]): string[] {
    this.toldByStep.set(step, (this.toldByStep.get(step) ?? 0) + 1)
    const key = `${memberNo}|${obligation}|${step}|${about}`
    const before = this.#keys.get(key)
    this.#keys.set(key, id)
    return before === undefined ? [] : [`${key} twice, before in ${before}`]
  }
}

/** While they hold the ladder. */
async function loadClaims({ database: { prisma } }: LivedYear, since: Date): Promise<OpenClaim[]> {
  const rows = await prisma.paymentClaim.findMany({ where: { holdUntil: { gte: since } } })
  return rows.map(({ planNo, claimedAt, holdUntil, closedAt }) => ({
    planNo,
    from: fromInstantColumn(claimedAt),
    to: fromInstantColumn(closedAt && closedAt < holdUntil ? closedAt : holdUntil),
  }))
}
