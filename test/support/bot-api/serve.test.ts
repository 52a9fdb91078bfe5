import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Bot } from 'grammy'
import { afterAll, beforeAll, expect, test } from 'vitest'

let child: ChildProcess
let url: string

beforeAll(async () => {
  const script = fileURLToPath(new URL('serve.ts', import.meta.url))
  child = spawn(process.execPath, [script, '--token', '42:TEST', '--any-chat'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (!child.stdout) throw new Error('No stdout')
  const [line] = await once(createInterface(child.stdout), 'line')
  url = JSON.parse(String(line)).url
})

afterAll(async () => {
  child.kill('SIGTERM')
  await once(child, 'exit')
})

async function control(path: string, body?: unknown): Promise<unknown> {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  return (await fetch(`${url}/control/${path}`, init)).json()
}

test('a double in another process: updates in, calls counted, faults, light', async () => {
  const bot = new Bot('42:TEST', { client: { apiRoot: url } })
  bot.on('message', (ctx) => ctx.reply('ok'))
  const running = bot.start()
  await control('say', { id: 7, text: '/next', languageCode: 'de' })
  const chat = { id: 8, type: 'private', first_name: 'B' }
  const from = { id: 8, is_bot: false, first_name: 'B' }
  const message = { message_id: 1, date: 0, chat, from, text: 'hi' }
  expect(await control('updates', [{ message }, { message }])).toEqual({
    updateIds: [expect.any(Number), expect.any(Number)],
  })
  expect(await control('wait?method=sendMessage&count=3')).toEqual({ ok: true })
  expect(await control('stats')).toMatchObject({ calls: { getMe: 1, sendMessage: 3 } })
  expect(await control('inbox?chat=8')).toMatchObject({ messages: [{ text: 'ok' }, { text: 'ok' }] })
  await control('reset', {})
  await control('faults', { kind: 'forbidden', chatId: 9 })
  await expect(bot.api.sendMessage(9, 'x')).rejects.toThrow('403')
  expect(await control('nothing')).toEqual({ error: 'unknown control' })
  await bot.stop()
  await running
})
