/**
 * The languages there are: each folder in locales/ is one. A folder holds the language's own name, its texts, the words
 * that mean a command, and its list of agreed terms (for translators). Adding a language is adding a folder.
 */
import { readdirSync, readFileSync } from 'node:fs'

export interface Locale {
  /** The folder's name, a BCP 47 language: `de`. */
  tag: string
  /** What the language calls itself. */
  name: string
  /** How the language writes the time of day, where Intl's usual way is not good. */
  timeOfDay?: Intl.DateTimeFormatOptions
  /** Whose formats the bare language takes, where the language's largest region would mislead the others. */
  formatsOf?: string
  texts: Texts
  /** Words and short phrases that mean a command, by command, in this language. */
  words: Record<string, string[]>
}

export interface Texts {
  [key: string]: string | Texts
}

const localesDir = new URL('../../locales/', import.meta.url)

export function loadLocales(): Locale[] {
  return readdirSync(localesDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted()
    .map((tag) => ({
      tag,
      ...readJson<Pick<Locale, 'name' | 'timeOfDay' | 'formatsOf'>>(tag, 'language'),
      texts: {
        ...readJson<Texts>(tag, 'texts'),
        nudges: readJson<Texts>(tag, 'nudges'),
        playground: readJson<Texts>(tag, 'playground'),
        summary: readJson<Texts>(tag, 'summary'),
      },
      words: readJson<Record<string, string[]>>(tag, 'words'),
    }))
}

function readJson<T>(tag: string, file: string): T {
  return JSON.parse(readFileSync(new URL(`${tag}/${file}.json`, localesDir), 'utf8')) as T
}
