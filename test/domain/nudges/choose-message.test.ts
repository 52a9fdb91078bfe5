import { describe, expect, test } from 'vitest'
import { dateAt, type PlainDateIso } from '../../../src/domain/calendar.ts'
import { eventNames } from '../../../src/domain/nudges/catalogue.ts'
import { type Chosen, chooseMessage } from '../../../src/domain/nudges/choose-message.ts'
import { latestWithHoursLeft } from '../../../src/domain/nudges/contact-hours.ts'
import {
  type ConsideredPlan,
  keyOf,
  type Moment,
  type PastMessage,
  type Person,
  type WaitingEvent,
} from '../../../src/domain/nudges/topic.ts'
import type { PlanPayment } from '../../../src/domain/plan.ts'
import type { PlanEvent } from '../../../src/domain/plan-event.ts'
import { planState } from '../../../src/domain/plan-state.ts'
import { type Policy, defaultPolicy as policy } from '../../../src/domain/policy.ts'
import { at, paid, plan } from '../case.ts'

const jaipur = 'Asia/Kolkata'
const asha: Person = {
  memberNo: 'M-1',
  clock: { timeZone: jaipur, slotMinute: 20 },
  reach: 'reachable',
  optedOut: new Set(),
  isHeld: false,
  messages: [],
  said: new Set(),
  claims: new Map(),
  balances: new Map(),
  isVerified: false,
}

interface Wish {
  /** By the person's own clock. */
  at: string
  person?: Partial<Person>
  plans?: readonly (() => Plan)[]
  events?: readonly WaitingEvent[]
  /** Up to when payments are complete; the moment itself when not told. */
  completeTo?: Temporal.Instant | undefined
  policy?: Policy
}

interface Plan {
  planNo: string
  payments: readonly PlanPayment[]
  events?: readonly PlanEvent[]
  day?: number
  isHistory?: boolean
}

/** #3 is due on 10 March (or another day of March); #1 and #2 are paid. */
const late =
  (planNo = 'K-1', day = 10, more: Partial<Plan> = {}): (() => Plan) =>
  () => ({ planNo, day, payments: [paid('2026-01-01', 100_00n), paid('2026-01-02', 100_00n)], ...more })

function choose(wish: Wish): Chosen {
  const person = { ...asha, ...wish.person }
  const now = at(wish.at, person.clock.timeZone)
  const moment: Moment = {
    policy: wish.policy ?? policy,
    now,
    paymentsCompleteTo: 'completeTo' in wish ? wish.completeTo : now,
  }
  const plans = (wish.plans ?? [late()]).map((make): ConsideredPlan => {
    const { planNo, payments, events = [], day = 10, isHistory = false } = make()
    const dueOn = [1, 2, 3, 4, 5, 6].map((month) => `2026-0${month}-${String(day).padStart(2, '0')}` as PlainDateIso)
    const terms = { ...plan({ dueOn }), planNo }
    return { state: planState({ terms, payments, events }, [], policy, now), payments, isHistory }
  })
  return chooseMessage(person, plans, wish.events ?? [], moment)
}

/** "step reason", what is said marked by a star and what it mentions by a plus. */
function said(wish: Wish): string[] {
  return choose(wish).decisions.map(({ step, planNo, reason, place }) => {
    const mark = place === 0 ? '*' : place === undefined ? '' : '+'
    return `${mark}${planNo ?? '-'} ${step} ${reason}`
  })
}

describe('the currently right step', () => {
  test.each([
    ['2026-03-02 12:00', []],
    ['2026-03-03 12:00', ['*K-1 -7 due']],
    ['2026-03-05 12:00', ['*K-1 -7 due']],
    ['2026-03-06 12:00', ['K-1 -7 overtaken']],
    ['2026-03-07 12:00', ['*K-1 -3 due']],
    ['2026-03-09 12:00', ['*K-1 -1 due']],
    ['2026-03-10 12:00', ['*K-1 0 due']],
    ['2026-03-11 12:00', ['*K-1 +1 due']],
    ['2026-03-13 12:00', ['*K-1 +1 due']],
    ['2026-03-14 12:00', ['K-1 +1 overtaken']],
    ['2026-03-15 12:00', ['*K-1 +5 due']],
    ['2026-03-19 12:00', ['*K-1 +5 due']],
    ['2026-03-20 12:00', ['*K-1 +10 due']],
    ['2026-03-27 12:00', ['*K-1 +15 due']],
    ['2026-03-28 12:00', ['*K-1 +18 due']],
    ['2026-03-29 12:00', ['*K-1 +19 due']],
    ['2026-03-30 12:00', ['*K-1 +20 due']],
  ])('at %s: %j', (moment, expected) => {
    expect(said({ at: moment })).toEqual(expected)
  })

  test('after an outage no backlog: only the latest step, and it is not said twice', () => {
    const key = keyOf({ obligation: 'plan K-1', step: '+5', about: '2026-03-10' })
    expect(said({ at: '2026-03-17 12:00', person: { said: new Set([key]) } })).toEqual(['K-1 +5 already_sent'])
  })

  test('said of an earlier last payable date, the final notice is said again of the new one', () => {
    const key = keyOf({ obligation: 'plan K-1', step: '+18', about: '2026-03-22' })
    expect(said({ at: '2026-03-28 12:00', person: { said: new Set([key]) } })).toEqual(['*K-1 +18 due'])
  })

  test('an installment that was paid in time is named with its reason', () => {
    const all = late('K-1', 10, { payments: [paid('2026-01-01', 300_00n)] })
    expect(said({ at: '2026-03-10 12:00', plans: [all] })).toEqual(['K-1 0 paid'])
    expect(said({ at: '2026-03-20 12:00', plans: [all] })).toEqual([])
  })

  test('nothing of a plan that is history, cancelled or complete', () => {
    const history = late('K-1', 10, { isHistory: true })
    const complete = late('K-2', 10, { payments: [paid('2026-01-01', 600_00n)] })
    const cancelled = late('K-3', 10, {
      events: [{ kind: 'cancelled', actsOn: '2026-03-30', seq: 3, recordedAt: at('2026-04-02') }],
    })
    const chosen = choose({ at: '2026-04-04 12:00', plans: [history, cancelled] })
    expect(chosen.decisions).toEqual([])
    expect(choose({ at: '2026-03-10 12:00', plans: [complete] }).decisions.map(({ reason }) => reason)).toEqual([
      'paid',
    ])
    expect([...chosen.plansLookAt]).toEqual([
      ['K-1', null],
      ['K-3', null],
    ])
  })
})

describe('hours', () => {
  test.each([
    ['2026-03-10 08:59', 'K-1 0 quiet_hours'],
    ['2026-03-10 09:19', 'K-1 0 quiet_hours'],
    ['2026-03-10 09:20', '*K-1 0 due'],
    ['2026-03-10 19:59', '*K-1 0 due'],
    ['2026-03-10 20:00', 'K-1 0 quiet_hours'],
  ])('before their moment and outside the allowed hours it waits: %s', (moment, expected) => {
    expect(said({ at: moment })).toEqual([expected])
  })

  test('it is looked at again when its moment comes', () => {
    const { plansLookAt } = choose({ at: '2026-03-10 08:00' })
    expect(plansLookAt.get('K-1')).toEqual(at('2026-03-10 09:20', jaipur))
  })

  test('the due day leaves four allowed hours: in Los Angeles it opens before their own moment', () => {
    // 10 March ends in Moscow at 14:00 of 10 March in Los Angeles.
    const clock = { timeZone: 'America/Los_Angeles', slotMinute: 100 }
    expect(said({ at: '2026-03-10 09:29', person: { clock } })).toEqual(['K-1 0 quiet_hours'])
    expect(said({ at: '2026-03-10 09:30', person: { clock } })).toEqual(['*K-1 0 due'])
  })

  test.each([
    // The last hours of 10 March in Moscow are in Auckland the morning of the 11th, in Adak noon of the 10th.
    'Pacific/Auckland',
    'Pacific/Kiritimati',
    'America/Adak',
    ...Array.from({ length: 12 }, (_, n) => `Etc/GMT+${n + 1}`),
    ...Array.from({ length: 14 }, (_, n) => `Etc/GMT-${n + 1}`),
  ])('what is said before leaves the due date its day, and that its four hours: %s', (timeZone) => {
    const deadline = at('2026-03-11')
    for (const clock of [
      { timeZone, slotMinute: 20 },
      { timeZone, slotMinute: 119 },
      { timeZone, slotMinute: 20, hour: 10 },
    ]) {
      const messages: PastMessage[] = []
      const saidOf = new Set<string>()
      let now = at('2026-03-02')
      let toldAt: Temporal.Instant | undefined
      while (!toldAt) {
        const wall = now.toZonedDateTimeISO(timeZone).toPlainDateTime().toString()
        const chosen = choose({ at: wall, person: { clock, messages, said: saidOf } })
        const told = chosen.decisions.find(({ place }) => place === 0)
        if (told) {
          saidOf.add(keyOf(told))
          messages.push({ on: dateAt(now, timeZone), isReminder: chosen.isReminder })
          if (told.step === '0') toldAt = now
        }
        const next = chosen.plansLookAt.get('K-1')
        if (!next || Temporal.Instant.compare(next, deadline) >= 0) break
        now = next
      }
      const latest = latestWithHoursLeft(deadline, 4, timeZone, policy.contactHours)
      expect(toldAt && Temporal.Instant.compare(toldAt, latest)).toBe(-1)
    }
  })

  test('where that day cannot leave them, the day before', () => {
    // Three allowed hours a day: four before the end of 10 March begin on the 9th.
    const clock = { timeZone: 'Europe/Moscow', slotMinute: 20 }
    const short = { ...policy, contactHours: { ...policy.contactHours, to: '12:00' } }
    expect(said({ at: '2026-03-09 09:30', person: { clock }, policy: short })).toEqual(['*K-1 0 due'])
  })

  test('who is written to late in the day gets the last day early enough', () => {
    const clock = { timeZone: 'Europe/Moscow', slotMinute: 20, hour: 18 }
    expect(said({ at: '2026-03-29 15:29', person: { clock } })).toEqual(['K-1 +19 quiet_hours'])
    expect(said({ at: '2026-03-29 15:30', person: { clock } })).toEqual(['*K-1 +19 due'])
    expect(said({ at: '2026-03-20 12:00', person: { clock } })).toEqual(['K-1 +10 quiet_hours'])
  })

  test('better late than never while the deadline has not passed', () => {
    const clock = { timeZone: 'Europe/Moscow', slotMinute: 20 }
    expect(said({ at: '2026-03-29 19:50', person: { clock } })).toEqual(['*K-1 +19 due'])
  })
})

describe('who is not written to', () => {
  test.each<[string, Partial<Person>, string]>([
    ['no chat', { reach: 'no_channel' }, 'no_channel'],
    ['chats where nothing arrives', { reach: 'unreachable' }, 'unreachable'],
    ['opted out of reminders', { optedOut: new Set(['reminders']) }, 'opted_out'],
    ['a hold', { isHeld: true }, 'paused'],
    ['a claim', { claims: new Map([['K-1', at('2026-03-21', jaipur)]]) }, 'claim_open'],
  ])('%s', (_, person, reason) => {
    expect(said({ at: '2026-03-20 12:00', person })).toEqual([`K-1 +10 ${reason}`])
  })

  test('final notice and last day go on when somebody opted out of reminders, or claims to have paid', () => {
    const person: Partial<Person> = {
      optedOut: new Set(['reminders']),
      claims: new Map([['K-1', at('2026-03-31', jaipur)]]),
    }
    expect(said({ at: '2026-03-28 12:00', person })).toEqual(['*K-1 +18 due'])
    expect(said({ at: '2026-03-29 12:00', person })).toEqual(['*K-1 +19 due'])
    expect(said({ at: '2026-03-30 12:00', person })).toEqual(['K-1 +20 claim_open'])
  })

  test('a claim that has run out silences no more', () => {
    const claims = new Map([['K-1', at('2026-03-20 11:00', jaipur)]])
    expect(said({ at: '2026-03-20 12:00', person: { claims } })).toEqual(['*K-1 +10 due'])
  })

  test('an arrangement speaks for itself', () => {
    const events: PlanEvent[] = [
      {
        kind: 'arrangement_accepted',
        arrangementNo: 'A',
        depositDueOn: '2026-03-15',
        daysLeft: 5,
        recordedAt: at('2026-03-12'),
      },
      { kind: 'arrangement_activated', arrangementNo: 'A', actsOn: '2026-03-13', recordedAt: at('2026-03-13') },
    ]
    expect(said({ at: '2026-03-20 12:00', plans: [late('K-1', 10, { events })] })).toEqual(['K-1 +10 arrangement'])
  })

  test('overdue steps wait for fresh data, but not the last two, and not those before the due date', () => {
    const stale = (moment: string) => said({ at: moment, completeTo: at(moment, jaipur).subtract({ hours: 49 }) })
    expect(stale('2026-03-10 12:00')).toEqual(['*K-1 0 due'])
    expect(stale('2026-03-11 12:00')).toEqual(['K-1 +1 stale_data'])
    expect(stale('2026-03-20 12:00')).toEqual(['K-1 +10 stale_data'])
    expect(stale('2026-03-28 12:00')).toEqual(['*K-1 +18 due'])
    expect(stale('2026-03-29 12:00')).toEqual(['*K-1 +19 due'])
    expect(stale('2026-03-30 12:00')).toEqual(['K-1 +20 stale_data'])
    expect(said({ at: '2026-03-20 12:00', completeTo: undefined })).toEqual(['K-1 +10 stale_data'])
  })
})

describe('limits', () => {
  const on = (...dates: PlainDateIso[]) => dates.map((each) => ({ on: each, isReminder: true }))

  test('one message a day, but final notice and last day always', () => {
    const messages = [{ on: '2026-03-20', isReminder: false } as const]
    expect(said({ at: '2026-03-20 12:00', person: { messages } })).toEqual(['K-1 +10 cap'])
    const onLast = [{ on: '2026-03-29', isReminder: false } as const]
    expect(said({ at: '2026-03-29 12:00', person: { messages: onLast } })).toEqual(['*K-1 +19 due'])
  })

  test('three reminders in seven days, today included; +1 and +20 are exempt', () => {
    expect(
      said({ at: '2026-03-20 12:00', person: { messages: on('2026-03-14', '2026-03-16', '2026-03-19') } }),
    ).toEqual(['K-1 +10 cap'])
    expect(
      said({ at: '2026-03-20 12:00', person: { messages: on('2026-03-13', '2026-03-16', '2026-03-19') } }),
    ).toEqual(['*K-1 +10 due'])
    expect(
      said({ at: '2026-03-11 12:00', person: { messages: on('2026-03-08', '2026-03-09', '2026-03-10') } }),
    ).toEqual(['*K-1 +1 due'])
    expect(
      said({ at: '2026-03-30 12:00', person: { messages: on('2026-03-27', '2026-03-28', '2026-03-29') } }),
    ).toEqual(['*K-1 +20 due'])
  })

  test.each([
    ['-7', '2026-03-03', true],
    ['-3', '2026-03-07', true],
    ['-1', '2026-03-09', true],
    ['0', '2026-03-10', true],
    ['+1', '2026-03-11', false],
    ['+5', '2026-03-15', true],
    ['+10', '2026-03-20', true],
    ['+15', '2026-03-25', true],
    ['+18', '2026-03-28', false],
    ['+19', '2026-03-29', false],
    ['+20', '2026-03-30', false],
  ])('%s counts among the three or does not', (step, date, isReminder) => {
    const chosen = choose({ at: `${date} 12:00` })
    expect(chosen.decisions.map(({ step: told, place }) => [told, place])).toEqual([[step, 0]])
    expect(chosen).toMatchObject({ isReminder, isAskedFor: false })
  })

  test('a message that mentions a reminder counts as one, whatever leads it', () => {
    const plans = [late('K-1', 10), late('K-2', 2)]
    expect(choose({ at: '2026-03-21 12:00', plans }).isReminder).toBe(true)
    expect(choose({ at: '2026-03-21 12:00', plans: [late('K-2', 2)] }).isReminder).toBe(false)
  })

  test('what was held back is looked at tomorrow at their moment', () => {
    const messages = [{ on: '2026-03-20', isReminder: true } as const]
    const { plansLookAt } = choose({ at: '2026-03-20 12:00', person: { messages } })
    expect(plansLookAt.get('K-1')).toEqual(at('2026-03-21 09:20', jaipur))
  })
})

describe('several plans of a person', () => {
  test('are one message, the most urgent first', () => {
    const plans = [late('K-1', 10), late('K-2', 2), late('K-3', 25)]
    // On 21 March: +10 of K-1, the last day of K-2 (2 March + 19), -3 of K-3 waits for the 22nd.
    expect(said({ at: '2026-03-21 12:00', plans })).toEqual(['+K-1 +10 merged', '*K-2 +19 due', 'K-3 -7 overtaken'])
  })

  const dueToday = (count: number) => Array.from({ length: count }, (_, n) => late(`K-${100 + n}`, 10))

  test('all plans that are due on one day are named, as far as one message can carry', () => {
    const reasons = ({ decisions }: Chosen) => decisions.map(({ reason, place }) => `${reason} ${place !== undefined}`)
    const twelve = choose({ at: '2026-03-10 12:00', plans: dueToday(12) })
    expect(reasons(twelve)).toEqual(['due true', ...Array.from({ length: 11 }, () => 'merged true')])
    expect(twelve.unnamed).toBe(0)
    const forty = choose({ at: '2026-03-10 12:00', plans: dueToday(40) })
    expect(reasons(forty).filter((reason) => reason === 'merged true')).toHaveLength(28)
    expect(reasons(forty).filter((reason) => reason === 'cap false')).toHaveLength(11)
    expect(forty.unnamed).toBe(11)
  })

  test('a step that the limit holds back is not mentioned either', () => {
    const messages = (['2026-03-17', '2026-03-18', '2026-03-19'] as const).map((on) => ({ on, isReminder: true }))
    const plans = [late('K-1', 10), late('K-2', 2)]
    expect(said({ at: '2026-03-21 12:00', plans, person: { messages } })).toEqual(['K-1 +10 cap', '*K-2 +19 due'])
  })
})

describe('events', () => {
  const event = (more: Partial<WaitingEvent> = {}): WaitingEvent => ({
    id: 7,
    kind: 'payment_received',
    planNo: 'K-1',
    subject: 'P-1',
    happenedOn: '2026-03-20',
    fromAt: at('2026-03-20 10:00', jaipur),
    ...more,
  })

  const atTwo = { clock: { ...asha.clock, hour: 14 } }
  const atNight = {
    planNo: 'K-9',
    subject: 'M-1 verification',
    happenedOn: '2026-03-10',
    fromAt: at('2026-03-10 02:00', jaipur),
  } as const

  test('wait for their own moment, and come at once after it', () => {
    const inTheMorning = [event({ fromAt: at('2026-03-20 09:00', jaipur) })]
    const early = choose({ at: '2026-03-20 09:05', plans: [], events: inTheMorning })
    expect(early.decisions.map(({ reason }) => reason)).toEqual(['quiet_hours'])
    expect(early.eventsLookAt.get(7)).toEqual(at('2026-03-20 09:20', jaipur))
    expect(said({ at: '2026-03-20 09:20', plans: [], events: inTheMorning })).toEqual(['*K-1 payment_received due'])
    expect(said({ at: '2026-03-20 16:30', plans: [], events: [event()] })).toEqual(['*K-1 payment_received due'])
    const evening = choose({ at: '2026-03-20 21:00', plans: [], events: [event()], person: atTwo })
    expect(evening.decisions.map(({ reason }) => reason)).toEqual(['quiet_hours'])
    expect(evening.eventsLookAt.get(7)).toEqual(at('2026-03-21 14:00', jaipur))
  })

  test.each(eventNames)('at any allowed hour come only a reversal and what was asked for: %s', (kind) => {
    const reason = kind === 'reversed' || kind === 'asked_reminder' ? 'due' : 'quiet_hours'
    const chosen = choose({ at: '2026-03-10 09:00', plans: [], events: [event({ ...atNight, kind })], person: atTwo })
    expect(chosen.decisions.map((decision) => decision.reason)).toEqual([reason])
  })

  test('what happened at night does not take the day from the due date, whose hour comes later', () => {
    const events = [event(atNight)]
    expect(said({ at: '2026-03-10 09:00', events, person: atTwo })).toEqual([
      'K-1 0 quiet_hours',
      'K-9 payment_received quiet_hours',
    ])
    expect(said({ at: '2026-03-10 14:00', events, person: atTwo })).toEqual([
      '*K-1 0 due',
      '+K-9 payment_received merged',
    ])
  })

  test('nor where the due date must be told on the day before, at an hour that comes later', () => {
    // 10 March begins in Adak at noon of the 9th.
    const clock = { timeZone: 'America/Adak', slotMinute: 20 }
    const events = [event({ ...atNight, happenedOn: '2026-03-09', fromAt: at('2026-03-09 02:00', clock.timeZone) })]
    const morning = { at: '2026-03-09 10:00', events, person: { clock } }
    expect(said(morning)).toEqual(['K-1 -1 quiet_hours', 'K-9 payment_received quiet_hours'])
    const { plansLookAt, eventsLookAt } = choose(morning)
    const opensAt = at('2026-03-09 12:20', clock.timeZone)
    expect([plansLookAt.get('K-1'), eventsLookAt.get(7)]).toEqual([opensAt, opensAt])
    const then = { ...morning, at: '2026-03-09 12:20' }
    expect(said(then)).toEqual(['*K-1 0 due', '+K-9 payment_received merged'])
  })

  test('of several plans are one message, and each counts as told', () => {
    const paid5 = ['A', 'B', 'C', 'D', 'E'].map((name, n) =>
      event({ id: n, planNo: `K-${name}`, subject: `P-${name}` }),
    )
    const chosen = choose({ at: '2026-03-20 12:00', plans: [], events: paid5 })
    expect(chosen.decisions.map(({ reason, place }) => `${reason} ${place}`)).toEqual([
      'due 0',
      'merged 1',
      'merged 2',
      'merged 3',
      'merged 4',
    ])
    expect([...chosen.eventsLookAt.values()]).toEqual([null, null, null, null, null])
    const cancelled3 = ['A', 'B', 'C'].map((name, n) =>
      event({ id: n, kind: 'cancelled', planNo: name, subject: name }),
    )
    expect(said({ at: '2026-03-20 12:00', plans: [], events: cancelled3 })).toEqual([
      '*A cancelled due',
      '+B cancelled merged',
      '+C cancelled merged',
    ])
  })

  test('that what is more urgent leaves no room for wait, and nothing less urgent takes their place', () => {
    const reversed8 = Array.from({ length: 9 }, (_, n) =>
      event({ id: n, kind: 'reversed', planNo: `K-${n}`, subject: `P-${n}` }),
    )
    const paid1 = event({ id: 99, planNo: 'K-99', subject: 'P-99' })
    const { decisions, unnamed } = choose({ at: '2026-03-20 12:00', plans: [], events: [...reversed8, paid1] })
    expect(decisions.slice(-3).map(({ reason, place }) => `${reason} ${place}`)).toEqual([
      'merged 7',
      'cap undefined',
      'cap undefined',
    ])
    expect(unnamed).toBe(2)
  })

  test('grow old: what was received in two days, a cancellation in fourteen', () => {
    expect(said({ at: '2026-03-22 12:00', plans: [], events: [event()] })).toEqual(['*K-1 payment_received due'])
    expect(said({ at: '2026-03-23 12:00', plans: [], events: [event()] })).toEqual(['K-1 payment_received overtaken'])
    const cancelled = event({ kind: 'cancelled' })
    expect(said({ at: '2026-04-03 12:00', plans: [], events: [cancelled] })).toEqual(['*K-1 cancelled due'])
    expect(said({ at: '2026-04-04 12:00', plans: [], events: [cancelled] })).toEqual(['K-1 cancelled overtaken'])
  })

  test('never replace a final notice or last day; otherwise the more urgent speaks', () => {
    const bought = event({ kind: 'plan_bought', planNo: 'K-9' })
    expect(said({ at: '2026-03-20 12:00', events: [bought] })).toEqual(['*K-1 +10 due', '+K-9 plan_bought merged'])
    const on28 = event({ kind: 'cancelled', planNo: 'K-9', happenedOn: '2026-03-28', fromAt: at('2026-03-28', jaipur) })
    expect(said({ at: '2026-03-28 12:00', events: [on28] })).toEqual(['*K-1 +18 due', '+K-9 cancelled merged'])
    const on20 = event({ kind: 'cancelled', planNo: 'K-9' })
    expect(said({ at: '2026-03-20 12:00', events: [on20] })).toEqual(['+K-1 +10 merged', '*K-9 cancelled due'])
  })

  test('an event about the same plan speaks instead of its step', () => {
    const reversed = event({ kind: 'reversed' })
    expect(said({ at: '2026-03-20 12:00', events: [reversed] })).toEqual(['K-1 +10 merged', '*K-1 reversed due'])
  })

  test('what is not true any more is not told', () => {
    const gone = event({ kind: 'reversed', planNo: 'K-1', seq: 3 })
    const paidUp = late('K-1', 10, { payments: [paid('2026-01-01', 400_00n)] })
    expect(said({ at: '2026-03-20 12:00', plans: [paidUp], events: [gone] })).toEqual(['K-1 reversed paid'])
  })

  test('a payment is told as long as its money stands and nothing says more', () => {
    const reversed = '2026-03-20 09:00'
    const three = (more: object) =>
      late('K-1', 10, { payments: [paid('2026-01-01', 200_00n), paid('2026-03-19', 100_00n, { id: 'P-1', ...more })] })
    const told = (kind: WaitingEvent['kind'], make: () => Plan, payments: readonly string[]) =>
      said({ at: '2026-03-20 12:00', plans: [make], events: [event({ kind, payments })] }).filter((line) =>
        line.includes(kind),
      )
    for (const kind of ['payment_received', 'part_paid'] as const) {
      expect(told(kind, three({}), ['P-1'])).toEqual([`*K-1 ${kind} due`])
      expect(told(kind, three({ reversed }), ['P-1'])).toEqual([`K-1 ${kind} overtaken`])
      const complete = late('K-1', 10, { payments: [paid('2026-03-19', 600_00n, { id: 'P-1' })] })
      expect(told(kind, complete, ['P-1'])).toEqual([`K-1 ${kind} overtaken`])
      const cancelled = late('K-1', 10, {
        payments: [],
        events: [{ kind: 'cancelled', actsOn: '2026-03-10', seq: 1, recordedAt: at('2026-03-12') }],
      })
      expect(told(kind, cancelled, [])).toEqual([`K-1 ${kind} overtaken`])
    }
  })

  test('completed again by other money, it is not told of the money that was taken back', () => {
    const money = [
      paid('2026-01-01', 500_00n),
      paid('2026-03-18', 100_00n, { id: 'P-1', reversed: '2026-03-19' }),
      paid('2026-03-20', 100_00n, { id: 'P-2' }),
    ]
    const events = [
      event({ kind: 'completed', payments: ['P-1'] }),
      event({ id: 8, subject: 'P-2', kind: 'completed', payments: ['P-2'] }),
    ]
    const again = said({ at: '2026-03-20 12:00', plans: [late('K-1', 10, { payments: money })], events })
    expect(again).toEqual(['K-1 completed overtaken', '*K-1 completed due'])
  })

  test('a newcomer is told of the step at which they still are', () => {
    const told = (stage: string, person: Partial<Person>) =>
      said({
        at: '2026-03-20 12:00',
        plans: [],
        events: [event({ kind: 'onboarding_stuck', planNo: null, subject: `M-1 ${stage}` })],
        person,
      })
    const money = { balances: new Map([['EUR', 1n]]) }
    expect(told('verification', {})).toEqual(['*- onboarding_stuck due'])
    expect(told('verification', { isVerified: true })).toEqual(['- onboarding_stuck overtaken'])
    expect(told('topup', { isVerified: true })).toEqual(['*- onboarding_stuck due'])
    expect(told('topup', money)).toEqual(['- onboarding_stuck overtaken'])
    expect(told('package', money)).toEqual(['*- onboarding_stuck due'])
    expect(told('package', {})).toEqual(['- onboarding_stuck overtaken'])
  })

  test('asked for, it is outside every limit and counts for none', () => {
    const messages = [{ on: '2026-03-20', isReminder: true } as const]
    const asked = event({ kind: 'asked_reminder', happenedOn: '2026-03-10' })
    const chosen = choose({ at: '2026-03-20 12:00', events: [asked], person: { messages } })
    expect(chosen.decisions.find(({ place }) => place === 0)?.step).toBe('asked_reminder')
    expect(chosen).toMatchObject({ isAskedFor: true, isReminder: false })
  })

  test('a reminder that was asked for leaves no other plan unsaid', () => {
    const asked = event({ kind: 'asked_reminder', happenedOn: '2026-03-05', fromAt: at('2026-03-10 09:00', jaipur) })
    const today = { at: '2026-03-10 12:00', plans: [late('K-1', 5), late('K-2', 10)], events: [asked] }
    expect(said(today)).toEqual(['K-1 +5 merged', '+K-2 0 merged', '*K-1 asked_reminder due'])
    const tomorrow = { ...today, plans: [late('K-1', 5), late('K-2', 11)] }
    expect(said(tomorrow)).toEqual(['K-1 +5 merged', '+K-2 -1 merged', '*K-1 asked_reminder due'])
    expect(choose(today)).toMatchObject({ isAskedFor: false, isReminder: true })
  })

  test('under a reminder that was asked for the limits hold as ever', () => {
    const asked = event({ kind: 'asked_reminder', happenedOn: '2026-03-05', fromAt: at('2026-03-10 09:00', jaipur) })
    const today = { at: '2026-03-10 12:00', plans: [late('K-1', 5), late('K-2', 10)], events: [asked] }
    const hasMessage = { ...today, person: { messages: [{ on: '2026-03-10', isReminder: false } as const] } }
    expect(said(hasMessage)).toEqual(['K-1 +5 merged', 'K-2 0 cap', '*K-1 asked_reminder due'])
    expect(choose(hasMessage)).toMatchObject({ isAskedFor: true, isReminder: false, unnamed: 0 })
    const three = (['2026-03-07', '2026-03-08', '2026-03-09'] as const).map((on) => ({ on, isReminder: true }))
    expect(said({ ...today, person: { messages: three } })).toContain('K-2 0 cap')
  })

  test.each(eventNames)('is not one of the three reminders: %s', (kind) => {
    expect(choose({ at: '2026-03-20 12:00', plans: [], events: [event({ kind })] }).isReminder).toBe(false)
  })

  test('money on account that would pay the next installment is spoken of before the due date', () => {
    const balances = new Map([['EUR', 100_00n]])
    expect(said({ at: '2026-03-07 12:00', person: { balances } })).toEqual(['K-1 -3 merged', '*K-1 balance_idle due'])
    expect(said({ at: '2026-03-11 12:00', person: { balances } })).toEqual(['*K-1 +1 due'])
    const tooLittle = new Map([['EUR', 99_99n]])
    expect(said({ at: '2026-03-07 12:00', person: { balances: tooLittle } })).toEqual(['*K-1 -3 due'])
  })
})

describe('when a person must take over', () => {
  const toReach = (wish: Wish) => choose(wish).toReach.map(({ state }) => state.terms.planNo)

  test('known unreachable or opted out of everything: from the first late day on', () => {
    for (const person of [
      { reach: 'unreachable' },
      { optedOut: new Set(['deadlines', 'reminders']) },
    ] as Partial<Person>[]) {
      expect(toReach({ at: '2026-03-10 12:00', person })).toEqual([])
      expect(toReach({ at: '2026-03-11 12:00', person })).toEqual(['K-1'])
    }
  })

  test('never linked: four days before the last payable one; whom support lets alone, never', () => {
    expect(toReach({ at: '2026-03-24 12:00', person: { reach: 'no_channel' } })).toEqual([])
    expect(toReach({ at: '2026-03-25 12:00', person: { reach: 'no_channel' } })).toEqual(['K-1'])
    expect(toReach({ at: '2026-03-25 12:00', person: { reach: 'no_channel', isHeld: true } })).toEqual([])
  })
})
