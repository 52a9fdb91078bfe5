/**
 * Telegram itself finds `/command` and `/command@bot` in a text and marks them; bots read the marks, not the text.
 * A command stands free: `a/b`, `/b/`, `</b>` and `/b@x` (too short for a username) are none.
 * Example: `/start ABC` -> `{ type: 'bot_command', offset: 0, length: 6 }`.
 */
import type { MessageEntity } from './wire-types.ts'

const COMMAND = /(?<![\p{L}\p{N}_/<>])\/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32}|(?!@))(?![\p{L}\p{N}_/<>])/gu

export function findBotCommands(text: string): MessageEntity[] {
  if (!text.includes('/')) return []
  return Array.from(text.matchAll(COMMAND), (match) => ({
    type: 'bot_command',
    offset: match.index,
    length: match[0].length,
  }))
}
