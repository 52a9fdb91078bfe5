/** Who may have an arrangement, and until when its deposit is due. (DOMAIN section 9.) */
import { describe, expect, test } from 'vitest'
import { payingDates } from '../../../src/domain/arrangements/ability.ts'
import { acceptOption } from '../../../src/domain/arrangements/accept-option.ts'
import { acceptanceEvents } from '../../../src/domain/arrangements/agreement.ts'
import { arrangementLife } from '../../../src/domain/arrangements/arrangement-life.ts'
import { asEarlier } from '../../../src/domain/arrangements/may-offer.ts'
import { isTrusted, paymentRecord } from '../../../src/domain/arrangements/payment-record.ts'
import { defaultPolicy } from '../../../src/domain/policy.ts'
import { at, moscow, paid, plan } from '../case.ts'
import { acceptAt, factsOf, firstTwo, monthly, optionOf, optionsAt } from './case.ts'

describe('may it be offered?', () => {
  test.each([
    { now: '2026-03-10', may: { ok: false, reason: 'nothing_late' } },
    { now: '2026-03-20', may: { ok: true, depositDueOn: '2026-03-23', holds: false } },
    { now: '2026-03-26', may: { ok: true, depositDueOn: '2026-03-29', holds: false } },
    { now: '2026-03-27', may: { ok: true, depositDueOn: '2026-03-30', holds: true } },
    { now: '2026-04-05', may: { ok: true, depositDueOn: '2026-04-08', holds: true } },
  ])('on $now', ({ now, may }) => {
    expect(optionsAt({ now }).may).toMatchObject(may)
  })

  test('who had the hold pays the deposit by X, and after X nothing can be offered', () => {
    const earlier = [{ isOpen: false, heldOn: '2025-04-01' }] as const
    expect(optionsAt({ now: '2026-03-28', earlier }).may).toMatchObject({
      ok: true,
      depositDueOn: '2026-03-29',
      holds: false,
    })
    expect(optionsAt({ now: '2026-03-30', earlier }).may).toEqual({ ok: false, reason: 'hold_used' })
    const longAgo = [{ isOpen: false, heldOn: '2025-03-30' }] as const
    expect(optionsAt({ now: '2026-03-30', earlier: longAgo }).may).toMatchObject({ ok: true, holds: true })
  })

  test('one activated in any 12 months', () => {
    const offered = (activatedOn: '2025-03-28' | '2025-03-29') =>
      optionsAt({ now: '2026-03-28 12:00', earlier: [{ isOpen: false, activatedOn }] }).may
    expect(offered('2025-03-29')).toEqual({ ok: false, reason: 'activated_lately' })
    expect(offered('2025-03-28').ok).toBe(true)
  })

  test('what an arrangement means for the ones after it', () => {
    const agreement = acceptAt('2026-03-28 14:00', 'catch_up')
    const facts = { agreement, plans: [factsOf([...firstTwo, paid('2026-03-29', 15_00n)])] }
    const after = (now: string) => asEarlier(agreement, arrangementLife(facts, moscow, at(now)), moscow)
    expect(after('2026-03-28 15:00')).toEqual({ isOpen: true, heldOn: '2026-03-28' })
    expect(after('2026-03-30')).toEqual({ isOpen: true, heldOn: '2026-03-28', activatedOn: '2026-03-29' })
    expect(after('2026-05-30')).toEqual({ isOpen: false, heldOn: '2026-03-28', activatedOn: '2026-03-29' })
    const unheld = asEarlier({ ...agreement, holds: false }, { name: 'expired' }, moscow)
    expect(unheld).toEqual({ isOpen: false })
  })

  test('none besides one that is open, whatever its currency', () => {
    expect(optionsAt({ earlier: [{ isOpen: true }] }).may).toEqual({ ok: false, reason: 'one_is_open' })
  })

  test('all late plans of its currency; none that is cancelled, paid or in time', () => {
    const terms = (planNo: string, change = {}) => ({ ...plan(change), planNo })
    const plans = [
      factsOf(firstTwo, terms('late')),
      factsOf([], terms('late, too', { dueOn: ['2026-03-27', '2026-09-27'] })),
      factsOf(firstTwo, terms('cancelled', { cancelledOn: '2026-03-20' })),
      factsOf([paid('2026-01-10', 600_00n)], terms('paid')),
      factsOf([], terms('in time', { dueOn: ['2026-04-10'] })),
      factsOf(firstTwo, { ...terms('other currency'), currency: 'USD' }),
    ]
    const { may } = optionsAt({ plans })
    expect(may.ok && may.late.map(({ terms: { planNo } }) => planNo)).toEqual(['late', 'late, too'])
    const onlyCancelled = optionsAt({ plans: plans.slice(2, 3) }).may
    expect(onlyCancelled).toEqual({ ok: false, reason: 'nothing_late' })
  })
})

describe('what is realistic', () => {
  test('not who cannot pay the deposit', () => {
    const ability = { ...monthly, atOnceMinor: 14_99n }
    expect(optionsAt({ situation: { ability } }).options).toEqual({ ok: false, reason: 'deposit' })
  })

  test('not who can pay less than it takes in the longest time', () => {
    const ability = { ...monthly, amountMinor: 64_16n }
    expect(optionsAt({ situation: { ability } }).options).toEqual({ ok: false, reason: 'ability' })
  })

  test('where there is one way only, a person takes over and is told', () => {
    // 6 x 64.17 is just enough in six months.
    const ability = { ...monthly, amountMinor: 64_17n }
    const { options } = optionsAt({ situation: { ability } })
    expect(options).toMatchObject({ ok: false, reason: 'one_only', only: { kind: 'catch_up' } })
  })

  test('a long and good record gives longer', () => {
    const situation = { tenureMonths: 12, record: { inTime: 2, late: 1 } }
    expect(optionOf(optionsAt({ situation }), 'spread').steps.at(-1)?.on).toBe('2027-03-15')
    expect(isTrusted({ inTime: 2, late: 1 }, 11, defaultPolicy)).toBe(false)
    expect(isTrusted({ inTime: 3, late: 2 }, 40, defaultPolicy)).toBe(false)
    expect(isTrusted({ inTime: 0, late: 0 }, 40, defaultPolicy)).toBe(false)
    expect(paymentRecord(optionsAt().states)).toEqual({ inTime: 2, late: 1 })
  })

  test.each([
    ['not_said', ['catch_up', 'spread', 'pause']],
    ['income_late', ['pause', 'catch_up', 'spread']],
    ['income_less', ['spread', 'catch_up', 'pause']],
    ['forgotten', ['catch_up', 'spread']],
  ] as const)('%s: %j', (reason, kinds) => {
    const { options } = optionsAt({ situation: { reason } })
    expect(options.ok && options.options.map(({ kind }) => kind)).toEqual(kinds)
  })

  test('dates on which they can pay', () => {
    const until = '2026-06-30'
    expect(payingDates({ ...monthly, preferredDay: 31 }, '2026-03-31', until)).toEqual([
      '2026-04-30',
      '2026-05-31',
      '2026-06-30',
    ])
    const { preferredDay: _, ...noDay } = monthly
    expect(payingDates({ ...noDay, fromOn: '2026-01-31' }, '2026-02-01', '2026-04-30')).toEqual([
      '2026-02-28',
      '2026-03-31',
      '2026-04-30',
    ])
    expect(payingDates({ ...noDay, every: 'two_weeks', fromOn: '2026-04-03' }, '2026-03-31', '2026-05-01')).toEqual([
      '2026-04-03',
      '2026-04-17',
      '2026-05-01',
    ])
  })
})

describe('accepting', () => {
  const numbers = { arrangementNo: 'A-1', memberNo: 'M-1' }

  test('what was shown, while the figures are the same', () => {
    const shown = optionOf(optionsAt({ now: '2026-03-28 10:00' }), 'catch_up')
    const accept = (now: string, payments = firstTwo) =>
      acceptOption(shown, optionsAt({ now, plans: [factsOf(payments)] }), numbers, defaultPolicy, at(now))
    expect(accept('2026-03-28 23:59')).toMatchObject({
      ok: true,
      agreement: {
        ...numbers,
        acceptedAt: at('2026-03-28 23:59'),
        holds: true,
        toleranceDays: 3,
        policyVersion: 'built-in-1',
      },
    })
    expect(accept('2026-03-29')).toEqual({ ok: false, reason: 'figures_changed' })
    const more = [...firstTwo, paid('2026-03-28 12:00', 40_00n)]
    expect(accept('2026-03-28 14:00', more)).toEqual({ ok: false, reason: 'figures_changed' })
    const all = [...firstTwo, paid('2026-03-28 12:00', 100_00n)]
    expect(accept('2026-03-28 14:00', all)).toEqual({ ok: false, reason: 'not_offered_any_more' })
  })

  test('records the days that are left, of each plan its own', () => {
    const events = acceptanceEvents(acceptAt('2026-03-28 14:00', 'spread'))
    expect([...events]).toEqual([
      [
        'K-1',
        {
          kind: 'arrangement_accepted',
          recordedAt: at('2026-03-28 14:00'),
          arrangementNo: 'A-1',
          depositDueOn: '2026-03-31',
          daysLeft: 1,
        },
      ],
    ])
  })
})
