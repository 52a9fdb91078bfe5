/**
 * The Bot API double of the tests in a process of its own. Started with `--record`, it answers every message of its
 * parent with the calls of sendMessage since the last one; with `--latency` and a number, every answer takes so many ms.
 */
import type { CallParameters } from '../test/support/bot-api/parameters.ts'
import { startBotApi } from '../test/support/bot-api/start-bot-api.ts'

export interface SentMessage {
  chatId: number
  /** When the call had arrived, in milliseconds of the machine's clock. */
  atMs: number
  textLength: number
  /** All that was sent. */
  payload: CallParameters
}

export const BOT_TOKEN = '42:BENCH'

if (import.meta.main) {
  process.once('disconnect', () => process.exit())
  const isRecording = process.argv.includes('--record')
  const latencyMs = process.argv.includes('--latency') ? Number(process.argv[process.argv.indexOf('--latency') + 1]) : 0
  const api = await startBotApi({ token: BOT_TOKEN, recordCalls: isRecording, admitsAnyChat: true, latencyMs })
  let told = 0
  process.on('message', () => {
    const fresh = api.calls.slice(told)
    told = api.calls.length
    const sent = fresh.filter(({ method }) => method === 'sendMessage')
    process.send?.(
      sent.map(({ payload, atMs }): SentMessage => {
        return { chatId: Number(payload.chat_id), atMs, textLength: String(payload.text).length, payload }
      }),
    )
  })
  process.stdout.write(`ready ${api.url}\n`)
}
