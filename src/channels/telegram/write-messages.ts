/** From a rendered reply to Telegram messages: HTML within 4,096 characters each, buttons under the last one. */
import type { InlineKeyboardMarkup, ReplyKeyboardMarkup } from 'grammy/types'
import type { RenderedBlock, RenderedReply } from '../../assistant/message.ts'
import { bold, escapeHtml, italic, visibleLength } from './html.ts'
import { inlineKeyboard } from './keyboard.ts'
import { tableHtml } from './table.ts'

export interface TelegramText {
  html: string
  markup?: InlineKeyboardMarkup | ReplyKeyboardMarkup
}

export interface TelegramFile {
  fileName: string
  bytes: Uint8Array
  caption?: string
}

export interface TelegramMessages {
  texts: TelegramText[]
  files: TelegramFile[]
}

export const LONGEST_TEXT = 4096

export function writeMessages({ blocks }: RenderedReply): TelegramMessages {
  const texts: TelegramText[] = joinParts(blocks.map(blockHtml).filter((html) => html !== '')).map((html) => ({ html }))
  const keyboard = inlineKeyboard(blocks.flatMap((block) => (block.block === 'choices' ? block.choices : [])))
  const last = texts.at(-1)
  if (last && keyboard) last.markup = keyboard
  for (const block of blocks) {
    if (block.block === 'contact_request') texts.push(contactRequest(block.label))
  }
  return { texts, files: blocks.filter((block) => block.block === 'attachment') }
}

function blockHtml(block: RenderedBlock): string {
  switch (block.block) {
    case 'heading':
      return bold(block.text)
    case 'text':
      return escapeHtml(block.text)
    case 'note':
      return italic(block.text)
    case 'facts':
      return block.facts.map(({ label, value }) => `${escapeHtml(label)}: ${bold(value)}`).join('\n')
    case 'list':
      return block.items.map((item) => `• ${escapeHtml(item)}`).join('\n')
    case 'table':
      return tableHtml(block)
    case 'progress':
      return `${bar(block.percent)}\n${escapeHtml(block.label)}`
    case 'choices':
    case 'contact_request':
    case 'attachment':
      return ''
  }
}

function bar(percent: number): string {
  const full = Math.round(percent / 10)
  return `${'▰'.repeat(full)}${'▱'.repeat(10 - full)}`
}

/** Blocks are kept whole where they fit; one that is longer than a message is cut between its lines. */
function joinParts(parts: readonly string[]): string[] {
  const messages: string[] = []
  for (const part of parts.flatMap(fitting)) {
    const last = messages.at(-1)
    const joined = last === undefined ? part : `${last}\n\n${part}`
    if (last !== undefined && visibleLength(joined) <= LONGEST_TEXT) messages[messages.length - 1] = joined
    else messages.push(part)
  }
  return messages
}

function fitting(part: string): string[] {
  if (visibleLength(part) <= LONGEST_TEXT) return [part]
  const pieces = ['']
  for (const line of part.split('\n')) {
    const joined = `${pieces.at(-1)}${pieces.at(-1) === '' ? '' : '\n'}${line}`
    if (visibleLength(joined) <= LONGEST_TEXT) pieces[pieces.length - 1] = joined
    else pieces.push(shortened(line))
  }
  return pieces.filter((piece) => piece !== '')
}

/** A single line beyond the limit has no good place to be cut; its marks go, so that they stay balanced. */
function shortened(line: string): string {
  if (visibleLength(line) <= LONGEST_TEXT) return line
  return `${line
    .replace(/<[^>]*>/g, '')
    .slice(0, LONGEST_TEXT - 20)
    .replace(/&\w*$/, '')}…`
}

function contactRequest(label: string): TelegramText {
  return {
    html: escapeHtml(label),
    markup: { keyboard: [[{ text: label, request_contact: true }]], resize_keyboard: true, one_time_keyboard: true },
  }
}
