/** What is said and offered when, whatever the language. */
import { describe, expect, it } from 'vitest'
import { nudgeActions } from '../../../src/assistant/nudges/nudge-actions.ts'
import { defaultPolicy } from '../../../src/domain/policy.ts'
import { loadLocales } from '../../../src/i18n/locales.ts'
import { createRenderer } from '../../../src/i18n/render-reply.ts'
import type { SpokenTopic } from '../../../src/nudges/outbox.ts'
import { at, paid, plan } from '../../domain/case.ts'
import { askingEvents, everything, five, ladder, planAt, replyTo, said, topic, two } from './sample-nudges.ts'

const renderer = createRenderer(loadLocales())
const words = (key: Parameters<typeof renderer.text>[0]) => renderer.text(key, 'en')
const english = { locale: 'en' } as const

function offered(spoken: SpokenTopic, saying: Partial<Parameters<typeof replyTo>[1]> = {}): string[] {
  const { blocks } = replyTo(spoken, { ...english, ...saying })
  const last = blocks.at(-1)
  expect(last?.block).toBe('choices')
  expect(blocks.filter(({ block }) => block === 'choices')).toHaveLength(1)
  return last?.block === 'choices' ? last.choices.map((choice) => ('url' in choice ? choice.url : choice.action)) : []
}

const payLink = 'https://pay.example.org/?ref=K-1%20%2F%20M-1&amount=100.00'
const usual = ['nudge help K-1', 'nudge notme', 'stop']

describe('the buttons', () => {
  it.each(['before', 'due_day', 'first_late', 'late', 'late10', 'late15'] as const)(
    'pay, or say why not: %s',
    (kind) => {
      expect(offered(ladder[kind])).toEqual([payLink, 'pay K-1', 'nudge paid K-1', 'nudge tomorrow K-1', ...usual])
    },
  )

  it.each(['final_notice', 'last_day'] as const)('no tomorrow when there may be none: %s', (kind) => {
    expect(offered(ladder[kind])).toEqual([payLink, 'pay K-1', 'nudge paid K-1', ...usual])
  })

  it('no payment is invited once the time has run out', () => {
    expect(offered(ladder.last_day)).toContain('pay K-1')
    expect(offered(topic('too_late', planAt('2026-03-30 12:00')))).toEqual([
      'nudge help K-1',
      'support',
      'nudge paid K-1',
      'nudge notme',
      'stop',
    ])
  })

  it.each(Object.entries(askingEvents))('the same below %s', (_, spoken) => {
    expect(offered(spoken)).toEqual(expect.arrayContaining(['pay K-1', 'nudge tomorrow K-1', ...usual]))
  })

  it('confirmations offer the schedule, the shares and what one wants to be told', () => {
    for (const name of ['payment_received', 'completed', 'plan_bought', 'restored', 'cancelled'] as const) {
      expect(offered(everything[name]), name).toEqual(
        expect.arrayContaining(['schedule K-1', 'shares K-1', 'settings']),
      )
    }
    expect(offered(everything.cancelled)).not.toContain('pay K-1')
  })

  it('pay at once only where the operator has a page for it', () => {
    expect(offered(ladder.late, { policy: defaultPolicy })[0]).toBe('pay K-1')
  })

  it('pay what saves the plan, or all that is past due', () => {
    const several = planAt('2026-02-20 12:00', [], {
      terms: plan({ dueOn: ['2026-02-05', '2026-02-10', '2026-02-15', '2026-03-10'] }),
    })
    const links = offered(topic('late', several)).filter((action) => action.startsWith('https'))
    expect(links.map((link) => new URL(link).searchParams.get('amount'))).toEqual(['100.00', '300.00'])
    expect(said(topic('late', several), english)).toContain(words({ key: 'nudges.arrears' }))
  })

  it('carry no more than 64 bytes, and leave out a number that is longer', () => {
    expect(nudgeActions.tomorrow('P'.repeat(49))).toBe(`nudge tomorrow ${'P'.repeat(49)}`)
    expect(nudgeActions.tomorrow('P'.repeat(50))).toBe('nudge tomorrow')
    expect(nudgeActions.help('योजना'.repeat(5))).toBe('nudge help')
    expect(nudgeActions.help()).toBe('nudge help')
  })
})

describe('what is true at the moment', () => {
  it('an unknown payee: whoever knows is named', () => {
    const noPayee = words({ key: 'pay.noPayee' })
    expect(said(ladder.late, { ...english, policy: defaultPolicy })).toContain(noPayee)
    expect(said(ladder.late, english)).not.toContain(noPayee)
  })

  it('a payment that may be on its way counts: final notice and last day only', () => {
    const onItsWay = words({ key: 'nudges.onItsWay' })
    for (const [name, spoken] of Object.entries(ladder)) {
      const isDeadline = name === 'final_notice' || name === 'last_day'
      expect(said(spoken, { ...english, mayBePaid: true }).includes(onItsWay), name).toBe(isDeadline)
      expect(said(spoken, english), name).not.toContain(onItsWay)
    }
  })

  it('the tone follows the time that is left, not a step of the ladder', () => {
    const openings = [ladder.late, ladder.late10, ladder.late15].map((spoken) => said(spoken, english).split('\n')[1])
    expect(openings).toEqual(
      (['late1', 'late2', 'late3'] as const).map((key) => words({ key: `nudges.opening.${key}` })),
    )
  })

  it('"today" only while it is the same date for the contract and the reader', () => {
    const evening = topic('due_day', planAt('2026-03-10 22:00'))
    expect(said(evening, { ...english, clock: 'Europe/Madrid' })).toMatch(/^Due today: €100\.00\n/)
    expect(said(evening, { ...english, clock: 'Asia/Kolkata' })).toMatch(/^Due on 10 March 2026: €100\.00\n/)
    expect(said(topic('due_day', planAt('2026-03-09 12:00')), english)).toMatch(/^Due on 10 March 2026/)
  })

  it('in time is until the due date ends in the contract zone, on the own clock', () => {
    expect(said(ladder.before, { ...english, clock: 'Asia/Kolkata' })).toContain('Wednesday, 11 March 2026 at 02:29')
    expect(said(ladder.before, { ...english, clock: 'Europe/Madrid' })).toContain('Tuesday, 10 March 2026 at 21:59')
  })

  it('once the time has run out no event says otherwise', () => {
    const runOut = words({ key: 'next.cancellationDue', params: { date: { date: '2026-03-29' } } })
    const partly = planAt('2026-04-01 12:00', [...two, paid('2026-04-01', 40_00n)])
    for (const spoken of [
      topic('too_late', planAt('2026-03-30 12:00')),
      topic('part_paid', partly, { amount: '40.00', currency: 'EUR' }),
      topic('payment_received', partly, { amount: '40.00', currency: 'EUR' }),
      topic('asked_reminder', partly),
      topic('plan_bought', partly),
    ]) {
      expect(said(spoken, english), spoken.topic.kind).toContain(runOut)
      expect(offered(spoken), spoken.topic.kind).not.toContain('pay K-1')
    }
  })

  it('an arrangement has dates of its own: no deadline and no cancellation is named', () => {
    const accepted = { arrangementNo: 'A-1', recordedAt: at('2026-03-28 10:00') }
    const arranged = planAt('2026-04-02 12:00', [...two, paid('2026-03-29', 40_00n)], {
      events: [
        { kind: 'arrangement_accepted', ...accepted, depositDueOn: '2026-03-31', daysLeft: 1 },
        { kind: 'arrangement_activated', ...accepted, actsOn: '2026-03-29' },
      ],
    })
    expect(arranged.state.name).toBe('arranged')
    for (const kind of ['part_paid', 'payment_received', 'asked_reminder'] as const) {
      const text = said(topic(kind, arranged, { amount: '40.00', currency: 'EUR' }), english)
      expect(text, kind).not.toContain('cancelled')
      expect(text, kind).not.toContain(words({ key: 'label.payableUntil' }))
    }
  })
})

describe('events', () => {
  it('payment received: what it added, what is next and when', () => {
    const text = said(everything.payment_received, english)
    expect(text).toContain('Received: €100.00')
    expect(text).toContain('This payment added: 133 shares')
    expect(text).toContain('It also secured: 16 bonus shares')
    expect(text).toContain('Credited now: 266 shares')
    expect(text).toContain('€200.00 of €600.00 paid (33 %)')
    expect(text).toContain('Installment: 3 of 6')
    expect(text).toContain('Due date: Tuesday, 10 March 2026')
  })

  it('payment received without details: nothing is made up', () => {
    const text = said(topic('payment_received', planAt('2026-02-10 12:00')), english)
    expect(text).not.toContain('Received')
    expect(text).not.toContain('This payment added')
    expect(
      said(topic('payment_received', planAt('2026-02-10 12:00'), { amount: 'many', currency: 'EUR' }), english),
    ).toBe(text)
  })

  it('part paid: what is missing and until when; nothing missing any more: what came', () => {
    expect(said(askingEvents.part_paid, english)).toContain('Still to pay: €60.00')
    expect(said(askingEvents.part_paid, english)).toContain('You can pay until: Sunday, 29 March 2026 at 22:59')
    const since = topic('part_paid', planAt('2026-03-12 12:00', five.slice(0, 3)), { amount: '40.00', currency: 'EUR' })
    expect(said(since, english).split('\n')[0]).toBe(words({ key: 'nudges.heading.paymentReceived' }))
  })

  it('completed: all shares, the bonus, thanks', () => {
    const text = said(everything.completed, english)
    expect(text).toContain('2,000 shares. Thank you!')
    expect(text).toContain('100 bonus shares')
  })

  it('reversed: seven more days, and none is held against anyone', () => {
    const text = said(askingEvents.reversed, { ...english, clock: 'Asia/Kolkata' })
    expect(text).toContain('Reversed: €100.00')
    expect(text).toContain('You can pay until: Saturday, 28 March 2026 at 02:29')
    expect(text).toContain('will not be held against you')
    expect(text).not.toMatch(/38 days/)
  })

  it('cancelled: what stays is named, and what does not is not promised', () => {
    const text = said(everything.cancelled, english)
    expect(text).toContain('266 shares')
    expect(text).toContain('Only the support team can look into')
    expect(said(everything.cancelled_early, english)).toContain('No shares had been credited')
  })

  it('restored: by whom', () => {
    expect(said(everything.restored, english)).toContain(words({ key: 'nudges.restored' }))
    const byPayment = said(everything.restored_by_payment, english)
    expect(byPayment).toContain(words({ key: 'nudges.restoredByPayment' }))
    expect(byPayment).toContain('Credited now: 399 shares')
  })

  it('an idle balance pays nothing by itself', () => {
    for (const reminder of [ladder.due_day, ladder.first_late, ladder.last_day, askingEvents.asked_reminder]) {
      const covered = { ...reminder, params: { balance: '120.00', currency: 'EUR' } }
      expect(said(covered, english)).toContain('You have €120.00 in your balance. It is not used automatically')
      expect(said(reminder, english)).not.toContain('in your balance')
    }
    const text = said(everything.balance_idle, english)
    expect(text).toContain('Balance: €120.00')
    expect(text).toContain('by 10 March 2026 at the latest')
    expect(text).toContain('has not bought any shares yet')
  })

  it('what cannot be said truly is refused', () => {
    expect(() => said(topic('late'), english)).toThrow('comes without its plan')
    expect(() =>
      said(topic('late', planAt('2026-06-10 12:00', [...five, paid('2026-06-10', 100_00n)])), english),
    ).toThrow('has nothing to pay')
    expect(() => said(topic('cancelled', planAt('2026-03-10 12:00')), english)).toThrow('not cancelled')
    expect(() => said(topic('onboarding_stuck', undefined, { stage: 'elsewhere' }), english)).toThrow('elsewhere')
  })
})

describe('other plans', () => {
  const other = (planNo: string, now: string, firstDueOn: '2026-03-12' | '2026-03-24' | '2026-04-02') =>
    planAt(now, [], { terms: { ...plan({ dueOn: [firstDueOn, '2026-06-01'] }), planNo } })

  it('are mentioned in a line each, with what and until when; the buttons stay with the first', () => {
    const now = '2026-03-29 12:00'
    const others = [
      topic('late', other('K-2', now, '2026-03-24')),
      topic('before', other('K-3', now, '2026-04-02')),
      topic('too_late', other('K-4', '2026-04-01 12:00', '2026-03-12')),
    ]
    const lines = said(ladder.last_day, { ...english, others }).split('\n')
    expect(lines.slice(-5, -1)).toEqual([
      'Your other plans:',
      '• Start (K-2): installment 1 of 2, €100.00, late; if it is not paid in full by Sunday, 12 April 2026 at 22:59 (your time), the plan will be cancelled',
      '• Start (K-3): installment 1 of 2, €100.00, due on 2 April 2026',
      '• Start (K-4): the time to pay has run out; please talk to the support team',
    ])
    expect(offered(ladder.last_day, { others })).toEqual(offered(ladder.last_day))
  })

  it('are all named, for each counts as told', () => {
    const others = Array.from({ length: 8 }, (_, i) =>
      topic('late', other(`K-${i + 2}`, '2026-03-29 12:00', '2026-03-24')),
    )
    const text = said(ladder.last_day, { ...english, others })
    for (let number = 2; number < 10; number++) expect(text).toContain(`(K-${number})`)
  })
})
