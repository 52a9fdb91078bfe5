/** The role `bot`: channels receive and answer, and the API takes records in. */
import { createAssistant } from '../assistant/handle-inbound.ts'
import type { Inbound, Outgoing } from '../assistant/message.ts'
import type { HttpParts } from '../http/server.ts'
import { commandWords } from '../i18n/command-words.ts'
import { createAssistantStore } from '../storage/chats/assistant-store.ts'
import type { AddWebhookEvents } from '../storage/webhooks/webhook-store.ts'
import type { Channels } from './channels.ts'
import type { Parts } from './parts.ts'
import type { Webhooks } from './webhooks.ts'

/** What one person wrote, answered through `send`. */
export function createConversation(
  { database, policy, config, locales, renderer, logger, now }: Parts,
  addWebhookEvents: AddWebhookEvents | undefined,
) {
  const assistant = createAssistant({
    store: createAssistantStore(database, policy.contractZone, addWebhookEvents),
    policy,
    languages: locales.map(({ tag }) => tag),
    words: commandWords(locales),
    ...(config.supportChat !== undefined && { supportChat: { channel: 'telegram', chatId: config.supportChat } }),
    now,
    wording: renderer.text,
    onFailure: (error, { chat }) => logger.error({ error, channel: chat.channel }, 'an update failed'),
  })
  return (inbound: Inbound, send: (outgoing: Outgoing) => Promise<void>) => assistant.handle(inbound, send)
}

export interface Bot {
  /** What the HTTP server answers for it. */
  mounted: Pick<HttpParts, 'webhook' | 'playground' | 'api'>
  /** When the server listens: only then is a webhook announced. */
  startReceiving(): Promise<void>
  stop(): Promise<void>
  /** Ends what is open to pages, so that the server can close. */
  close(): void
}

export async function openBot(
  { database, policy, config, now, logger }: Parts,
  { telegram, playground }: Channels,
  webhooks: Webhooks | undefined,
): Promise<Bot> {
  const api =
    config.apiKeys.length > 0
      ? (await import('./api.ts')).createApiFor({ database, policy, keys: config.apiKeys, now, logger, webhooks })
      : undefined
  return {
    mounted: {
      ...(telegram.webhook && { webhook: telegram.webhook }),
      ...(playground && { playground: playground.app }),
      ...(api && { api }),
    },
    startReceiving: async () => telegram.channel?.startReceiving(),
    stop: async () => telegram.channel?.stop(),
    close: () => playground?.close(),
  }
}
