#!/usr/bin/env node
/**
 * The double as a process of its own, for benchmarks and for looking by hand:
 *   node test/support/bot-api/serve.ts --port 0 --token 42:TEST --latency 0 [--record] [--any-chat]
 * Prints one line `{"url":"http://127.0.0.1:PORT"}` when it listens; steered by `/control/...`, see `control.ts`.
 */
import { parseArgs } from 'node:util'
import { startBotApi } from './start-bot-api.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    token: { type: 'string', default: '42:TEST' },
    username: { type: 'string', default: 'kisht_test_bot' },
    latency: { type: 'string', default: '0' },
    record: { type: 'boolean', default: false },
    'any-chat': { type: 'boolean', default: false },
  },
})

const api = await startBotApi({
  token: values.token,
  botUsername: values.username,
  port: Number(values.port),
  latencyMs: Number(values.latency),
  recordCalls: values.record,
  admitsAnyChat: values['any-chat'],
  hasControl: true,
})
process.stdout.write(`${JSON.stringify({ url: api.url })}\n`)
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void api.close().then(() => process.exit(0)))
