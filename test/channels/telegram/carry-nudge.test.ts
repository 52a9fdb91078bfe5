import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTelegramCarry } from '../../../src/channels/telegram/carry-nudge.ts'
import type { WrittenMessage } from '../../../src/nudges/outbox.ts'
import { type BotApi, startBotApi } from '../../support/bot-api/start-bot-api.ts'

let api: BotApi
beforeAll(async () => {
  api = await startBotApi({ token: '42:TEST', admitsAnyChat: true })
})
afterAll(() => api.close())

const address = { channel: 'telegram', chatId: '7' }
const never = new AbortController().signal
const written = (...texts: string[]): WrittenMessage => {
  const blocks = [...texts.map((text) => ({ block: 'text', text })), choices]
  return { locale: 'en', text: texts.join('\n'), rendered: { locale: 'en', blocks } }
}
const choices = { block: 'choices', choices: [{ label: 'I need help', action: 'help' }] }

it('arrives as a reply would, with its buttons', async () => {
  const carry = createTelegramCarry({ token: '42:TEST', apiRoot: api.url })
  expect(await carry(address, written('Due on <Monday>'), never)).toEqual({ kind: 'sent' })
  const [message] = api.chat(7).inbox
  expect(message).toMatchObject({ text: 'Due on <Monday>' })
  expect(message?.buttons.flat()).toMatchObject([{ text: 'I need help' }])
})

it('of which a part was taken may not be called unsent', async () => {
  const carry = createTelegramCarry({ token: '42:TEST', apiRoot: api.url })
  api.faults.add({ kind: 'tooManyRequests', retryAfterSeconds: 1, after: 1 })
  expect(await carry(address, written('a'.repeat(4_000), 'b'.repeat(4_000)), never)).toEqual({
    kind: 'unknown',
    why: 'sent in part: slow_down',
  })
})

it('broken off: it may have arrived', async () => {
  const carry = createTelegramCarry({ token: '42:TEST', apiRoot: api.url })
  api.faults.add({ kind: 'slow', latencyMs: 2_000 })
  expect(await carry(address, written('x'), AbortSignal.timeout(100))).toMatchObject({ kind: 'unknown' })
})
