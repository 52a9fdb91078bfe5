/** What is said of other plans below the one that leads: complete in every language, true, and one message still. */
import { describe, expect, it } from 'vitest'
import { writeMessages } from '../../../src/channels/telegram/write-messages.ts'
import { MENTION_ROOM, ruleOf } from '../../../src/domain/nudges/catalogue.ts'
import { loadLocales } from '../../../src/i18n/locales.ts'
import type { SpokenTopic } from '../../../src/nudges/outbox.ts'
import { askingEvents, everything, ladder, planAt, rendered, said, topic, two } from './sample-nudges.ts'

const english = { locale: 'en', clock: 'Europe/Madrid' } as const
const mentionable = Object.entries(everything).filter(
  ([, { plan, topic: told }]) => plan && told.kind !== 'balance_idle',
)

/** The same about so many other plans. */
function others(spoken: SpokenTopic, count: number): SpokenTopic[] {
  const { plan, topic: told } = spoken
  if (!plan) throw new Error('only plans are mentioned')
  return Array.from({ length: count }, (_, place) => {
    const planNo = `K-${100_000 + place}`
    const terms = { ...plan.state.terms, planNo }
    const records = { ...plan.records, terms, packageName: 'Classic' }
    return { ...spoken, topic: { ...told, planNo }, plan: { records, state: { ...plan.state, terms } } }
  })
}

/** The lines about one other plan, below a last day. */
function linesOf(spoken: SpokenTopic): string[] {
  const lines = said(ladder.last_day, { ...english, others: others(spoken, 1) }).split('\n')
  return lines
    .slice(lines.indexOf('Your other plans:') + 1, -1)
    .map((line) => line.replace('• Classic (K-100000): ', ''))
}

describe('what happened to another plan', () => {
  const late = (seq: number, amount: string, until: string) =>
    `installment ${seq} of 6, ${amount}, late; if it is not paid in full by ${until} (your time), the plan will be cancelled`

  it('a payment: what it added, and what comes next', () => {
    expect(linesOf(everything.payment_received)).toEqual([
      '€100.00 has arrived, thank you; this payment added 133 shares',
      'installment 3 of 6, €100.00, due on 10 March 2026',
    ])
    expect(linesOf(topic('payment_received', planAt('2026-02-10 12:00'), { amount: '1.00', currency: 'EUR' }))).toEqual(
      ['€1.00 has arrived, thank you', 'installment 3 of 6, €100.00, due on 10 March 2026'],
    )
    expect(linesOf(everything.completed)).toEqual([
      'all installments are paid, thank you; the whole package is yours: 2,000 shares',
    ])
  })

  it('a part of an installment: how much is missing, and until when', () => {
    expect(linesOf(askingEvents.part_paid)).toEqual([
      '€40.00 has arrived, thank you; the installment will count as paid only once the rest is paid too',
      late(3, '€60.00', 'Sunday, 29 March 2026 at 22:59'),
    ])
  })

  it('a cancellation: what stays, what is lost, and that a payment made in time counts', () => {
    expect(linesOf(everything.cancelled)).toEqual([
      'we are sorry, this plan has been cancelled. What had already been credited stays yours: 266 shares; the other shares and any bonus are lost. If you paid the missing amount in time, please tell the support team: that payment still counts',
    ])
    expect(linesOf(everything.cancelled_early)[0]).toMatch(/No shares had been credited yet.*any bonus is lost/)
  })

  it('a payment taken back: until when it can be paid again, and nothing held against anyone', () => {
    expect(linesOf(askingEvents.reversed)).toEqual([
      'a payment of €100.00 was reversed; the days on which the installment counted as paid will not be held against you',
      late(2, '€100.00', 'Friday, 27 March 2026 at 21:59'),
    ])
  })

  it('bought, or open again', () => {
    expect(linesOf(everything.plan_bought)).toEqual([
      'your plan is set up, thank you. 1,334 of your 2,000 shares come only with the final payment.',
      'installment 1 of 6, €100.00, due on 10 January 2026',
    ])
    expect(linesOf(everything.restored)[0]).toBe('the cancellation has been undone, and the plan is open again')
    expect(linesOf(everything.restored_by_payment)[0]).toMatch(/^you paid in time/)
  })

  it('once the time to pay has run out nothing else is promised', () => {
    const tooLate = planAt('2026-04-01 12:00', two)
    const part = { amount: '40.00', currency: 'EUR' }
    for (const kind of ['plan_bought', 'reversed', 'asked_reminder', 'late'] as const) {
      expect(linesOf(topic(kind, tooLate, part)), kind).toEqual([
        'the time to pay has run out; please talk to the support team',
      ])
    }
  })
})

describe('plans for which there is no room', () => {
  it('are counted in the last line, with the command that shows them', () => {
    const text = (unnamed: number) => said(ladder.due_day, { ...english, others: others(ladder.due_day, 2), unnamed })
    expect(text(3).split('\n').at(-2)).toBe('Please also look at 3 more of your plans. All your plans: /next')
    expect(text(0)).not.toContain('/next')
  })
})

for (const { tag: locale } of loadLocales()) {
  describe(locale, () => {
    it.each(mentionable)('as many as are mentioned fit one message: %s', (_, spoken) => {
      const most = Math.floor(MENTION_ROOM / ruleOf(spoken.topic.kind).room)
      for (const lead of [askingEvents.reversed, ladder.last_day]) {
        const reply = rendered(lead, {
          locale,
          clock: 'unknown',
          mayBePaid: true,
          others: others(spoken, most),
          unnamed: 21,
        })
        expect(writeMessages(reply).texts, lead.topic.kind).toHaveLength(1)
      }
    })

    it('twenty plans due on one day are one message that names each', () => {
      const all = others(ladder.due_day, 19)
      const reply = rendered(ladder.due_day, { locale, clock: 'unknown', others: all })
      const { texts } = writeMessages(reply)
      expect(texts).toHaveLength(1)
      for (const { topic: told } of all) expect(texts[0]?.html).toContain(`(${told.planNo})`)
    })

    it.each(mentionable)('says it whole: %s', (_, spoken) => {
      const text = said(ladder.last_day, { locale, others: others(spoken, 1), unnamed: 2 })
      expect(text).not.toMatch(/nudges\.|value\.|\{\{|\}\}|undefined|NaN|\bnull\b/)
    })
  })
}
