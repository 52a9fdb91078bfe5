/**
 * What people pay on a date, and when the project hears of it. The book kept here is the simulation's own: sums of what was
 * imported, by plan, that owe nothing to the product's arithmetic.
 */
import { createRandom, type Random } from '../../../src/demo/random.ts'
import type { PlainDateIso } from '../../../src/domain/calendar.ts'
import { dayAfter, type SimulatedPerson, type SimulatedPlan } from './people.ts'

export interface SimulatedPayment {
  paymentId: string
  kind: 'installment' | 'topup' | 'from_balance'
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
  /** What a plan holds from which instant on. */
  readonly #booked = new Map<string, { atMs: number; minor: bigint }[]>()
  /** Paid by them, whether or not it has been imported. */
  readonly #givenMinor = new Map<string, bigint>()
  readonly #onTheirWay: SimulatedPayment[] = []
  readonly #bouncing: SimulatedPayment[] = []
  /** Payments that went into their plan. */
  readonly #counted = new Set<string>()
  /** Plans about which a message came lately. */
  readonly reminded = new Set<string>()
  /** From which date on money for a plan is not counted into it. */
  cancelledFrom: ReadonlyMap<string, PlainDateIso> = new Map()
  #count = 0

  constructor(people: readonly SimulatedPerson[], seed: number) {
    this.#people = people
    this.#seed = seed
  }

  /** What had been imported for a plan at an instant; by now where none is given. */
  paidMinor(planNo: string, atMs = Number.POSITIVE_INFINITY): bigint {
    return this.#booked.get(planNo)?.findLast((each) => each.atMs <= atMs)?.minor ?? 0n
  }

  /** Has money for this plan left its owner that nobody has heard of? */
  isOnItsWay(planNo: string): boolean {
    return this.#onTheirWay.some((payment) => payment.planNo === planNo)
  }

  /** People pay, or do not. */
  liveThrough(today: PlainDateIso): void {
    for (const person of this.#people) {
      for (const plan of person.plans) if (plan.acceptedOn <= today) this.#decide(person, plan, today)
    }
    this.reminded.clear()
  }

  /** What the back office knows of by this date and did not before. */
  arriving(today: PlainDateIso, atMs: number): { payments: SimulatedPayment[]; reversals: SimulatedPayment[] } {
    const payments = takeOut(this.#onTheirWay, ({ arrivesOn }) => arrivesOn <= today)
    for (const payment of payments) {
      if (payment.kind !== 'topup' && payment.valueOn < (this.cancelledFrom.get(payment.planNo) ?? '9999-12-31')) {
        this.#counted.add(payment.paymentId)
        this.#book(payment.planNo, payment.minor, atMs)
      }
      if (payment.bouncesOn) this.#bouncing.push(payment)
    }
    const reversals = takeOut(this.#bouncing, ({ bouncesOn = '9999-12-31' }) => bouncesOn <= today)
    for (const payment of reversals) {
      if (this.#counted.has(payment.paymentId)) this.#book(payment.planNo, -payment.minor, atMs)
      this.#give(payment.planNo, -payment.minor)
    }
    return { payments, reversals }
  }

  #decide(person: SimulatedPerson, plan: SimulatedPlan, today: PlainDateIso): void {
    if (this.cancelledFrom.has(plan.planNo)) return
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
    this.#give(plan.planNo, minor)
    const { memberNo } = person
    const { planNo } = plan
    const paymentId = `SP-${++this.#count}`
    const { valueOn, arrivesOn } = timesFrom(today, random)
    if (person.topsUp) {
      // Nothing is bought until it is moved into the plan, some days later.
      const moved = timesFrom(dayAfter(arrivesOn, random.int(1, 6)), random)
      this.#onTheirWay.push(
        { paymentId, kind: 'topup', memberNo, planNo, minor, valueOn, arrivesOn },
        { paymentId: `M-${paymentId}`, kind: 'from_balance', memberNo, planNo, minor, ...moved },
      )
      return
    }
    const bouncesOn = random.chance(2) ? { bouncesOn: dayAfter(today, random.int(3, 30)) } : {}
    this.#onTheirWay.push({
      paymentId,
      kind: 'installment',
      memberNo,
      planNo,
      minor,
      valueOn,
      arrivesOn,
      ...bouncesOn,
    })
  }

  #give(planNo: string, minor: bigint): void {
    this.#givenMinor.set(planNo, (this.#givenMinor.get(planNo) ?? 0n) + minor)
  }

  #book(planNo: string, minor: bigint, atMs: number): void {
    const booked = this.#booked.get(planNo) ?? []
    this.#booked.set(planNo, [...booked, { atMs, minor: (booked.at(-1)?.minor ?? 0n) + minor }])
  }
}

function timesFrom(today: PlainDateIso, random: Random): { valueOn: PlainDateIso; arrivesOn: PlainDateIso } {
  const days = random.weighted([
    [0, 30],
    [1, 50],
    [2, 15],
    [6, 5],
  ])
  return { valueOn: today, arrivesOn: dayAfter(today, days) }
}

function takeOut<T>(from: T[], isWanted: (each: T) => boolean): T[] {
  const wanted = from.filter(isWanted)
  const rest = from.filter((each) => !isWanted(each))
  from.splice(0, from.length, ...rest)
  return wanted
}
