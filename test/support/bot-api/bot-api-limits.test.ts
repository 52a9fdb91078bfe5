import { Bot, InlineKeyboard, InputFile, Keyboard } from 'grammy'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findBotCommands } from './bot-commands.ts'
import { parseHtml } from './html-parser.ts'
import { type BotApi, startBotApi } from './start-bot-api.ts'

let api: BotApi
let bot: Bot

beforeAll(async () => {
  api = await startBotApi({ token: '42:TEST' })
  bot = new Bot('42:TEST', { client: { apiRoot: api.url } })
  api.person({ id: 7, knowsBot: true }).sendsInGroup(-5, 'hello')
  api.person({ id: 8 })
})

afterAll(() => api.close())

const html = { parse_mode: 'HTML' } as const
const button = (data: string) => ({ reply_markup: new InlineKeyboard().text('x', data) })
const buttons = (count: number) => ({
  reply_markup: { inline_keyboard: Array.from({ length: count }, (_, at) => [{ text: 'x', callback_data: `${at}` }]) },
})
const linked = (url: string) => ({ reply_markup: new InlineKeyboard().url('x', url) })

describe('messages', () => {
  test.each<[string, string, () => Promise<unknown>]>([
    ['no text', 'message text is empty', () => bot.api.sendMessage(7, '')],
    ['white space', 'text must be non-empty', () => bot.api.sendMessage(7, ' \n ')],
    ['tags only', 'text must be non-empty', () => bot.api.sendMessage(7, '<b></b>', html)],
    ['4,097 units', 'message is too long', () => bot.api.sendMessage(7, 'x'.repeat(4097))],
    ['2,049 emoji', 'message is too long', () => bot.api.sendMessage(7, '🙂'.repeat(2049))],
    ['unknown chat', 'chat not found', () => bot.api.sendMessage(99, 'x')],
    ['someone who never wrote', 'chat not found', () => bot.api.sendMessage(8, 'x')],
    ['no chat', 'chat_id is empty', () => bot.api.sendMessage('', 'x')],
    [
      'unknown mode',
      'unsupported parse_mode',
      () => bot.api.raw.sendMessage({ chat_id: 7, text: 'x', parse_mode: 'XML' as 'HTML' }),
    ],
    ['65 bytes of data', 'BUTTON_DATA_INVALID', () => bot.api.sendMessage(7, 'x', button(`${'é'.repeat(32)}x`))],
    ['empty data', 'Text buttons are unallowed', () => bot.api.sendMessage(7, 'x', button(''))],
    ['101 buttons', 'reply markup is too long', () => bot.api.sendMessage(7, 'x', buttons(101))],
    ['odd protocol', 'Unsupported URL protocol', () => bot.api.sendMessage(7, 'x', linked('ftp://a.example/x'))],
    ['local link', 'Wrong HTTP URL', () => bot.api.sendMessage(7, 'x', linked('http://localhost:3000'))],
    [
      'contact key in a group',
      'phone number can be requested in private chats only',
      () => bot.api.sendMessage(-5, 'x', { reply_markup: new Keyboard().requestContact('Phone') }),
    ],
    [
      'reply to nothing',
      'message to be replied not found',
      () => bot.api.sendMessage(7, 'x', { reply_parameters: { message_id: 9999 } }),
    ],
    ['edit of nothing', 'message to edit not found', () => bot.api.editMessageText(7, 9999, 'x')],
    ['deletion of nothing', 'message to delete not found', () => bot.api.deleteMessage(7, 9999)],
    [
      'unknown tap',
      'query is too old and response timeout expired or query ID is invalid',
      () => bot.api.answerCallbackQuery('1'),
    ],
    ['unknown action', 'wrong parameter action in request', () => bot.api.sendChatAction(7, 'dancing' as 'typing')],
    ['empty file', 'file must be non-empty', () => bot.api.sendDocument(7, new InputFile(Buffer.alloc(0), 'a.csv'))],
    ['unknown file', 'wrong file identifier/HTTP URL specified', () => bot.api.sendDocument(7, 'nothing')],
    ['no picture', 'IMAGE_PROCESS_FAILED', () => bot.api.sendPhoto(7, new InputFile(Buffer.from('x'), 'a.png'))],
    ['long caption', 'message caption is too long', () => bot.api.sendDocument(7, 'x', { caption: 'x'.repeat(1025) })],
  ])('%s: %s', async (_case, description, call) => {
    await expect(call()).rejects.toMatchObject({ error_code: 400, description: expect.stringContaining(description) })
  })

  test('what is just inside the limits arrives', async () => {
    await bot.api.sendMessage(7, `<b>${'x'.repeat(4096)}</b>`, html)
    await bot.api.sendMessage(7, 'x', button('é'.repeat(32)))
    await bot.api.sendMessage(7, 'x', buttons(100))
    await bot.api.sendMessage(7, 'x', linked('tg://user?id=7'))
    expect((await bot.api.sendMessage(7, '  /next please ')).entities).toEqual([
      { type: 'bot_command', offset: 0, length: 5 },
    ])
  })

  test('an edit must change something, and takes the buttons away when it brings none', async () => {
    const { message_id: id } = await bot.api.sendMessage(7, '<b>x</b>', { ...html, ...button('a') })
    await expect(bot.api.editMessageText(7, id, '<strong>x</strong>', { ...html, ...button('a') })).rejects.toThrow(
      'message is not modified: specified new message content and reply markup are exactly the same',
    )
    await expect(bot.api.editMessageReplyMarkup(7, id, button('a'))).rejects.toThrow('message is not modified')
    await bot.api.editMessageReplyMarkup(7, id, button('b'))
    await bot.api.editMessageText(7, id, 'x')
    expect(api.person({ id: 7 }).inbox.at(-1)).toMatchObject({ id, text: 'x', buttons: [], editCount: 2 })
  })

  test('a tap is answered once, and not too late', async () => {
    const asha = api.person({ id: 7 })
    asha.forges('a')
    asha.forges('b')
    const [first, second] = (await bot.api.getUpdates()).flatMap((update) => update.callback_query?.id ?? [])
    await bot.api.answerCallbackQuery(first ?? '')
    await expect(bot.api.answerCallbackQuery(first ?? '')).rejects.toThrow('query is too old')
    api.expireTaps()
    await expect(bot.api.answerCallbackQuery(second ?? '')).rejects.toThrow('query is too old')
  })
})

test.each([
  ['Next', 'd', 'BOT_COMMAND_INVALID'],
  ['', 'd', 'BOT_COMMAND_INVALID'],
  ['x'.repeat(33), 'd', 'BOT_COMMAND_INVALID'],
  ['next', '', 'BOT_COMMAND_DESCRIPTION_INVALID'],
  ['next', 'd'.repeat(257), 'BOT_COMMAND_DESCRIPTION_INVALID'],
])('command %j with %j: %s', async (command, description, reason) => {
  await expect(bot.api.setMyCommands([{ command, description }])).rejects.toThrow(reason)
})

test('at most 100 commands, known scopes, two-letter languages, allowed secrets', async () => {
  const commands = Array.from({ length: 101 }, (_, at) => ({ command: `c${at}`, description: 'd' }))
  await expect(bot.api.setMyCommands(commands)).rejects.toThrow('BOT_COMMANDS_TOO_MUCH')
  await bot.api.setMyCommands(commands.slice(1))
  const one = commands.slice(0, 1)
  await expect(bot.api.setMyCommands(one, { scope: { type: 'chat', chat_id: 99 } })).rejects.toThrow('chat not found')
  await expect(bot.api.setMyCommands(one, { language_code: 'pt-br' as 'pt' })).rejects.toThrow('language code')
  await expect(bot.api.setWebhook('http://example.com/hook')).rejects.toThrow('HTTPS URL must be provided')
  await expect(bot.api.setWebhook('http://127.0.0.1:1', { secret_token: 'a b' })).rejects.toThrow(
    'unallowed characters',
  )
})

describe('HTML', () => {
  test.each([
    ['a < b', 'Unsupported start tag "" at byte offset 2'],
    ['<p>x</p>', 'Unsupported start tag "p" at byte offset 0'],
    ['é<br/>', 'Unsupported start tag "br/" at byte offset 2'],
    ['<b>x', `Can't find end tag corresponding to start tag "b"`],
    ['x</b>', 'Unexpected end tag at byte offset 1'],
    ['<b>x</i>', 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'],
    ['<b>x</b', 'Unclosed end tag at byte offset 4'],
    ['x <', 'Unclosed start tag at byte offset 2'],
    ['<a href="x', 'Unclosed start tag at byte offset 0'],
    ['<a href=x/y>z</a>', 'Unexpected end of name token at byte offset 8'],
    ['<span>x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
    ['<tg-emoji>x</tg-emoji>', 'Invalid custom emoji identifier specified'],
    ['<tg-time unix="soon">x</tg-time>', 'Invalid date-time specified'],
  ])('%s: %s', (text, reason) => {
    expect(() => parseHtml(text)).toThrow(`Bad Request: can't parse entities: ${reason}`)
  })

  test.each([
    ['a &lt;b&gt; &amp;amp; &quot;&#9786;&#x1F642; &nbsp; & x', 'a <b> &amp; "☺🙂 &nbsp; & x', []],
    ['<B>🙂</B>x', '🙂x', [{ type: 'bold', offset: 0, length: 2 }]],
    ['<i></i>x', 'x', []],
    [
      '<a href="https://a.example/?x=1&amp;y=2">l</a>',
      'l',
      [{ type: 'text_link', offset: 0, length: 1, url: 'https://a.example/?x=1&y=2' }],
    ],
    ['<a href="tg://user?id=5">l</a>', 'l', [{ type: 'text_mention', offset: 0, length: 1, user: { id: 5 } }]],
    ['<a href="javascript:x">l</a>', 'l', []],
    ['<pre><code class="language-ts">x</code></pre>', 'x', [{ type: 'pre', offset: 0, length: 1, language: 'ts' }]],
    ['<blockquote expandable>x</blockquote>', 'x', [{ type: 'expandable_blockquote', offset: 0, length: 1 }]],
    ['<span class="tg-spoiler">x</span>', 'x', [{ type: 'spoiler', offset: 0, length: 1 }]],
    [
      '<tg-emoji emoji-id="12">x</tg-emoji>',
      'x',
      [{ type: 'custom_emoji', offset: 0, length: 1, custom_emoji_id: '12' }],
    ],
    [
      '<tg-time unix="5" format="wDT">x</tg-time>',
      'x',
      [{ type: 'date_time', offset: 0, length: 1, unix_time: 5, date_time_format: 'wDT' }],
    ],
    [
      '<u>a<s>b</s></u>',
      'ab',
      [
        { type: 'underline', offset: 0, length: 2 },
        { type: 'strikethrough', offset: 1, length: 1 },
      ],
    ],
  ])('%s', (source, text, entities) => {
    expect(parseHtml(source)).toEqual({ text, entities })
  })
})

test.each([
  ['/start ABC', [[0, 6]]],
  [
    '🙂 /next@kisht_bot, /pay',
    [
      [3, 15],
      [20, 4],
    ],
  ],
  ['/a@b', []],
  ['a/b /c/ </d> http://x.example/e', []],
  ['/привет /मदद', []],
])('commands in %j', (text, spans) => {
  expect(findBotCommands(text).map(({ offset, length }) => [offset, length])).toEqual(spans)
})
