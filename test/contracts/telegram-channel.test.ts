import type { Inbound, RenderedReply } from '../../src/assistant/message.ts'
import { createTelegram } from '../../src/channels/telegram/telegram-channel.ts'
import { startBotApi } from '../support/bot-api/start-bot-api.ts'
import { createArrivals } from './arrivals.ts'
import { type ChannelUnderTest, describeChannel } from './channel-contract.ts'

const token = '42:TEST-contract'
const phone = '+447700900106'

describeChannel('telegram', async (): Promise<ChannelUnderTest> => {
  const api = await startBotApi({ token })
  const person = api.person({ id: 7, firstName: 'Asha', languageCode: 'hi' })
  const arrivals = createArrivals<Inbound>()
  const failures: unknown[] = []
  let current: RenderedReply = { locale: 'en', blocks: [] }
  const telegram = createTelegram({
    token,
    apiRoot: api.url,
    receive: async (inbound) => arrivals.add(inbound),
    render: () => current,
    describe: (command) => command,
    commandsForStrangers: ['help'],
    languages: ['en'],
    onConnected: async () => {},
    onError: (error, what) => failures.push(`${what}: ${error}`),
  })
  await telegram.startPolling()
  return {
    chatId: '7',
    async show(rendered, replaces) {
      current = rendered
      const chat = { channel: 'telegram', chatId: '7' } as const
      await telegram.send({ chat, locale: 'en', reply: { blocks: [] }, ...(replaces !== undefined && { replaces }) })
    },
    messages: async () =>
      person.inbox.map(({ id, text, buttons, file }) => ({
        id: String(id),
        text,
        choices: buttons.flat().map(({ text: label, url }) => ({ label, ...(url !== undefined && { url }) })),
        files: file ? [{ name: file.fileName, bytes: new Uint8Array(file.content) }] : [],
        asksForContact: person.keyboard.flat().some((key) => key.requestsContact && key.label === text),
      })),
    tap: async (label, messageId) => {
      person.taps(label, { id: Number(messageId) })
    },
    write: async (text) => {
      person.sends(text)
    },
    shareOwnContact: async () => {
      person.sharesContact({ phone })
    },
    nextReceived: arrivals.next,
    failures: () => failures,
    async close() {
      await telegram.stop()
      await api.close()
    },
  }
})
