import type { InlineKeyboardButton, InlineKeyboardMarkup } from 'grammy/types'
import type { RenderedChoice } from '../../assistant/message.ts'

const LONGEST_CALLBACK_BYTES = 64
const SHORT_LABEL = 18
const LONGEST_LABEL = 64
const MOST_BUTTONS = 96

/** Two short buttons share a row; a long one has its own. */
export function inlineKeyboard(choices: readonly RenderedChoice[]): InlineKeyboardMarkup | undefined {
  const rows: InlineKeyboardButton[][] = []
  for (const choice of choices.filter(fits).slice(0, MOST_BUTTONS)) {
    const text = shortened(choice.label)
    const button = 'url' in choice ? { text, url: choice.url } : { text, callback_data: choice.action }
    const row = rows.at(-1)
    const [first] = row ?? []
    if (row?.length === 1 && first && isShort(first.text) && isShort(choice.label)) row.push(button)
    else rows.push([button])
  }
  return rows.length > 0 ? { inline_keyboard: rows } : undefined
}

/** Telegram refuses the whole message for one button that carries too much; the command can still be typed. */
function fits(choice: RenderedChoice): boolean {
  return 'url' in choice || Buffer.byteLength(choice.action) <= LONGEST_CALLBACK_BYTES
}

/** More than a phone shows; Telegram refuses the message when all its buttons together are too much. */
function shortened(label: string): string {
  const characters = [...label]
  return characters.length <= LONGEST_LABEL ? label : `${characters.slice(0, LONGEST_LABEL - 1).join('')}…`
}

function isShort(label: string): boolean {
  return [...label].length <= SHORT_LABEL
}
