/** What may hang below a message: checked and refused in the real server's words. */
import { type CallParameters, isRecord, readFlag, readJson, readText } from './parameters.ts'
import { badRequest } from './refusal.ts'
import type { Chat, InlineButton, InlineKeyboard } from './wire-types.ts'

const INLINE_BUTTONS_MAX = 100
const CALLBACK_DATA_MAX_BYTES = 64
const MARKUP_MAX_BYTES = 10_240
const ACTIONS = ['web_app', 'login_url', 'switch_inline_query', 'switch_inline_query_current_chat', 'copy_text', 'pay']

export interface KeyboardButton {
  readonly label: string
  readonly requestsContact: boolean
}

export type ReplyMarkup =
  | { readonly kind: 'none' }
  | { readonly kind: 'inline'; readonly keyboard: InlineKeyboard }
  | { readonly kind: 'keyboard'; readonly rows: readonly (readonly KeyboardButton[])[] }
  | { readonly kind: 'remove' }
  | { readonly kind: 'forceReply' }

export function readReplyMarkup(parameters: CallParameters, chat: Chat): ReplyMarkup {
  const markup = readJson(parameters, 'reply_markup', 'reply keyboard markup')
  if (markup === undefined) return { kind: 'none' }
  if (!isRecord(markup)) throw badRequest('object expected as reply markup')
  if ('inline_keyboard' in markup) return readInlineKeyboard(markup)
  if ('keyboard' in markup) return { kind: 'keyboard', rows: readKeyboard(markup.keyboard, chat) }
  if (readFlag(markup, 'remove_keyboard')) return { kind: 'remove' }
  return readFlag(markup, 'force_reply') ? { kind: 'forceReply' } : { kind: 'none' }
}

/** Edited messages can carry an inline keyboard only. */
export function readInlineMarkup(parameters: CallParameters, chat: Chat): InlineKeyboard | undefined {
  const markup = readReplyMarkup(parameters, chat)
  if (markup.kind === 'inline') return markup.keyboard
  if (markup.kind === 'none') return undefined
  throw badRequest('inline keyboard expected')
}

function readInlineKeyboard(markup: CallParameters): ReplyMarkup {
  const rows = readRows(markup.inline_keyboard, 'inline_keyboard').map((row) => row.map(readInlineButton))
  const filled = rows.filter((row) => row.length > 0)
  if (filled.length === 0) return { kind: 'none' }
  const keyboard = { inline_keyboard: filled }
  if (filled.flat().length > INLINE_BUTTONS_MAX || Buffer.byteLength(JSON.stringify(keyboard)) > MARKUP_MAX_BYTES) {
    throw badRequest('reply markup is too long')
  }
  return { kind: 'inline', keyboard }
}

function readInlineButton(button: unknown): InlineButton {
  if (!isRecord(button)) throw badRequest("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
  const text = readText(button, 'text')
  if (text === '') throw badRequest('inline keyboard button text must be non-empty')
  const url = readText(button, 'url')
  const data = readText(button, 'callback_data')
  if (url !== '') {
    checkUrl(url)
    return { ...button, text, url }
  }
  if (data !== '') {
    if (Buffer.byteLength(data) > CALLBACK_DATA_MAX_BYTES) throw badRequest('BUTTON_DATA_INVALID')
    return { ...button, text, callback_data: data }
  }
  // `callback_data: ''` counts as absent, so it is refused here too.
  if (ACTIONS.some((action) => action in button)) return { ...button, text }
  throw badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
}

function checkUrl(url: string): void {
  const fail = (why: string) => badRequest(`inline keyboard button URL '${url}' is invalid: ${why}`)
  const protocol = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase()
  if (protocol === 'tg' || protocol === 'ton') return
  if (protocol && !/^https?$/.test(protocol) && url.includes('://')) throw fail('Unsupported URL protocol')
  const full = url.includes('://') ? url : `http://${url}`
  const host = URL.canParse(full) ? new URL(full).hostname : ''
  // Telegram wants a public host: `localhost` and other names without a dot are "wrong".
  if (!host.includes('.') && !host.startsWith('[')) throw fail('Wrong HTTP URL')
}

function readKeyboard(value: unknown, chat: Chat): KeyboardButton[][] {
  return readRows(value, 'keyboard').map((row) =>
    row.map((button) => {
      if (typeof button === 'string') return { label: button, requestsContact: false }
      if (!isRecord(button)) throw badRequest("can't parse keyboard button: KeyboardButton must be an Object")
      const label = readText(button, 'text')
      if (label === '') throw badRequest('keyboard button text must be non-empty')
      const requestsContact = readFlag(button, 'request_contact')
      if (requestsContact && chat.type !== 'private') {
        throw badRequest('phone number can be requested in private chats only')
      }
      return { label, requestsContact }
    }),
  )
}

function readRows(value: unknown, field: string): unknown[][] {
  if (!Array.isArray(value) || !value.every((row) => Array.isArray(row))) {
    throw badRequest(`can't parse reply keyboard markup: Field "${field}" must be an Array of Arrays`)
  }
  return value
}
