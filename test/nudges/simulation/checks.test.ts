/** What the simulated year would catch: its checks believe nothing that the product says of itself. */
import { describe, expect, test } from 'vitest'
import { addDays, dateAt, type PlainDateIso } from '../../../src/domain/calendar.ts'
import { defaultPolicy as policy } from '../../../src/domain/policy.ts'
import { checkCeiling } from './check-ceiling.ts'
import { checkLimits } from './check-limits.ts'
import { isWarned, type ReachTask } from './check-notices.ts'
import type { ChangedMinds } from './doings.ts'
import type { SimulatedPerson } from './people.ts'
import type { Told } from './told.ts'

const instant = (text: string) => Temporal.Instant.from(text)
const noon = instant('2026-03-20T09:00:00Z')
const person: SimulatedPerson = {
  memberNo: 'S-00001',
  language: 'en',
  zone: 'Europe/Moscow',
  chats: [1],
  topsUp: false,
  plans: [],
  registeredOn: '2025-02-01',
}

function minds(changes: Partial<ChangedMinds> = {}): ChangedMinds {
  return {
    optedOutAt: new Map(),
    heldFrom: new Map(),
    askedFor: new Set(),
    letGoAt: new Map(),
    refusedOn: new Set(),
    ...changes,
  }
}

describe('limits', () => {
  /** A message on the nth day, about a plan of its own each. */
  function told(day: number, ...steps: readonly string[]): Told {
    const at = noon.add({ hours: 24 * day })
    const about: PlainDateIso = '2026-03-20'
    const items = steps.map((step) => ({ step, planNo: `P-${day}`, obligation: `plan P-${day}`, about }))
    return { id: day, memberNo: person.memberNo, state: 'sent', at, localDate: dateAt(at, person.zone), items }
  }
  const check = (message: Told, before: readonly Told[], changes?: Partial<ChangedMinds>) =>
    checkLimits(message, before, person, { minds: minds(changes), policy })

  test.each(['-7', '-3', '-1', '0', '+5', '+10', '+15'])('a fourth reminder in seven days: %s', (step) => {
    const before = [told(0, '-7'), told(2, '+10'), told(4, '+5')]
    expect(check(told(6, step), before)).toEqual(['a fourth reminder in seven days'])
    expect(check(told(7, step), before)).toEqual([])
  })

  test('it counts where it is mentioned, too', () => {
    const before = [told(0, 'payment_received', '-7'), told(2, '+10'), told(4, '+5')]
    expect(check(told(6, 'completed', '-3'), before)).toEqual(['a fourth reminder in seven days'])
    expect(check(told(6, 'completed'), before)).toEqual([])
  })

  test('what was asked for counts for nothing, what was not asked for is not to come', () => {
    const asked = { askedFor: new Set(['P-6 2026-03-20']) }
    const before = [told(0, '-7'), told(2, '+10'), told(4, '+5'), told(6, 'completed')]
    expect(check(told(6, 'asked_reminder'), before, asked)).toEqual([])
    expect(check(told(6, 'asked_reminder'), before.slice(0, 3))).toEqual(['nobody asked for it'])
    expect(check(told(6, 'completed'), [told(6, 'asked_reminder')], asked)).toEqual([])
  })
})

describe('the ceiling', () => {
  const ofTwo = { ...policy, cancellation: { ...policy.cancellation, ceilingPlans: 2 } }
  const threeOnADay = [0, 1, 2].map((hours) => noon.add({ hours }))

  test('only a yes before it lets more go', () => {
    const letGo = (at: Temporal.Instant) => minds({ letGoAt: new Map([['2026-03-20', at]]) })
    expect(checkCeiling(threeOnADay, minds(), ofTwo).wrong).toHaveLength(1)
    expect(checkCeiling(threeOnADay, minds({ refusedOn: new Set(['2026-03-20']) }), ofTwo).wrong).toHaveLength(1)
    expect(checkCeiling(threeOnADay, letGo(noon.add({ hours: 3 })), ofTwo).wrong).toHaveLength(1)
    expect(checkCeiling(threeOnADay, letGo(noon.add({ hours: 2 })), ofTwo)).toEqual({
      wrong: [],
      daysLetGo: 1,
      daysAboveCeiling: 1,
      daysRefused: 0,
    })
  })

  test('a yes holds for its day', () => {
    const yesterday = minds({ letGoAt: new Map([['2026-03-19', noon.subtract({ hours: 24 })]]) })
    expect(checkCeiling(threeOnADay, yesterday, ofTwo).wrong).toHaveLength(1)
    expect(checkCeiling(threeOnADay.slice(1), minds(), ofTwo)).toMatchObject({ wrong: [], daysAboveCeiling: 0 })
  })
})

describe('the final notice', () => {
  const lastPayableOn: PlainDateIso = '2026-03-20'
  const planNo = 'S-00001-1'
  const cancellation = { planNo, lastPayableOn, at: noon.add({ hours: 96 }) }
  const notice = { planNo, lastPayableOn, at: noon }
  const taken = (about: string, at = noon) => new Map([[1, [{ at, planNos: [about] }]]])
  const warned = (
    accepted: ReturnType<typeof taken>,
    { notices = [notice], tasks = [] }: { notices?: (typeof notice)[]; tasks?: ReachTask[] } = {},
  ) => isWarned(cancellation, person, { notices, tasks }, accepted)

  test('is one that the platform took', () => {
    expect(warned(taken(planNo))).toBe(true)
    expect(warned(new Map())).toBe(false)
    expect(warned(taken('S-00001-2'))).toBe(false)
    expect(warned(taken(planNo, noon.subtract({ hours: 1 })))).toBe(false)
    expect(warned(taken(planNo), { notices: [] })).toBe(false)
    expect(warned(taken(planNo), { notices: [{ ...notice, lastPayableOn: addDays(lastPayableOn, 1) }] })).toBe(false)
  })

  test('or somebody was asked to reach them, and did, or has had three days', () => {
    const openedAt = new Date(cancellation.at.epochMilliseconds - 2 * 86_400_000)
    const ripeAt = new Date(cancellation.at.epochMilliseconds - 3 * 86_400_000)
    const task: ReachTask = { subject: `${planNo} ${lastPayableOn}`, openedAt, closedAt: null, isByPerson: false }
    const closedAt = new Date(cancellation.at.epochMilliseconds)
    const isEnough = (changes: Partial<ReachTask>) => warned(new Map(), { tasks: [{ ...task, ...changes }] })
    expect(isEnough({})).toBe(false)
    expect(isEnough({ openedAt: ripeAt })).toBe(true)
    expect(isEnough({ closedAt, isByPerson: true })).toBe(true)
    expect(isEnough({ closedAt })).toBe(false)
    expect(isEnough({ openedAt: ripeAt, subject: `${planNo} 2026-03-21` })).toBe(false)
  })
})
