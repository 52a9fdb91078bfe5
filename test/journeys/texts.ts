/** The product's own words by key, so that a journey does not depend on how a sentence is worded. */
import type { Content, Message } from '../../src/assistant/message.ts'
import type { MessageKey } from '../../src/assistant/message-key.ts'
import { loadLocales } from '../../src/i18n/locales.ts'
import { createRenderer } from '../../src/i18n/render-reply.ts'

const renderer = createRenderer(loadLocales())

/** With single ordinary spaces, as `plain` makes them. */
export function words(locale: string, key: MessageKey, params?: Message['params']): string {
  return plain(renderer.text({ key, ...(params && { params }) }, locale))
}

/** A fact as Telegram shows it; the value is the test's own. */
export function fact(locale: string, label: MessageKey, value: string): string {
  return `${words(locale, label)}: ${value}`
}

export const shares = (locale: string, count: number) => words(locale, 'value.shares', { count: { number: count } })
export const bonusShares = (locale: string, count: number) =>
  words(locale, 'value.bonusShares', { count: { number: count } })
export const text = (value: string): Content => ({ text: value })

/** Intl writes several kinds of space; a reader sees one. */
export function plain(shown: string): string {
  return shown.replace(/[\u00a0\u202f\u2009]/g, ' ')
}
