/** In every language: nothing is missing, it fits a phone, and the facts stand in it by value. */
import { describe, expect, it } from 'vitest'
import { writeMessages } from '../../../src/channels/telegram/write-messages.ts'
import { eventNames } from '../../../src/domain/nudges/catalogue.ts'
import { loadLocales } from '../../../src/i18n/locales.ts'
import { askingEvents, everything, five, ladder, planAt, rendered, said, topic } from './sample-nudges.ts'

const tags = [...loadLocales().map(({ tag }) => tag), 'de-AT', 'en-IN', 'es-MX']

/** Figures as they read in any of the languages: 1,334 and 1.334 and 1 334 are one number. */
const figures = (text: string) => text.replace(/(?<=\d)[.,\s](?=\d{3}(?!\d))/g, '')

describe('the samples', () => {
  it('hold every kind of message', () => {
    const kinds = new Set(Object.values(everything).map(({ topic: { kind } }) => kind))
    const ladderKinds = ['before', 'due_day', 'first_late', 'late', 'final_notice', 'last_day', 'too_late']
    expect([...kinds].toSorted()).toEqual([...ladderKinds, ...eventNames].toSorted())
  })
})

for (const locale of tags) {
  describe(locale, () => {
    for (const [name, spoken] of Object.entries(everything)) {
      for (const clock of ['Asia/Kolkata', 'unknown'] as const) {
        it(`says ${name} in full and shortly (${clock})`, () => {
          const text = said(spoken, { locale, clock, mayBePaid: true })
          expect(text).not.toMatch(/nudges\.|label\.|next\.|\{\{|\}\}|undefined|NaN|\bnull\b/)
          expect([...text].length).toBeLessThan(1_200)
          expect(text.split('\n').every((line) => line.trim() === line && line !== '')).toBe(true)
        })
      }

      it(`fits one Telegram message with all its buttons: ${name}`, () => {
        const reply = rendered(spoken, { locale, mayBePaid: true })
        const { texts, files } = writeMessages(reply)
        const choices = reply.blocks.flatMap((block) => (block.block === 'choices' ? block.choices : []))
        expect(files).toEqual([])
        expect(texts).toHaveLength(1)
        expect(texts[0]?.html).not.toContain('<Ltd>')
        const markup = texts[0]?.markup
        const buttons = markup && 'inline_keyboard' in markup ? markup.inline_keyboard.flat() : []
        expect(buttons).toHaveLength(choices.length)
        expect(choices.length).toBeGreaterThan(2)
      })
    }

    it.each(Object.entries({ ...ladder, ...askingEvents }))('says how much, to whom and how: %s', (name, spoken) => {
      const text = said(spoken, { locale })
      expect(text).toMatch(name === 'part_paid' ? /60[.,]00/ : /100[.,]00/)
      expect(text).toContain('Sample & Sons <Ltd>')
      expect(text).toContain('DE00 1234 5678')
      expect(text).toContain('K-1 / M-1')
      expect(text).toContain('(K-1)')
      // What it adds, and what hangs on the last payment.
      expect(figures(text)).toMatch(/\b133\b/)
      expect(figures(text)).toMatch(/\b1334\b/)
      expect(figures(text)).toMatch(/\b2000\b/)
      // What missing it costs: everything not yet credited.
      expect(figures(text)).toMatch(name === 'reversed' ? /\b1867\b/ : /\b1734\b/)
    })

    it.each(['final_notice', 'last_day'] as const)('names the last minute in the first sentence: %s', (kind) => {
      const first = (clock: 'Asia/Kolkata' | 'Europe/Madrid') => said(ladder[kind], { locale, clock }).split('\n')[1]
      // X is 29 March 24:00 in Moscow.
      expect(first('Asia/Kolkata')).toMatch(/\b30\b.*\b0?2:29\b/)
      expect(first('Europe/Madrid')).toMatch(/\b29\b.*(\b22:59\b|\b10:59 p\.?\s?m\b)/)
    })

    it('says of the last payment what it adds and completes', () => {
      const text = figures(said(topic('before', planAt('2026-06-09 12:00', five)), { locale }))
      expect(text).toMatch(/: 1334 /)
      expect(text).not.toMatch(/\b2000\b/)
    })

    it('tells a buyer what comes when', () => {
      const text = figures(said(everything.plan_bought, { locale }))
      for (const count of ['2000', '666', '1334']) expect(text).toMatch(new RegExp(`\\b${count}\\b`))
      expect(text).toMatch(/100[.,]00/)
    })
  })
}
