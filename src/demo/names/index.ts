import { germanNames } from './de.ts'
import { englishNames } from './en.ts'
import { spanishNames } from './es.ts'
import { hindiNames } from './hi.ts'
import type { NameStock } from './name-stock.ts'
import { romanianNames } from './ro.ts'
import { russianNames } from './ru.ts'

/** The languages people of the demo project speak: those the product is complete in. */
export type DemoLanguage = 'en' | 'de' | 'es' | 'ro' | 'hi' | 'ru'

export const nameStocks: Readonly<Record<DemoLanguage, NameStock>> = {
  en: englishNames,
  de: germanNames,
  es: spanishNames,
  ro: romanianNames,
  hi: hindiNames,
  ru: russianNames,
}
