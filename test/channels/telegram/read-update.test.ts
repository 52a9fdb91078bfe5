import type { Update } from 'grammy/types'
import { describe, expect, test } from 'vitest'
import { readUpdate } from '../../../src/channels/telegram/read-update.ts'

const from = { id: 7, is_bot: false, first_name: 'Asha', language_code: 'hi' }
const chat = { id: 7, type: 'private', first_name: 'Asha' }
const group = { id: -1, type: 'group', title: 'Group' }

/** The double's tests send what the types do not foresee; so do these. */
const read = (content: Record<string, unknown>) => readUpdate({ update_id: 1, ...content } as unknown as Update)
const readMessage = (content: Record<string, unknown>) =>
  read({ message: { message_id: 5, date: 1, from, chat, ...content } })

test('a text', () => {
  expect(readMessage({ text: '/next' })).toEqual({
    chat: { channel: 'telegram', chatId: '7' },
    updateId: '1',
    isPrivate: true,
    senderId: '7',
    languageHint: 'hi',
    content: { kind: 'text', text: '/next' },
  })
})

test('without a language; in a group; with ids beyond 32 bits', () => {
  const { language_code: _, ...quiet } = from
  expect(readMessage({ from: quiet, text: 'x' })).not.toHaveProperty('languageHint')
  expect(readMessage({ chat: group, text: 'x' })).toMatchObject({ isPrivate: false, chat: { chatId: '-1' } })
  const big = { ...from, id: 5_000_000_000 }
  expect(readMessage({ from: big, chat: { ...chat, id: big.id }, text: 'x' })).toMatchObject({ senderId: '5000000000' })
})

describe('taps', () => {
  const tap = (more: Record<string, unknown>) =>
    read({ callback_query: { id: 'q', from, chat_instance: 'c', ...more } })

  test('carry their data, whatever it is, and the message they hang on', () => {
    const message = { message_id: 5, date: 1, chat, from: { ...from, is_bot: true } }
    expect(tap({ message, data: 'pay K-1' })).toMatchObject({
      chat: { channel: 'telegram', chatId: '7' },
      senderId: '7',
      content: { kind: 'action', action: 'pay K-1', messageId: '5' },
    })
    expect(tap({ message, data: '' })).toMatchObject({ content: { action: '' } })
    expect(tap({ message: { message_id: 5, date: 0, chat }, data: 'x' })).toMatchObject({ content: { action: 'x' } })
    expect(tap({ message: { ...message, chat: group }, data: 'x' })).toMatchObject({ isPrivate: false })
  })

  test('without a message or data are none of ours', () => {
    expect(tap({ inline_message_id: 'i', data: 'x' })).toBeUndefined()
    expect(tap({ message: { message_id: 5, date: 1, chat }, game_short_name: 'chess' })).toBeUndefined()
  })
})

test.each([
  ['one’s own', { phone_number: '+44', first_name: 'x', user_id: 7 }, true],
  ['somebody else’s', { phone_number: '+44', first_name: 'x', user_id: 8 }, false],
  ['of nobody on Telegram', { phone_number: '+44', first_name: 'x' }, false],
])('a contact: %s', (_, contact, isOwn) => {
  expect(readMessage({ contact })?.content).toEqual({ kind: 'contact', phone: '+44', isOwn })
})

test.each([
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
])('a %s is something that we do not read, also with a caption', (kind) => {
  expect(readMessage({ [kind]: {}, caption: '/next' })?.content).toEqual({ kind: 'unsupported' })
})

test.each([
  ['an edit', { edited_message: { message_id: 5, date: 1, from, chat, text: 'x' } }],
  ['a post in a channel', { channel_post: { message_id: 5, date: 1, chat: { id: -9, type: 'channel' }, text: 'x' } }],
  ['a post sent on into a group', { message: { message_id: 5, date: 1, chat: group, sender_chat: group, text: 'x' } }],
  ['another bot', { message: { message_id: 5, date: 1, chat, from: { ...from, is_bot: true }, text: 'x' } }],
  ['somebody who joined', { message: { message_id: 5, date: 1, chat: group, from, new_chat_members: [from] } }],
  ['a pinned message', { message: { message_id: 5, date: 1, chat, from, pinned_message: {} } }],
  ['a block', { my_chat_member: { chat, from, date: 1 } }],
  ['an inline question', { inline_query: { id: '1', from, query: 'x', offset: '' } }],
  ['nothing', {}],
  ['what there is not yet', { something_new: {} }],
])('%s is none of ours', (_, content) => {
  expect(read(content)).toBeUndefined()
})
