import { type Api, GrammyError, InputFile } from 'grammy'
import type { InlineKeyboardMarkup } from 'grammy/types'
import type { Outgoing, RenderedReply } from '../../assistant/message.ts'
import { type TelegramMessages, type TelegramText, writeMessages } from './write-messages.ts'

const formatted = { parse_mode: 'HTML', link_preview_options: { is_disabled: true } } as const

/** Sends the reply, or edits the tapped message where one page takes the place of another. */
export async function sendReply(api: Api, { chat, replaces }: Outgoing, reply: RenderedReply): Promise<void> {
  const { texts, files } = writeMessages(reply)
  const [first, ...rest] = texts
  const isEdited =
    replaces !== undefined && first && rest.length === 0 && (await edit(api, chat.chatId, replaces, first))
  await sendMessages(api, chat.chatId, { texts: isEdited ? [] : texts, files })
}

export interface Sending {
  /** After each part that Telegram has taken. */
  onTaken?(): void
  /** Breaks off the call that is under way. */
  stop?: AbortSignal
}

export async function sendMessages(
  api: Api,
  chatId: string,
  { texts, files }: TelegramMessages,
  { onTaken, stop }: Sending = {},
): Promise<void> {
  // grammY's type of signal comes from a polyfill; the platform's own is one.
  const signal = stop as Parameters<Api['sendMessage']>[3]
  for (const { html, markup } of texts) {
    await api.sendMessage(chatId, html, { ...formatted, ...(markup && { reply_markup: markup }) }, signal)
    onTaken?.()
  }
  for (const { fileName, bytes, caption } of files) {
    await api.sendDocument(chatId, new InputFile(bytes, fileName), caption === undefined ? {} : { caption }, signal)
    onTaken?.()
  }
}

/** False when the message cannot be edited any more, so that a new one is sent instead. */
async function edit(api: Api, chatId: string, messageId: string, { html, markup }: TelegramText): Promise<boolean> {
  const keyboard = markup && 'inline_keyboard' in markup ? (markup satisfies InlineKeyboardMarkup) : undefined
  try {
    await api.editMessageText(chatId, Number(messageId), html, {
      ...formatted,
      ...(keyboard && { reply_markup: keyboard }),
    })
    return true
  } catch (error) {
    if (!(error instanceof GrammyError) || error.error_code !== 400) throw error
    // A second tap on the same button: the message shows this page already.
    return error.description.includes('message is not modified')
  }
}
