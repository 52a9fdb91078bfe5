/**
 * What people pay on a date, and when the project hears of it. The book kept here is the simulation's own: sums of what was
 * imported, by plan, that owe nothing to the product's arithmetic.
 */
import { createRandom } from '../../../src/demo/random.ts'
import type { PlainDateIso } from '../../../src/domain/calendar.ts'
import { dayAfter, type SimulatedPerson, type SimulatedPlan } from './people.ts'

export interface SimulatedPayment {
  paymentId: string
  memberNo: string
  planNo: string
  minor: bigint
  valueOn: PlainDateIso
  /** The date on which it is imported. */
  arrivesOn: PlainDateIso
  /** Taken back by the bank on this date. */
  bouncesOn?: PlainDateIso
}

export class Payers {
  readonly #people: readonly SimulatedPerson[]
  readonly #seed: number
  readonly #paidMinor = new Map<string, bigint>()
  /** Paid by them, whether or not it has been imported. */
  readonly #givenMinor = new Map<string, bigint>()
  readonly #onTheirWay: SimulatedPayment[] = []
  readonly #bouncing: SimulatedPayment[] = []
  /** Plans about which a message came lately. */
  readonly reminded = new Set<string>()
  #count = 0

  constructor(people: readonly SimulatedPerson[], seed: number) {
    this.#people = people
    this.#seed = seed
  }

  /** What has been imported for a plan so far. */
  paidMinor(planNo: string): bigint {
    return this.#paidMinor.get(planNo) ?? 0n
  }

  /** People pay, or do not. */
  liveThrough(today: PlainDateIso): void {
    for (const person of this.#people) {
      for (const plan of person.plans) if (plan.acceptedOn <= today) this.#decide(person, plan, today)
    }
    this.reminded.clear()
  }

  /** What the back office knows of by this date and did not before. */
  arriving(today: PlainDateIso): { payments: SimulatedPayment[]; reversals: SimulatedPayment[] } {
    const payments = takeOut(this.#onTheirWay, ({ arrivesOn }) => arrivesOn <= today)
    for (const payment of payments) {
      this.#add(this.#paidMinor, payment.planNo, payment.minor)
      if (payment.bouncesOn) this.#bouncing.push(payment)
    }
    const reversals = takeOut(this.#bouncing, ({ bouncesOn = '9999-12-31' }) => bouncesOn <= today)
    for (const { planNo, minor } of reversals) {
      this.#add(this.#paidMinor, planNo, -minor)
      this.#add(this.#givenMinor, planNo, -minor)
    }
    return { payments, reversals }
  }

  #decide(person: SimulatedPerson, plan: SimulatedPlan, today: PlainDateIso): void {
    const given = this.#givenMinor.get(plan.planNo) ?? 0n
    let sum = 0n
    const next = plan.installments.find(({ amountMinor }) => {
      sum += amountMinor
      return sum > given
    })
    if (!next) return
    const random = createRandom(this.#seed, `${plan.planNo} ${today}`)
    const late = Temporal.PlainDate.from(next.dueOn).until(today).days
    const pays = {
      punctual: () => late >= -3 && random.chance(late >= 0 ? 90 : 30),
      reminded: () => this.reminded.has(plan.planNo) && random.chance(45),
      sloppy: () => late >= 4 && late <= 17 && random.chance(18),
      last_minute: () => late >= 18 && late <= 20 && random.chance(60),
      stops: () => next.seq <= plan.paysOnly && late >= -2 && random.chance(60),
    }[plan.behaviour]
    if (!pays()) return
    const minor = random.weighted([
      [next.amountMinor, 84],
      [next.amountMinor / 2n, 10],
      [next.amountMinor * 2n, 6],
    ])
    const payment: SimulatedPayment = {
      paymentId: `SP-${++this.#count}`,
      memberNo: person.memberNo,
      planNo: plan.planNo,
      minor,
      valueOn: today,
      arrivesOn: dayAfter(
        today,
        random.weighted([
          [0, 30],
          [1, 50],
          [2, 15],
          [6, 5],
        ]),
      ),
      ...(random.chance(2) && { bouncesOn: dayAfter(today, random.int(3, 30)) }),
    }
    this.#add(this.#givenMinor, plan.planNo, minor)
    this.#onTheirWay.push(payment)
  }

  #add(book: Map<string, bigint>, planNo: string, minor: bigint): void {
    book.set(planNo, (book.get(planNo) ?? 0n) + minor)
  }
}

function takeOut<T>(from: T[], isWanted: (each: T) => boolean): T[] {
  const wanted = from.filter(isWanted)
  const rest = from.filter((each) => !isWanted(each))
  from.splice(0, from.length, ...rest)
  return wanted
}
