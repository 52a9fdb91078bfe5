import { type Api, GrammyError, InputFile } from 'grammy'
import type { InlineKeyboardMarkup } from 'grammy/types'
import type { Outgoing, RenderedReply } from '../../assistant/message.ts'
import { type TelegramText, writeMessages } from './write-messages.ts'

const formatted = { parse_mode: 'HTML', link_preview_options: { is_disabled: true } } as const

/** Sends the reply, or edits the tapped message where one page takes the place of another. */
export async function sendReply(api: Api, { chat, replaces }: Outgoing, reply: RenderedReply): Promise<void> {
  const { texts, files } = writeMessages(reply)
  const [first, ...rest] = texts
  const isEdited =
    replaces !== undefined && first && rest.length === 0 && (await edit(api, chat.chatId, replaces, first))
  for (const { html, markup } of isEdited ? [] : texts) {
    await api.sendMessage(chat.chatId, html, { ...formatted, ...(markup && { reply_markup: markup }) })
  }
  for (const { fileName, bytes, caption } of files) {
    await api.sendDocument(chat.chatId, new InputFile(bytes, fileName), caption === undefined ? {} : { caption })
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
