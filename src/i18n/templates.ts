/**
 * The texts with the places for their values, `Due on {{date}}: {{amount}}`. i18next finds a text by its key, language and
 * plural form, and once found it stays: of a few hundred texts each is said thousands of times, and looking for it costs
 * more than everything else about a sentence.
 */
import i18next, { type i18n } from 'i18next'
import type { Locale } from './locales.ts'

export interface Templates {
  /** The text with its places filled; `count` chooses its plural form. */
  fill(key: string, language: string, values: Readonly<Record<string, string>>, count?: number): string
}

/** Text and the name of the value after it; the last part has none. */
type Template = readonly { text: string; name?: string }[]

export function createTemplates(locales: readonly Locale[]): Templates {
  const translator = startTranslator(locales)
  const known = new Map<string, Template>()
  const templateOf = (key: string, language: string, count: number | undefined): Template => {
    const form = count === undefined ? '' : ` ${pluralForm(language, count)}`
    const name = `${language} ${key}${form}`
    const template = known.get(name) ?? parse(find(translator, key, language, count))
    known.set(name, template)
    return template
  }
  return {
    fill(key, language, values, count) {
      let filled = ''
      for (const { text, name } of templateOf(key, language, count)) {
        filled += name === undefined ? text : `${text}${values[name] ?? ''}`
      }
      return filled
    },
  }
}

function startTranslator(locales: readonly Locale[]): i18n {
  const translator = i18next.createInstance()
  translator.init({
    resources: Object.fromEntries(locales.map(({ tag, texts }) => [tag, { translation: texts }])),
    supportedLngs: locales.map(({ tag }) => tag),
    nonExplicitSupportedLngs: true,
    fallbackLng: 'en',
    initAsync: false,
  })
  return translator
}

function find(translator: i18n, key: string, language: string, count: number | undefined): string {
  return String(translator.t(key, { lng: language, skipInterpolation: true, ...(count !== undefined && { count }) }))
}

/** Every value has been put into words before, so a place is a name, and that a count is a number is known. */
function parse(text: string): Template {
  const pieces = text.split(/\{\{(\w+)(?:, number)?\}\}/)
  return pieces.flatMap((piece, place) => {
    if (place % 2 === 1) return []
    const name = pieces[place + 1]
    return [name === undefined ? { text: piece } : { text: piece, name }]
  })
}

const rules = new Map<string, Intl.PluralRules>()

/** As i18next chooses it, which has a form of its own for none. */
function pluralForm(language: string, count: number): string {
  const known = rules.get(language) ?? new Intl.PluralRules(language)
  rules.set(language, known)
  return count === 0 ? 'none' : known.select(count)
}
