/** Every language is complete: equal keys, equal placeholders, all plural forms, no English left over, its own terms. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { commandNames } from '../../src/assistant/command.ts'
import { foldWords } from '../../src/assistant/understand/read-request.ts'
import { type Locale, loadLocales, type Texts } from '../../src/i18n/locales.ts'

const locales = loadLocales()
const english = find('en')
const plural = /_(zero|one|two|few|many|other)$/

/** Words that are rightly the same in English, by language. */
const sameAsEnglish: Record<string, readonly string[]> = {
  de: ['Name', 'Plan', 'Bonus', 'Status', 'Investor', 'Partner', 'Telegram', 'Start', 'Demo'],
  es: ['Plan', 'No', 'Telegram', 'Total'],
  ro: ['Plan', 'Bonus', 'Telegram', 'Investitor', 'Partener', 'Start', 'Nu', 'E-mail'],
  hi: ['Telegram'],
  ru: ['Telegram'],
}

describe('the languages', () => {
  it('are the six of the sources', () => {
    expect(locales.map(({ tag }) => tag)).toEqual(['de', 'en', 'es', 'hi', 'ro', 'ru'])
  })

  for (const locale of locales) {
    describe(locale.tag, () => {
      const texts = flatten(locale.texts)

      it('has a name of its own', () => {
        const name = new Intl.DisplayNames([locale.tag], { type: 'language' }).of(locale.tag)
        expect(locale.name.toLowerCase()).toBe(name?.toLowerCase())
      })

      it('has the keys of English, no more and no fewer', () => {
        expect(baseKeys(texts)).toEqual(baseKeys(flatten(english.texts)))
      })

      it('has every plural form that its grammar knows, and no other', () => {
        const categories = new Intl.PluralRules(locale.tag).resolvedOptions().pluralCategories.toSorted()
        for (const key of pluralKeys(flatten(english.texts))) {
          const forms = [...texts.keys()].filter((candidate) => candidate.replace(plural, '') === key)
          expect(forms.map((form) => form.slice(key.length + 1)).toSorted(), key).toEqual(categories)
        }
      })

      it('has the placeholders of English in every text', () => {
        const wanted = placeholdersByKey(flatten(english.texts))
        for (const [key, text] of texts) {
          const used = placeholders(text)
          const allowed = wanted.get(key.replace(plural, '')) ?? new Set()
          expect(
            [...used].filter((name) => !allowed.has(name)),
            `${key} uses unknown ones`,
          ).toEqual([])
          // A form for exactly one may say "one" in words; every other form says all of it.
          if (!/_(zero|one|two)$/.test(key)) expect(used, key).toEqual(allowed)
        }
      })

      it('says nothing empty and leaves no space at the ends', () => {
        for (const [key, text] of texts)
          expect(text, key).toBe(text.trim().length > 0 ? text.trim() : `${key} is empty`)
      })

      it('keeps to its agreed terms', () => {
        for (const { concept, use, avoid } of termsOf(locale.tag)) {
          const all = withoutPlaceholders([...texts.values()].join(' ')).toLowerCase()
          expect(
            use.filter((word) => all.includes(word.toLowerCase())),
            `none of "${use}" stands in the texts`,
          ).not.toEqual([])
          for (const word of avoid) {
            const found = [...texts].filter(([, text]) => hasWord(withoutPlaceholders(text), word)).map(([key]) => key)
            expect(found, `"${word}" is to be avoided for ${concept}`).toEqual([])
          }
        }
      })

      it('labels its buttons shortly', () => {
        for (const [key, text] of texts)
          if (key.startsWith('menu.') || key.startsWith('nudges.button.'))
            expect([...text].length, key).toBeLessThanOrEqual(24)
        for (const [key, text] of texts)
          if (key.startsWith('commands.')) expect([...text].length, key).toBeLessThanOrEqual(100)
      })

      it('has words for every command, and none that means two', () => {
        expect(Object.keys(locale.words).toSorted()).toEqual([...commandNames].toSorted())
        for (const [name, phrases] of Object.entries(locale.words))
          expect(phrases.length, name).toBeGreaterThanOrEqual(2)
      })

      if (locale.tag === 'en') return

      it('leaves no English', () => {
        const left = [...texts].filter(([key, text]) => {
          const bare = withoutPlaceholders(text)
            .replace(/[^\p{L}\p{M} -]/gu, ' ')
            .trim()
          return bare !== '' && text === englishText(key) && !(sameAsEnglish[locale.tag] ?? []).includes(bare)
        })
        expect(left.map(([key, text]) => `${key}: ${text}`)).toEqual([])
        for (const [key, text] of texts) {
          const words = withoutPlaceholders(text)
            .toLowerCase()
            .split(/[^\p{L}\p{M}'’-]+/u)
          expect(
            words.filter((word) => tellTales.has(word)),
            key,
          ).toEqual([])
        }
      })
    })
  }

  it('have no word that means one command here and another there', () => {
    const meaning = new Map<string, string>()
    for (const { tag, words } of locales) {
      for (const [name, phrases] of Object.entries(words)) {
        for (const phrase of phrases) {
          const folded = foldWords(phrase)
          expect(meaning.get(folded) ?? name, `"${phrase}" (${tag})`).toBe(name)
          meaning.set(folded, name)
        }
      }
    }
  })
})

/** English words that no other of our languages has. */
const tellTales = new Set([
  'the',
  'your',
  'you',
  'payment',
  'with',
  'paid',
  'shares',
  'installment',
  'please',
  'this',
  'due',
  'until',
])

function find(tag: string): Locale {
  const locale = locales.find((candidate) => candidate.tag === tag)
  if (!locale) throw new Error(`no locale ${tag}`)
  return locale
}

function flatten(texts: Texts, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(texts).flatMap(([key, value]) =>
      typeof value === 'string' ? [[`${prefix}${key}`, value] as const] : [...flatten(value, `${prefix}${key}.`)],
    ),
  )
}

function baseKeys(texts: ReadonlyMap<string, string>): string[] {
  return [...new Set([...texts.keys()].map((key) => key.replace(plural, '')))].toSorted()
}

function pluralKeys(texts: ReadonlyMap<string, string>): string[] {
  return [...new Set([...texts.keys()].filter((key) => plural.test(key)).map((key) => key.replace(plural, '')))]
}

function englishText(key: string): string | undefined {
  const texts = flatten(english.texts)
  return texts.get(key) ?? texts.get(key.replace(plural, '_other'))
}

function placeholders(text: string): Set<string> {
  return new Set([...text.matchAll(/\{\{(.*?)\}\}/g)].map(([, name]) => name?.trim() ?? ''))
}

function placeholdersByKey(texts: ReadonlyMap<string, string>): Map<string, Set<string>> {
  const all = new Map<string, Set<string>>()
  for (const [key, text] of texts) {
    const base = key.replace(plural, '')
    all.set(base, new Set([...(all.get(base) ?? []), ...placeholders(text)]))
  }
  return all
}

function withoutPlaceholders(text: string): string {
  return text.replace(/\{\{.*?\}\}/g, ' ')
}

interface Term {
  concept: string
  use: string[]
  avoid: string[]
}

function termsOf(tag: string): Term[] {
  return JSON.parse(readFileSync(new URL(`../../locales/${tag}/terms.json`, import.meta.url), 'utf8')) as Term[]
}

function hasWord(text: string, word: string): boolean {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`(?<![\\p{L}\\p{M}])${escaped}(?![\\p{L}\\p{M}])`, 'iu').test(text)
}
