/** Words that mean a command, of all languages at once: the lists of locales/, and what stands on the menu's buttons. */
import type { CommandName } from '../assistant/command.ts'
import { type CommandWords, foldWords } from '../assistant/understand/read-request.ts'
import type { Locale } from './locales.ts'

export function commandWords(locales: readonly Locale[]): CommandWords {
  const words = new Map<string, CommandName>()
  for (const { words: lists, texts } of locales) {
    for (const [name, phrases] of [...Object.entries(lists), ...Object.entries(texts.menu ?? {})]) {
      for (const phrase of [phrases].flat()) words.set(foldWords(String(phrase)), name as CommandName)
    }
  }
  return words
}
