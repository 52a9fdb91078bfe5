/** "I have paid". (DOMAIN section 8.) */
import { expect, test } from 'vitest'
import { defaultPolicy } from '../../../src/domain/policy.ts'
import { type ClaimedPayment, claimHoldUntil, judgeClaim } from '../../../src/domain/promises/claim.ts'
import { at, moscow, paid, stateAt } from '../case.ts'

const claimedAt = at('2026-03-20 10:00')
const firstTwo = [paid('2026-01-10', 100_00n), paid('2026-02-10', 100_00n)]
const bare: ClaimedPayment = { dueOn: '2026-03-10', claimedAt, holdUntil: claimHoldUntil(claimedAt, defaultPolicy) }
const stated: ClaimedPayment = { ...bare, paidOn: '2026-03-19', amountMinor: 60_00n }

function standing(now: string, claim: ClaimedPayment, ...money: ReturnType<typeof paid>[]): string {
  const known = money.filter(({ recordedAt }) => Temporal.Instant.compare(recordedAt, at(now)) <= 0)
  const payments = [...firstTwo, ...known]
  return judgeClaim(claim, stateAt(now, { payments }), payments, moscow)
}

test('it holds for three days of 24 hours, then it closes as not seen', () => {
  expect(bare.holdUntil).toEqual(at('2026-03-23 10:00'))
  expect(standing('2026-03-23 09:59', bare)).toBe('open')
  expect(standing('2026-03-23 10:00', bare)).toBe('not_seen')
})

test('it is seen when the installment and all before it are paid', () => {
  expect(standing('2026-03-21', bare, paid('2026-03-19', 100_00n))).toBe('seen')
  expect(standing('2026-03-21', bare, paid('2026-03-19', 99_99n))).toBe('open')
})

test.each([
  {
    what: 'the stated money',
    money: paid('2026-03-19', 60_00n, { recorded: '2026-03-21' }),
    now: '2026-03-21',
    is: 'seen',
  },
  { what: 'less', money: paid('2026-03-19', 59_99n, { recorded: '2026-03-21' }), now: '2026-03-21', is: 'open' },
  {
    what: 'a day earlier',
    money: paid('2026-03-18', 60_00n, { recorded: '2026-03-21' }),
    now: '2026-03-21',
    is: 'seen',
  },
  {
    what: 'two days earlier',
    money: paid('2026-03-17', 60_00n, { recorded: '2026-03-21' }),
    now: '2026-03-21',
    is: 'open',
  },
  {
    what: 'known before',
    money: paid('2026-03-19', 60_00n, { recorded: '2026-03-20' }),
    now: '2026-03-21',
    is: 'open',
  },
  {
    what: 'taken back',
    money: paid('2026-03-19', 60_00n, { recorded: '2026-03-21', reversed: '2026-03-22' }),
    now: '2026-03-22',
    is: 'open',
  },
])('60.00 of 19 March claimed, $what: $is', ({ money, now, is }) => {
  expect(standing(now, stated, money)).toBe(is)
})
