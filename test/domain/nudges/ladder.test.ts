import { describe, expect, test } from 'vitest'
import type { PlainDateIso } from '../../../src/domain/calendar.ts'
import { ladderDays, ladderFor, nextLadderDate, stepName } from '../../../src/domain/nudges/ladder.ts'
import type { PlanPayment, PlanTerms } from '../../../src/domain/plan.ts'
import type { PlanEvent } from '../../../src/domain/plan-event.ts'
import { planState } from '../../../src/domain/plan-state.ts'
import { defaultPolicy } from '../../../src/domain/policy.ts'
import { at, paid, plan } from '../case.ts'

const policy = defaultPolicy

function stateAt(
  moment: string,
  {
    terms = plan(),
    payments = [],
    events = [],
  }: { terms?: PlanTerms; payments?: PlanPayment[]; events?: PlanEvent[] } = {},
) {
  return planState({ terms, payments, events }, [], policy, at(moment))
}

const twoPaid = [paid('2026-01-09', 100_00n), paid('2026-02-09', 100_00n)]

test('all eleven steps of the installment due on 10 March, three of them hanging on 29 March', () => {
  const days = ladderDays(stateAt('2026-03-12 12:00', { payments: twoPaid }), policy)
  expect(days.map(({ step, on, about }) => `${stepName(step)} ${on} ${about}`)).toEqual([
    '-7 2026-03-03 2026-03-10',
    '-3 2026-03-07 2026-03-10',
    '-1 2026-03-09 2026-03-10',
    '0 2026-03-10 2026-03-10',
    '+1 2026-03-11 2026-03-10',
    '+5 2026-03-15 2026-03-10',
    '+10 2026-03-20 2026-03-10',
    '+15 2026-03-25 2026-03-10',
    '+18 2026-03-28 2026-03-29',
    '+19 2026-03-29 2026-03-29',
    '+20 2026-03-30 2026-03-29',
  ])
})

test('once X has moved, the steps between D and the final notice are not sent for this D', () => {
  // The variant of the first example: reversed on 20 March, payable until 27 March.
  const payments = [
    paid('2026-01-08', 40_00n),
    paid('2026-01-10', 160_00n, { reversed: '2026-03-20' }),
    paid('2026-03-15', 100_00n),
  ]
  const days = ladderDays(stateAt('2026-03-20 12:00', { payments }), policy)
  expect(days.map(({ step, on }) => `${stepName(step)} ${on}`)).toEqual([
    '-7 2026-02-03',
    '-3 2026-02-07',
    '-1 2026-02-09',
    '0 2026-02-10',
    '+18 2026-03-26',
    '+19 2026-03-27',
    '+20 2026-03-28',
  ])
})

test('nothing for a plan that has nothing to pay', () => {
  const payments = [paid('2026-01-09', 600_00n)]
  expect(ladderDays(stateAt('2026-03-12', { payments }), policy)).toEqual([])
  expect(nextLadderDate(stateAt('2026-03-12', { payments }), policy)).toBeUndefined()
})

describe('when to look at a plan, whoever it is for', () => {
  test.each<[string, PlainDateIso, string]>([
    ['2026-02-20', '2026-03-03', 'long before: the first step'],
    ['2026-03-03', '2026-03-03', 'a step is right today'],
    ['2026-03-06', '2026-03-07', 'the step of three days ago is too old'],
    ['2026-03-12', '2026-03-12', 'the first late step may still go'],
    ['2026-03-14', '2026-03-15', 'it is too old by now'],
    ['2026-04-20', '2026-04-20', 'the last one stays right'],
  ])('on %s: %s (%s)', (today, expected) => {
    expect(nextLadderDate(stateAt(`${today} 12:00`, { payments: twoPaid }), policy)).toBe(expected)
  })

  test('a step with a deadline may be for the day before', () => {
    const wish = { ...policy, ladder: [0, 18, 19, 20] }
    expect(nextLadderDate(stateAt('2026-03-01', { payments: twoPaid }), wish)).toBe('2026-03-09')
  })
})

test('another grace brings its own last three steps', () => {
  expect(ladderFor(19, policy.ladder)).toEqual([...policy.ladder])
  expect(ladderFor(30, policy.ladder)).toEqual([-7, -3, -1, 0, 1, 5, 10, 15, 29, 30, 31])
  expect(ladderFor(5, policy.ladder)).toEqual([-7, -3, -1, 0, 1, 4, 5, 6])
})
