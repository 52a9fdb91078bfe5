/** From Telegram's update to an `Inbound`; pure. What is none of our business gives nothing: edits, posts, our own. */
import type { Message, Update } from 'grammy/types'
import type { Inbound, InboundContent } from '../../assistant/message.ts'

export function readUpdate(update: Update): Inbound | undefined {
  const updateId = String(update.update_id)
  const { message, callback_query: tap } = update
  if (message?.from && !message.from.is_bot) {
    const content = readMessage(message)
    if (!content) return undefined
    return {
      chat: { channel: 'telegram', chatId: String(message.chat.id) },
      updateId,
      isPrivate: message.chat.type === 'private',
      senderId: String(message.from.id),
      ...(message.from.language_code && { languageHint: message.from.language_code }),
      content,
    }
  }
  if (tap?.message && tap.data !== undefined) {
    return {
      chat: { channel: 'telegram', chatId: String(tap.message.chat.id) },
      updateId,
      isPrivate: tap.message.chat.type === 'private',
      senderId: String(tap.from.id),
      ...(tap.from.language_code && { languageHint: tap.from.language_code }),
      content: { kind: 'action', action: tap.data, messageId: String(tap.message.message_id) },
    }
  }
  return undefined
}

function readMessage(message: Message): InboundContent | undefined {
  if (message.text !== undefined) return { kind: 'text', text: message.text }
  if (message.contact) {
    const { phone_number: phone, user_id: owner } = message.contact
    return { kind: 'contact', phone, isOwn: owner !== undefined && owner === message.from?.id }
  }
  return isContent(message) ? { kind: 'unsupported' } : undefined
}

/** A person sent something that we do not read; service messages ("joined the group") are not that. */
function isContent(message: Message): boolean {
  const kinds = [
    'sticker',
    'voice',
    'photo',
    'video',
    'video_note',
    'audio',
    'document',
    'location',
    'animation',
    'poll',
    'dice',
    'venue',
    'story',
  ] as const
  return kinds.some((kind) => message[kind] !== undefined)
}
