import { createServer } from 'node:http'
import { autoRetry } from '@grammyjs/auto-retry'
import { Bot, InlineKeyboard, InputFile, Keyboard, webhookCallback } from 'grammy'
import { afterEach, describe, expect, test } from 'vitest'
import { readBody } from './request-body.ts'
import { type BotApi, type BotApiOptions, startBotApi } from './start-bot-api.ts'

const TOKEN = '42:TEST'
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const cleanups: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function start(options: Partial<BotApiOptions> = {}): Promise<{ api: BotApi; bot: Bot }> {
  const api = await startBotApi({ token: TOKEN, webhookRetry: { firstDelayMs: 5, maxDelayMs: 20 }, ...options })
  cleanups.push(() => api.close())
  const bot = new Bot(TOKEN, { client: { apiRoot: api.url } })
  bot.command('start', (ctx) =>
    ctx.reply(`<b>Hello</b> ${ctx.from?.first_name} ${ctx.match}`, {
      parse_mode: 'HTML',
      reply_markup: new InlineKeyboard().text('Next', 'page:2').url('Pay', 'https://pay.example.com/7'),
    }),
  )
  bot.callbackQuery('page:2', async (ctx) => {
    await ctx.editMessageText('Page 2')
    await ctx.answerCallbackQuery('Done')
  })
  bot.on('callback_query', (ctx) => ctx.answerCallbackQuery({ text: 'No', show_alert: true }))
  bot.on('message:contact', (ctx) => ctx.reply(`${ctx.message.contact.phone_number} ${ctx.message.contact.user_id}`))
  bot.on('message:text', (ctx) => ctx.reply(`echo ${ctx.message.text}`))
  bot.on('edited_message', (ctx) => ctx.reply(`edited ${ctx.editedMessage?.text}`))
  bot.on(['message:sticker', 'message:voice'], (ctx) => ctx.reply('Only text, please'))
  return { api, bot }
}

async function poll(bot: Bot): Promise<void> {
  await bot.init()
  const running = bot.start()
  cleanups.push(async () => {
    await bot.stop()
    await running
  })
}

interface Attempt {
  readonly updateId: number
  readonly secret: string | string[] | undefined
  readonly atMs: number
  readonly openCount: number
}

/** The bot behind a real server that first refuses `refusals` requests. */
async function listenForWebhook(bot: Bot, secretToken: string, refusals = 0) {
  await bot.init()
  const handle = webhookCallback(bot, 'std/http', { secretToken })
  const attempts: Attempt[] = []
  let openCount = 0
  const server = createServer(async (request, response) => {
    openCount++
    response.on('close', () => openCount--)
    const atMs = performance.now()
    const body = (await readBody(request)).toString('utf8')
    const secret = request.headers['x-telegram-bot-api-secret-token']
    attempts.push({ updateId: JSON.parse(body).update_id, secret, atMs, openCount })
    if (attempts.length <= refusals) return response.writeHead(503).end()
    const headers = { 'x-telegram-bot-api-secret-token': String(secret) }
    const answer = await handle(new Request('http://bot.example', { method: 'POST', headers, body }))
    return response.writeHead(answer.status).end(await answer.text())
  })
  const port = await new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    }),
  )
  cleanups.push(async () => {
    server.close()
    server.closeAllConnections()
  })
  return { url: `http://127.0.0.1:${port}/hook`, attempts }
}

describe('long polling', () => {
  test('a conversation: deep link, HTML, tap, edit, toast', async () => {
    const { api, bot } = await start()
    const asha = api.person({ id: 7, firstName: 'Asha', languageCode: 'hi' })
    await poll(bot)
    asha.starts('CODE-1')
    const hello = await asha.nextMessage()
    expect(hello).toMatchObject({ text: 'Hello Asha CODE-1', html: '<b>Hello</b> Asha CODE-1', editCount: 0 })
    expect(hello.entities).toEqual([{ type: 'bold', offset: 0, length: 5 }])
    expect(hello.buttons.flat().map((button) => button.text)).toEqual(['Next', 'Pay'])
    expect(() => asha.taps('Pay')).toThrow('opens https://pay.example.com/7')
    expect(() => asha.taps('Nowhere')).toThrow('there are: Next | Pay')

    asha.taps('Next')
    expect(await asha.nextEdit()).toMatchObject({ id: hello.id, text: 'Page 2', editCount: 1, buttons: [] })
    expect(await asha.nextToast()).toMatchObject({ text: 'Done', isAlert: false })
    expect(asha.inbox).toHaveLength(1)
    expect(api.callsOf('sendMessage')[0]?.payload).toMatchObject({ chat_id: 7, parse_mode: 'HTML' })
  })

  test('everything else a person can send', async () => {
    const { api, bot } = await start()
    const ion = api.person({ id: 8, firstName: 'Ion' })
    await poll(bot)
    ion.sends('salut')
    expect((await ion.nextMessage()).text).toBe('echo salut')
    ion.editsMessage('bună')
    expect((await ion.nextMessage()).text).toBe('edited bună')
    ion.sharesContact({ phone: '+40700000000' })
    expect((await ion.nextMessage()).text).toBe('+40700000000 8')
    ion.sharesContact({ phone: '+40700000001', userId: 99 })
    expect((await ion.nextMessage()).text).toBe('+40700000001 99')
    ion.sharesContact({ phone: '+40700000002', userId: null })
    expect((await ion.nextMessage()).text).toBe('+40700000002 undefined')
    ion.sendsSticker()
    ion.sendsVoice()
    expect([(await ion.nextMessage()).text, (await ion.nextMessage()).text]).toEqual(Array(2).fill('Only text, please'))
    ion.forges('plan:other')
    expect(await ion.nextToast()).toMatchObject({ text: 'No', isAlert: true })
    ion.sendsInGroup(-100, 'hi all')
    expect((await api.chat(-100).nextMessage()).text).toBe('echo hi all')
  })

  test('reply keyboards: keys send their label, and go away', async () => {
    const { api, bot } = await start()
    const eva = api.person({ id: 9, knowsBot: true })
    await poll(bot)
    await bot.api.sendMessage(9, 'Choose', { reply_markup: new Keyboard().text('Shares').requestContact('Phone') })
    await eva.nextMessage()
    eva.taps('Shares')
    expect((await eva.nextMessage()).text).toBe('echo Shares')
    expect(() => eva.taps('Phone')).toThrow('No button Phone')
    await bot.api.sendMessage(9, 'Done', { reply_markup: { remove_keyboard: true } })
    expect(eva.keyboard).toEqual([])
  })

  test('updates stay until confirmed; offset, limit, redelivery, filters', async () => {
    const { api, bot } = await start({ firstUpdateId: 10 })
    const asha = api.person({ id: 7 })
    for (const text of ['a', 'b', 'c']) asha.sends(text)
    const ids = async (options: Parameters<typeof bot.api.getUpdates>[0]) =>
      (await bot.api.getUpdates(options)).map((update) => update.update_id)
    expect(await ids({ limit: 2 })).toEqual([10, 11])
    expect(await ids({ offset: 11 })).toEqual([11, 12])
    api.redeliver(10)
    expect(await ids({ offset: 12 })).toEqual([10, 12])
    expect(await ids({ offset: 12 })).toEqual([12])
    asha.sends('d')
    expect(await ids({ offset: -1 })).toEqual([13])
    expect(await ids({ offset: 14, allowed_updates: ['callback_query'] })).toEqual([])
    asha.sends('unheard')
    const waiting = ids({ timeout: 5 })
    await api.untilCalled('getUpdates', 7)
    asha.forges('x')
    expect(await waiting).toEqual([15])
  })

  test('one poller at a time, and none beside a webhook', async () => {
    const { api, bot } = await start()
    const first = bot.api.getUpdates({ timeout: 5 }).catch((error: Error) => error.message)
    await api.untilCalled('getUpdates')
    const second = bot.api.getUpdates({ timeout: 5 }).catch((error: Error) => error.message)
    expect(await first).toContain('409: Conflict: terminated by other getUpdates request')
    await api.untilCalled('getUpdates', 2)
    await bot.api.setWebhook('http://127.0.0.1:1/hook')
    expect(await second).toContain('409: Conflict: terminated by setWebhook request')
    await expect(bot.api.getUpdates()).rejects.toThrow("can't use getUpdates method while webhook is active")
    await bot.api.deleteWebhook()
    expect(await bot.api.getUpdates()).toEqual([])
  })
})

describe('webhook', () => {
  test('is called with the secret, again and later until it accepts, one attempt at a time', async () => {
    const { api, bot } = await start()
    const asha = api.person({ id: 7, firstName: 'Asha' })
    const { url, attempts } = await listenForWebhook(bot, 'secret_1', 3)
    await bot.api.setWebhook(url, { secret_token: 'secret_1' })
    const first = asha.sends('one')
    const second = asha.sends('two')
    expect((await asha.nextMessage()).text).toBe('echo one')
    expect((await asha.nextMessage()).text).toBe('echo two')
    expect(attempts.map((attempt) => attempt.updateId)).toEqual([first, first, first, first, second])
    expect(attempts.map((attempt) => [attempt.secret, attempt.openCount])).toEqual(Array(5).fill(['secret_1', 1]))
    const [a = 0, b = 0, c = 0, d = 0] = attempts.map((attempt) => attempt.atMs)
    // Timers may fire up to a millisecond early, never earlier: 5, 10, 20.
    expect([b - a > 4, c - b > 9, d - c > 19]).toEqual([true, true, true])
    expect(await bot.api.getWebhookInfo()).toMatchObject({
      url,
      last_error_message: 'Wrong response from the webhook: 503 Service Unavailable',
    })
    api.redeliver(first)
    expect((await asha.nextMessage()).text).toBe('echo one')
    expect(attempts.at(-1)?.updateId).toBe(first)
  })

  test('with a wrong secret nothing gets through, and what waits can be dropped or fetched', async () => {
    const { api, bot } = await start()
    const asha = api.person({ id: 7 })
    const { url } = await listenForWebhook(bot, 'right')
    await bot.api.setWebhook(url, { secret_token: 'wrong' })
    asha.sends('one')
    await expect.poll(async () => (await bot.api.getWebhookInfo()).last_error_message).toContain('401')
    await bot.api.deleteWebhook()
    expect(await bot.api.getUpdates()).toHaveLength(1)
    await bot.api.setWebhook(url, { secret_token: 'right', drop_pending_updates: true })
    expect((await bot.api.getWebhookInfo()).pending_update_count).toBe(0)
    expect(asha.inbox).toEqual([])
  })

  test('people are served side by side', async () => {
    const { api, bot } = await start()
    const { url } = await listenForWebhook(bot, 's')
    await bot.api.setWebhook(url, { secret_token: 's' })
    const people = Array.from({ length: 50 }, (_, index) => api.person({ id: index + 1 }))
    for (const person of people) person.sends(`I am ${person.user.id}`)
    const answers = await Promise.all(people.map((person) => person.nextMessage()))
    expect(answers.map((answer) => answer.text)).toEqual(people.map((person) => `echo I am ${person.user.id}`))
  })

  test('may answer with a call', async () => {
    const { api } = await start()
    const bot = new Bot(TOKEN, {
      client: { apiRoot: api.url, canUseWebhookReply: (method) => method === 'sendMessage' },
    })
    bot.on('message', (ctx) => ctx.reply('in the reply'))
    const { url } = await listenForWebhook(bot, 's')
    await bot.api.setWebhook(url, { secret_token: 's' })
    const asha = api.person({ id: 7 })
    asha.sends('hi')
    expect((await asha.nextMessage()).text).toBe('in the reply')
  })
})

describe('the rest of the methods', () => {
  test('commands per scope and language', async () => {
    const { api, bot } = await start()
    api.person({ id: 7, knowsBot: true })
    const next = [{ command: 'next', description: 'Nächste Rate' }]
    await bot.api.setMyCommands(next, { language_code: 'de' })
    await bot.api.setMyCommands([{ command: 'overdue', description: 'Late' }], { scope: { type: 'chat', chat_id: 7 } })
    expect(await bot.api.getMyCommands({ language_code: 'de' })).toEqual(next)
    expect(api.commandsOf({}, 'de')).toEqual(next)
    expect(api.commandsOf({ type: 'chat', chat_id: 7 })).toEqual([{ command: 'overdue', description: 'Late' }])
    await bot.api.deleteMyCommands({ language_code: 'de' })
    expect([...api.commands.keys()]).toEqual(['chat:7 '])
  })

  test('files, captions, deletion, typing, chats, descriptions', async () => {
    const { api, bot } = await start()
    const asha = api.person({ id: 7, firstName: 'Asha', knowsBot: true })
    const name = 'Überfällig आज.csv'
    const sent = await bot.api.sendDocument(7, new InputFile(Buffer.from('a;b\r\n--x'), name), {
      caption: '<i>List</i>',
      parse_mode: 'HTML',
      reply_markup: new InlineKeyboard().text('Ok', 'ok'),
    })
    const received = await asha.nextMessage()
    expect(received).toMatchObject({ text: 'List', file: { fileName: name }, buttons: [[{ text: 'Ok' }]] })
    expect(Buffer.from(received.file?.content ?? []).toString()).toBe('a;b\r\n--x')
    await bot.api.sendDocument(7, sent.document.file_id)
    const photo = await bot.api.sendPhoto(7, new InputFile(PNG, 'chart.png'))
    expect(photo.photo).toMatchObject([{ width: 1, height: 1 }])
    await bot.api.deleteMessage(7, photo.message_id)
    expect(asha.inbox).toHaveLength(2)
    await bot.api.sendChatAction(7, 'typing')
    expect(asha.actions).toEqual(['typing'])
    expect(await bot.api.getChat(7)).toMatchObject({ id: 7, type: 'private', first_name: 'Asha' })
    await bot.api.setMyDescription('d')
    await bot.api.setMyShortDescription('s', { language_code: 'hi' })
    await bot.api.setChatMenuButton({ menu_button: { type: 'commands' } })
    await bot.api.close()
    await bot.api.logOut()
    await expect(bot.api.getMe()).rejects.toThrow('logged out')
  })

  test('forms, query strings and any letter case are understood; strangers are turned away', async () => {
    const { api } = await start()
    const asha = api.person({ id: 7, knowsBot: true })
    const form = new URLSearchParams({ chat_id: '7', text: 'form', reply_markup: '{"inline_keyboard":[]}' })
    expect((await fetch(`${api.url}/bot${TOKEN}/SENDmessage`, { method: 'POST', body: form })).status).toBe(200)
    const parts = new FormData()
    parts.set('chat_id', '7')
    parts.set('text', 'parts')
    expect((await fetch(`${api.url}/bot${TOKEN}/sendMessage`, { method: 'POST', body: parts })).status).toBe(200)
    expect((await fetch(`${api.url}/bot${TOKEN}/sendMessage?chat_id=7&text=query`)).status).toBe(200)
    expect(asha.inbox.map((message) => message.text)).toEqual(['form', 'parts', 'query'])
    const unknown = await fetch(`${api.url}/bot${TOKEN}/sendLove`)
    expect(await unknown.json()).toEqual({ ok: false, error_code: 404, description: 'Not Found: method not found' })
    const stranger = await fetch(`${api.url}/bot1:WRONG/getMe`)
    expect(await stranger.json()).toEqual({ ok: false, error_code: 401, description: 'Unauthorized' })
  })

  test('waiting in vain says what had arrived', async () => {
    const { api, bot } = await start()
    const asha = api.person({ id: 7, knowsBot: true })
    await bot.api.sendMessage(7, 'only this')
    await expect(asha.nextEdit({ timeoutMs: 5 })).rejects.toThrow(
      /No edit in chat 7 within 5 ms\. Arrived so far:\n {2}message #1 "only this"/,
    )
    await expect(api.untilCalled('getMe', 2, { timeoutMs: 5 })).rejects.toThrow('called: sendMessage 1')
  })

  test('auto-retry works against it', async () => {
    const { api, bot } = await start()
    api.person({ id: 7, knowsBot: true })
    bot.api.config.use(autoRetry({ maxRetryAttempts: 1 }))
    const fault = api.faults.add({ kind: 'tooManyRequests', retryAfterSeconds: 0.01, method: 'sendMessage' })
    await bot.api.sendMessage(7, 'x')
    expect(fault.hitCount).toBe(1)
    expect(api.counts.get('sendMessage')).toBe(2)
  })
})
