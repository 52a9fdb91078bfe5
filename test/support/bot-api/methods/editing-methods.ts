/** editMessageText, editMessageReplyMarkup, deleteMessage, answerCallbackQuery. */
import { isDeepStrictEqual } from 'node:util'
import type { Room, ShownMessage } from '../chats.ts'
import { readMessageText } from '../formatted-text.ts'
import { readFlag, readText } from '../parameters.ts'
import { badRequest } from '../refusal.ts'
import { readInlineMarkup } from '../reply-markup.ts'
import type { Message } from '../wire-types.ts'
import type { Call, Method } from './method.ts'

const TOAST_MAX_UNITS = 200

export const editMessageText: Method = (call) => {
  const { room, shown } = findEditable(call)
  const { text, entities, html } = readMessageText(call.parameters)
  if (shown.message.text === undefined) throw badRequest('there is no text in the message to edit')
  const markup = readInlineMarkup(call.parameters, room.chat)
  const { entities: _, reply_markup: __, ...rest } = shown.message
  // Without reply_markup the buttons go: that is what the real server does.
  const edited: Message = {
    ...rest,
    text,
    ...(entities.length > 0 && { entities }),
    ...(markup && { reply_markup: markup }),
  }
  return replace(call, room, shown, edited, html)
}

export const editMessageReplyMarkup: Method = (call) => {
  const { room, shown } = findEditable(call)
  const markup = readInlineMarkup(call.parameters, room.chat)
  const { reply_markup: _, ...rest } = shown.message
  return replace(call, room, shown, { ...rest, ...(markup && { reply_markup: markup }) }, shown.html)
}

export const deleteMessage: Method = ({ world, parameters }) => {
  const room = world.requireRoom(parameters)
  room.remove(world.requireMessage(room, parameters, 'message to delete'))
  return true
}

export const answerCallbackQuery: Method = ({ world, parameters }) => {
  const queryId = readText(parameters, 'callback_query_id')
  const room = world.queries.get(queryId)
  if (!room) throw badRequest('query is too old and response timeout expired or query ID is invalid')
  const text = readText(parameters, 'text')
  if (text.length > TOAST_MAX_UNITS) throw badRequest('MESSAGE_TOO_LONG')
  world.queries.delete(queryId)
  room.log({ kind: 'toast', toast: { queryId, text, isAlert: readFlag(parameters, 'show_alert') } })
  return true
}

function findEditable({ world, parameters }: Call): { room: Room; shown: ShownMessage } {
  const room = world.requireRoom(parameters)
  const shown = world.requireMessage(room, parameters, 'message to edit')
  if (!shown.message.from.is_bot) throw badRequest("message can't be edited")
  return { room, shown }
}

function replace({ world }: Call, room: Room, shown: ShownMessage, edited: Message, html: string | undefined): Message {
  const { edit_date: _, ...before } = shown.message
  const { edit_date: __, ...after } = edited
  if (isDeepStrictEqual(before, after)) {
    throw badRequest(
      'message is not modified: specified new message content and reply markup are exactly the same as a current ' +
        'content and reply markup of the message',
    )
  }
  const message = { ...edited, edit_date: world.nowSeconds }
  room.replace(message, html)
  return message
}
