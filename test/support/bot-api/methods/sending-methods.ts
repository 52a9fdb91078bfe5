/** sendMessage, sendDocument, sendPhoto, sendChatAction. */
import type { Room } from '../chats.ts'
import { readCaption, readMessageText } from '../formatted-text.ts'
import { isRecord, readFlag, readInteger, readJson, readText } from '../parameters.ts'
import { badRequest } from '../refusal.ts'
import { type ReplyMarkup, readReplyMarkup } from '../reply-markup.ts'
import type { Message, UploadedFile } from '../wire-types.ts'
import type { Call, Method } from './method.ts'
import { describePhoto, receiveFile } from './received-file.ts'

const ACTIONS = [
  'typing',
  'upload_photo',
  'record_video',
  'upload_video',
  'record_voice',
  'upload_voice',
  'upload_document',
  'choose_sticker',
  'find_location',
  'record_video_note',
  'upload_video_note',
]

export const sendMessage: Method = (call) => {
  const room = call.world.requireRoom(call.parameters)
  const { text, entities, html } = readMessageText(call.parameters)
  return place(call, room, { text, ...(entities.length > 0 && { entities }) }, html)
}

export const sendDocument: Method = (call) => {
  const room = call.world.requireRoom(call.parameters)
  const { caption, html } = readCaptionFields(call)
  const { reference, file } = receiveFile(call, 'document')
  return place(call, room, { document: reference, ...caption }, html, file)
}

export const sendPhoto: Method = (call) => {
  const room = call.world.requireRoom(call.parameters)
  const { caption, html } = readCaptionFields(call)
  const { reference, file } = receiveFile(call, 'photo')
  return place(call, room, { photo: [describePhoto(reference, file)], ...caption }, html, file)
}

export const sendChatAction: Method = ({ world, parameters }) => {
  const room = world.requireRoom(parameters)
  const action = readText(parameters, 'action')
  if (!ACTIONS.includes(action)) throw badRequest('wrong parameter action in request')
  room.log({ kind: 'action', action })
  return true
}

function readCaptionFields({ parameters }: Call) {
  const { text, entities, html } = readCaption(parameters)
  const caption = text === '' ? {} : { caption: text, ...(entities.length > 0 && { caption_entities: entities }) }
  return { caption, html }
}

function place(call: Call, room: Room, content: Partial<Message>, html?: string, file?: UploadedFile): Message {
  const { world, parameters } = call
  const markup = readReplyMarkup(parameters, room.chat)
  const repliedTo = findRepliedTo(call, room)
  const message: Message = {
    message_id: world.nextMessageId(),
    from: world.bot,
    chat: room.chat,
    date: world.nowSeconds,
    ...(repliedTo && { reply_to_message: repliedTo }),
    ...content,
    ...(markup.kind === 'inline' && { reply_markup: markup.keyboard }),
  }
  showKeyboard(room, markup)
  room.show(message, html, file)
  world.onAccepted(message)
  return message
}

function showKeyboard(room: Room, markup: ReplyMarkup): void {
  if (markup.kind === 'keyboard') room.keyboard = markup.rows
  if (markup.kind === 'remove') room.keyboard = []
}

function findRepliedTo({ parameters }: Call, room: Room): Message | undefined {
  const reply = readJson(parameters, 'reply_parameters')
  const id = isRecord(reply) ? readInteger(reply, 'message_id') : readInteger(parameters, 'reply_to_message_id')
  if (id === undefined) return undefined
  const message = room.messages.get(id)?.message
  if (message) {
    const { reply_to_message: _, ...withoutItsOwnReply } = message
    return withoutItsOwnReply
  }
  const isOptional = readFlag(isRecord(reply) ? reply : parameters, 'allow_sending_without_reply')
  if (isOptional) return undefined
  throw badRequest('message to be replied not found')
}
