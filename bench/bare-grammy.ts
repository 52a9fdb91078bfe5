/** What Kisht is measured against: a grammY bot on node:http that answers every message with a text as long as /next's. */
import { createServer } from 'node:http'
import { Bot, webhookCallback } from 'grammy'

const { BOT_TOKEN = '', TELEGRAM_API_ROOT = '', WEBHOOK_SECRET = '', TEXT_LENGTH = '500' } = process.env
const text = 'Amount due, by when, and what it adds. '.repeat(200).slice(0, Number(TEXT_LENGTH))

const bot = new Bot(BOT_TOKEN, { client: { apiRoot: TELEGRAM_API_ROOT } })
bot.on('message', (context) => context.reply(text))
await bot.init()

const server = createServer(webhookCallback(bot, 'http', { secretToken: WEBHOOK_SECRET }))
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object') process.stdout.write(`ready http://127.0.0.1:${address?.port}\n`)
})
process.once('SIGTERM', () => process.exit(0))
