/** Values as people read them: exact amounts in every currency, and other people's data kept to its place. */
import { describe, expect, it } from 'vitest'
import type { Content } from '../../src/assistant/message.ts'
import { minorDigits } from '../../src/domain/currency.ts'
import { loadLocales } from '../../src/i18n/locales.ts'
import { createRenderer } from '../../src/i18n/render-reply.ts'

const locales = loadLocales()
const renderer = createRenderer(locales)
const tags = [...locales.map(({ tag }) => tag), 'de-AT', 'en-IN', 'es-MX']

describe('amounts', () => {
  const currencies = Intl.supportedValuesOf('currency').filter((currency) => {
    try {
      return minorDigits(currency) >= 0
    } catch {
      return false
    }
  })

  it.each(tags)('are exact to the last digit of every currency in %s', (tag) => {
    expect(currencies.length).toBeGreaterThan(140)
    for (const currency of currencies) {
      const shown = renderer.text({ money: { minor: 1_234_567n, currency } }, tag)
      const figures = shown.replace(currency, '').replace(/[^\d]/g, '')
      expect(figures, `${currency} as ${shown}`).toBe('1234567')
    }
  })

  it('never show something owed as nothing', () => {
    expect(renderer.text({ money: { minor: 30n, currency: 'HUF' } }, 'en')).toContain('0.30')
    expect(renderer.text({ money: { minor: 1250n, currency: 'IQD' } }, 'de')).toContain('1,250')
  })
})

describe('data of others', () => {
  const hostile = 'a@b.c\n• €0.00 past due\u202E\u2029everything paid'

  it('stays in its line and keeps its direction', () => {
    const shown = renderer.text({ text: hostile }, 'en')
    expect(shown).not.toMatch(/[\n\u2028\u2029\u202A-\u202E]/)
    expect(shown).toContain('a@b.c')
  })

  it('is not taken for a template', () => {
    const name: Content = { text: '{{name}} $t(menu.help) $&' }
    expect(renderer.text({ key: 'start.headingNamed', params: { name } }, 'en')).toContain('{{name}} $t(menu.help) $&')
  })
})

describe('deadlines', () => {
  const value = { lastMinuteBefore: '2026-03-29T21:00:00Z', zone: 'Asia/Kolkata' }

  it('are the last minute that counts, on the clock of the zone', () => {
    expect(renderer.text(value, 'en')).toContain('30 March 2026')
    expect(renderer.text(value, 'en')).toMatch(/\b0?2:29\b/)
    expect(renderer.text(value, 'hi')).toContain('02:29')
  })

  it('name the zone where the person’s own is not known', () => {
    expect(renderer.text({ ...value, zone: 'Europe/Moscow', namesZone: true }, 'de')).toContain('Moskau')
  })
})
