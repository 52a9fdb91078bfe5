/**
 * The people of the simulated year: where they live, which plans they have, how they behave about paying, and what they do
 * to their chats. Everything follows from the seed.
 */
import { createRandom, type Random } from '../../../src/demo/random.ts'
import type { PlainDateIso } from '../../../src/domain/calendar.ts'
import type { Category } from '../../../src/domain/nudges/catalogue.ts'

export const zones = [
  'Europe/Moscow',
  'Europe/Madrid',
  'Europe/Bucharest',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'America/New_York',
  'America/Los_Angeles',
  'Pacific/Auckland',
  'Pacific/Apia',
  'Pacific/Pago_Pago',
] as const

/**
 * `punctual` pays before the due date, `reminded` soon after a message about the plan, `sloppy` some days late, `last_minute`
 * on one of the last two days, and `stops` pays some installments and then nothing more.
 */
export type Behaviour = 'punctual' | 'reminded' | 'sloppy' | 'last_minute' | 'stops'

export interface SimulatedPlan {
  planNo: string
  behaviour: Behaviour
  /** In order of their numbers. */
  installments: { seq: number; dueOn: PlainDateIso; amountMinor: bigint }[]
  /** How many the one who stops pays. */
  paysOnly: number
  acceptedOn: PlainDateIso
}

export interface SimulatedPerson {
  memberNo: string
  language: string
  zone: string
  /** Chats on Telegram, the one linked last first. */
  chats: number[]
  hour?: number
  /** Chats stop taking messages from this date on. */
  blocksOn?: PlainDateIso
  optsOut?: { on: PlainDateIso; categories: readonly Category[] }
  /** Let alone from one date to the last date of silence. */
  held?: { on: PlainDateIso; untilOn: PlainDateIso }
  /** Puts some of the money on account before it is moved into a plan. */
  topsUp: boolean
  /** None for a newcomer who has not bought anything yet. */
  plans: SimulatedPlan[]
  registeredOn: PlainDateIso
  verifiedOn?: PlainDateIso
}

const languages = ['en', 'de', 'es', 'ro', 'hi', 'ru'] as const
export const everything: readonly Category[] = ['reminders', 'deadlines', 'confirmations', 'tips']

export function simulatePeople(seed: number, count: number, firstOn: PlainDateIso): SimulatedPerson[] {
  return Array.from({ length: count }, (_, index) => {
    const memberNo = `S-${String(index + 1).padStart(5, '0')}`
    const random = createRandom(seed, memberNo)
    const day = (from: number, to: number) => dayAfter(firstOn, random.int(from, to))
    const chats = random.weighted([
      [1, 84],
      [2, 8],
      [0, 8],
    ] as const)
    const isNewcomer = random.chance(4)
    const person: SimulatedPerson = {
      memberNo,
      language: random.pick(languages),
      zone: random.pick(zones),
      chats: Array.from({ length: chats }, (_chat, place) => 1_000_000 + index * 10 + place),
      plans: Array.from({ length: isNewcomer ? 0 : random.chance(25) ? 2 : 1 }, (_plan, place) =>
        simulatePlan(`${memberNo}-${place + 1}`, random, firstOn),
      ),
      topsUp: random.chance(10),
      registeredOn: isNewcomer ? day(10, 300) : '2025-02-01',
    }
    if (!isNewcomer) person.verifiedOn = '2025-02-02'
    else if (random.chance(50)) person.verifiedOn = dayAfter(person.registeredOn, random.int(1, 20))
    if (random.chance(15)) person.hour = random.int(9, 19)
    if (random.chance(8)) person.blocksOn = day(20, 300)
    if (random.chance(7)) {
      const categories = random.weighted([
        [everything, 40],
        [['reminders'], 30],
        [['confirmations', 'tips'], 15],
        [['deadlines'], 15],
      ] as const)
      person.optsOut = { on: day(20, 300), categories }
    }
    if (random.chance(5)) {
      const on = day(20, 300)
      person.held = { on, untilOn: dayAfter(on, random.int(5, 40)) }
    }
    return person
  })
}

function simulatePlan(planNo: string, random: Random, firstOn: PlainDateIso): SimulatedPlan {
  const count = random.int(2, 9)
  const start = Temporal.PlainDate.from(dayAfter(firstOn, random.int(5, 200))).with({ day: random.int(1, 28) })
  const amountMinor = BigInt(random.int(20, 300)) * 100n
  const behaviour = random.weighted([
    ['punctual', 35],
    ['reminded', 25],
    ['sloppy', 15],
    ['last_minute', 10],
    ['stops', 15],
  ] as const)
  return {
    planNo,
    behaviour,
    paysOnly: random.int(0, count - 1),
    acceptedOn: start.subtract({ days: random.int(3, 25) }).toString() as PlainDateIso,
    installments: Array.from({ length: count }, (_, month) => ({
      seq: month + 1,
      dueOn: start.add({ months: month }).toString() as PlainDateIso,
      amountMinor,
    })),
  }
}

export function dayAfter(date: PlainDateIso, days: number): PlainDateIso {
  return Temporal.PlainDate.from(date).add({ days }).toString() as PlainDateIso
}
