/** From a rendered reply to Telegram messages: HTML within 4,096 characters each, buttons under the last one. */
import type { InlineKeyboardMarkup, ReplyKeyboardMarkup } from 'grammy/types'
import type { RenderedBlock, RenderedReply } from '../../assistant/message.ts'
import { bold, escapeHtml, italic, visibleLength } from './html.ts'
import { inlineKeyboard } from './keyboard.ts'
import { splitHtml } from './split-html.ts'
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
const LONGEST_CAPTION = 1024

type Attachment = Extract<RenderedBlock, { block: 'attachment' }>

export function writeMessages({ blocks }: RenderedReply): TelegramMessages {
  const choices = blocks.flatMap((block) => (block.block === 'choices' ? block.choices : []))
  const files = blocks.filter((block) => block.block === 'attachment').map(fileOf)
  const captions = files.flatMap(({ longCaption }) => (longCaption === undefined ? [] : [escapeHtml(longCaption)]))
  const texts: TelegramText[] = joinParts([...blocks.map(blockHtml), ...captions]).map((html) => ({ html }))
  const keyboard = inlineKeyboard(choices)
  // Buttons hang below a text: where there is none, it says what they say.
  if (keyboard && texts.length === 0) texts.push({ html: choices.map(({ label }) => escapeHtml(label)).join('\n') })
  const last = texts.at(-1)
  if (last && keyboard) last.markup = keyboard
  for (const block of blocks) {
    if (block.block === 'contact_request') texts.push(contactRequest(block.label))
  }
  return { texts, files: files.map(({ file }) => file) }
}

/** A caption that Telegram would refuse becomes a text of its own. */
function fileOf({ fileName, bytes, caption }: Attachment): { file: TelegramFile; longCaption?: string } {
  const file = { fileName, bytes }
  if (caption === undefined) return { file }
  return caption.length > LONGEST_CAPTION ? { file, longCaption: caption } : { file: { ...file, caption } }
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

/** Blocks are kept whole where they fit; one that is longer than a message is cut. */
function joinParts(parts: readonly string[]): string[] {
  const messages: string[] = []
  for (const part of parts.flatMap((whole) => splitHtml(whole, LONGEST_TEXT))) {
    const last = messages.at(-1)
    const joined = last === undefined ? part : `${last}\n\n${part}`
    if (last !== undefined && visibleLength(joined) <= LONGEST_TEXT) messages[messages.length - 1] = joined
    else messages.push(part)
  }
  return messages
}

function contactRequest(label: string): TelegramText {
  return {
    html: escapeHtml(label),
    markup: { keyboard: [[{ text: label, request_contact: true }]], resize_keyboard: true, one_time_keyboard: true },
  }
}
