import { Bot, GrammyError, HttpError } from 'grammy'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type BotApi, startBotApi } from './start-bot-api.ts'

let api: BotApi
let bot: Bot

beforeAll(async () => {
  api = await startBotApi({ token: '42:TEST' })
  bot = new Bot('42:TEST', { client: { apiRoot: api.url } })
  for (const id of [1, 2]) api.person({ id, knowsBot: true })
})

afterEach(() => {
  api.faults.clear()
})

afterAll(() => api.close())

async function fail(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => 'succeeded',
    (error: unknown) => error,
  )
}

test('429 with retry_after, for the next calls of one method in one chat only', async () => {
  const fault = api.faults.add({
    kind: 'tooManyRequests',
    retryAfterSeconds: 7,
    method: 'sendMessage',
    chatId: 1,
    times: 2,
    after: 1,
  })
  await bot.api.sendMessage(1, 'passes')
  for (const _ of [1, 2]) {
    const error = await fail(bot.api.sendMessage(1, 'x'))
    expect(error).toBeInstanceOf(GrammyError)
    expect(error).toMatchObject({
      error_code: 429,
      description: 'Too Many Requests: retry after 7',
      parameters: { retry_after: 7 },
    })
    await bot.api.sendMessage(2, 'unhurt')
    await bot.api.sendChatAction(1, 'typing')
  }
  await bot.api.sendMessage(1, 'passes again')
  expect(fault.hitCount).toBe(2)
  expect(api.person({ id: 1 }).inbox.map((message) => message.text)).toEqual(['passes', 'passes again'])
})

test('403, 400, 500 and 502', async () => {
  api.faults.add({ kind: 'forbidden' })
  api.faults.add({ kind: 'badRequest', reason: 'have no rights to send a message' })
  api.faults.add({ kind: 'serverError' })
  api.faults.add({ kind: 'serverError', errorCode: 502 })
  const descriptions = []
  for (let count = 0; count < 4; count++) descriptions.push(await fail(bot.api.sendMessage(1, 'x')))
  expect(descriptions).toMatchObject([
    { error_code: 403, description: 'Forbidden: bot was blocked by the user' },
    { error_code: 400, description: 'Bad Request: have no rights to send a message' },
    { error_code: 500, description: 'Internal Server Error' },
    { error_code: 502, description: 'Bad Gateway' },
  ])
})

test('a person can block and unblock the bot, which is told', async () => {
  const person = api.person({ id: 2 })
  person.blocks()
  expect(await fail(bot.api.sendMessage(2, 'x'))).toMatchObject({ error_code: 403 })
  person.unblocks()
  await bot.api.sendMessage(2, 'x')
  const changes = (await bot.api.getUpdates()).map((update) => update.my_chat_member?.new_chat_member.status)
  expect(changes).toEqual(['kicked', 'member'])
})

test('accepted, then dropped: the message is there, the caller only sees a broken connection', async () => {
  const person = api.person({ id: 1 })
  person.catchUp()
  api.faults.add({ kind: 'dropAfterAccepting', method: 'sendMessage' })
  expect(await fail(bot.api.sendMessage(1, 'arrived'))).toBeInstanceOf(HttpError)
  expect((await person.nextMessage()).text).toBe('arrived')
  api.faults.add({ kind: 'dropBeforeAccepting', method: 'sendMessage' })
  expect(await fail(bot.api.sendMessage(1, 'lost'))).toBeInstanceOf(HttpError)
  expect(person.inbox.at(-1)?.text).toBe('arrived')
})

test('slow answers: the caller gives up first, or waits', async () => {
  api.faults.add({ kind: 'slow', latencyMs: 60, times: 2 })
  const hasty = bot.api.sendMessage(1, 'slow', {}, AbortSignal.timeout(10) as Parameters<typeof bot.api.sendMessage>[3])
  expect(await fail(hasty)).toBeInstanceOf(HttpError)
  const startMs = performance.now()
  await bot.api.sendMessage(1, 'slow')
  expect(performance.now() - startMs).toBeGreaterThan(50)
})

test('an answer to a tap counts as a call in its chat', async () => {
  api.person({ id: 1 }).forges('x')
  api.faults.add({ kind: 'serverError', chatId: 1, method: 'answerCallbackQuery' })
  const updates = await bot.api.getUpdates({ offset: -1 })
  const queryId = updates[0]?.callback_query?.id ?? ''
  expect(await fail(bot.api.answerCallbackQuery(queryId))).toMatchObject({ error_code: 500 })
  await bot.api.answerCallbackQuery(queryId)
})

test('latency of the whole server', async () => {
  const slow = await startBotApi({ token: '42:TEST', latencyMs: 30 })
  const startMs = performance.now()
  await new Bot('42:TEST', { client: { apiRoot: slow.url } }).api.getMe()
  expect(performance.now() - startMs).toBeGreaterThan(25)
  await slow.close()
})
