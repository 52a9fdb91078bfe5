/**
 * Words that mean what a button of ours carries, of all languages at once: the lists of locales/, and what stands on the
 * buttons of the menu and under unasked messages, for whoever types it.
 */
import { nudgeActions } from '../assistant/nudges/nudge-actions.ts'
import { type CommandWords, foldWords } from '../assistant/understand/read-request.ts'
import type { Locale } from './locales.ts'

/** The person's most urgent plan is meant. */
const nudgeButtons: Readonly<Record<string, string>> = {
  paid: nudgeActions.paid('').trim(),
  tomorrow: nudgeActions.tomorrow('').trim(),
  help: nudgeActions.help(),
  notMe: nudgeActions.notMe,
  stop: nudgeActions.stop,
}

export function commandWords(locales: readonly Locale[]): CommandWords {
  const words = new Map<string, string>()
  for (const { words: lists, texts } of locales) {
    for (const [name, phrases] of [...Object.entries(lists), ...Object.entries(texts.menu ?? {})]) {
      for (const phrase of [phrases].flat()) words.set(foldWords(String(phrase)), name)
    }
  }
  for (const { texts } of locales) {
    const labels = (texts.nudges as { button?: Record<string, string> } | undefined)?.button ?? {}
    for (const [name, action] of Object.entries(nudgeButtons)) {
      const word = foldWords(labels[name] ?? '')
      // What means a command already goes on meaning it.
      if (word !== '' && !words.has(word)) words.set(word, action)
    }
  }
  return words
}
